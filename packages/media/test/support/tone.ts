/** A sine of `hz` at `rate`, `seconds` long. */
export function sine(hz: number, seconds: number, rate = 8_000, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * rate) }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / rate)),
  );
}

/** Power of one frequency in `pcm` (Goertzel's sum): the amplitude of that sine. */
export function amplitudeAt(pcm: Int16Array, hz: number, rate = 8_000): number {
  let real = 0;
  let imaginary = 0;
  for (const [index, sample] of pcm.entries()) {
    const angle = (2 * Math.PI * hz * index) / rate;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / pcm.length;
}
