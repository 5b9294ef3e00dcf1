const RATE = 8_000;
/** Of 32,767: about −14 dBm0, the level of a voice. */
const AMPLITUDE = 6_000;
/** Samples over which a sound swells and fades, so that it makes no click. */
const RAMP = 80;

/** A sum of sines of equal strength, 8 kHz. */
export function tone(ms: number, ...hertz: readonly number[]): Int16Array {
  const length = Math.round((ms * RATE) / 1_000);
  return Int16Array.from({ length }, (_, index) => {
    const edge = Math.min(index, length - 1 - index, RAMP) / RAMP;
    const sum = hertz.reduce((total, hz) => total + Math.sin((2 * Math.PI * hz * index) / RATE), 0);
    return Math.round((AMPLITUDE * edge * sum) / hertz.length);
  });
}

export function silence(ms: number): Int16Array {
  return new Int16Array(Math.round((ms * RATE) / 1_000));
}

export function joined(...parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
