const RATE = 8_000;
/** A telephone packet's worth; frequencies that are multiples of 50 Hz fall into one bin. */
const WINDOW = 160;

/** A sine, 8 kHz. @param hz a multiple of 50 */
export function sine(hz: number, seconds: number, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * RATE) }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / RATE)),
  );
}

const energy = (pcm: Int16Array): number => pcm.reduce((sum, sample) => sum + sample * sample, 0);

/**
 * Share of the sound's energy at one frequency, 0 to 1. Only windows that are full of sound count (edges and pauses
 * spread over all frequencies), each by Goertzel's power, so that sounds of different phase add up.
 */
export function shareAt(pcm: Int16Array, hz: number): number {
  const windows = Array.from({ length: Math.floor(pcm.length / WINDOW) }, (_, index) =>
    pcm.subarray(index * WINDOW, (index + 1) * WINDOW),
  );
  const loudest = Math.max(...windows.map(energy));
  const full = windows.filter((window) => energy(window) > 0.9 * loudest);
  const total = full.reduce((sum, window) => sum + energy(window), 0);
  return full.reduce((sum, window) => sum + energyAt(window, hz), 0) / total;
}

function energyAt(window: Int16Array, hz: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [index, sample] of window.entries()) {
    const angle = (2 * Math.PI * hz * index) / RATE;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  return (2 * (real * real + imaginary * imaginary)) / window.length;
}

/** How long a sine of this amplitude is to be heard in `pcm` altogether, by its energy: pauses do not count. */
export function secondsOfSine(pcm: Int16Array, amplitude = 10_000): number {
  return energy(pcm) / ((amplitude * amplitude) / 2) / RATE;
}
