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
 * Share of the sound's energy at one frequency, 0 to 1, whatever pauses there are in between: the sum over windows
 * of Goertzel's power, so that sounds of different phase add up.
 */
export function shareAt(pcm: Int16Array, hz: number): number {
  let share = 0;
  for (let from = 0; from + WINDOW <= pcm.length; from += WINDOW) {
    let real = 0;
    let imaginary = 0;
    for (let index = 0; index < WINDOW; index++) {
      const angle = (2 * Math.PI * hz * index) / RATE;
      real += (pcm[from + index] as number) * Math.cos(angle);
      imaginary += (pcm[from + index] as number) * Math.sin(angle);
    }
    share += (2 * (real * real + imaginary * imaginary)) / WINDOW;
  }
  return share / energy(pcm);
}

/** How long a sine of this amplitude is to be heard in `pcm` altogether, by its energy: pauses do not count. */
export function secondsOfSine(pcm: Int16Array, amplitude = 10_000): number {
  return energy(pcm) / ((amplitude * amplitude) / 2) / RATE;
}
