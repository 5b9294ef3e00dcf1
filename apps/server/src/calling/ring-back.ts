import { encodeTrack, type Track } from '@herald/media';

/** As mainland networks give it (YD/T 729): 450 Hz, 1 s on, 4 s off. */
const TONE_HZ = 450;
const ON_S = 1;
const PERIOD_S = 5;
const RATE = 8000;
/** Some −12 dBm0. */
const AMPLITUDE = 8000;

let track: Track | undefined;

/** One period of the tone that says that it rings elsewhere. */
export function ringBack(): Track {
  track ??= encodeTrack(samples(), ['PCMA', 'PCMU']);
  return track;
}

function samples(): Int16Array {
  const pcm = new Int16Array(PERIOD_S * RATE);
  for (let at = 0; at < ON_S * RATE; at++) {
    pcm[at] = Math.round(AMPLITUDE * Math.sin((2 * Math.PI * TONE_HZ * at) / RATE));
  }
  return pcm;
}
