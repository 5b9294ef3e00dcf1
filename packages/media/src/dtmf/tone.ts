import { CLOCK_RATE } from '../codec/codec.ts';
import { tonesOfDigit } from './digits.ts';

/** −9 dBm0 a tone: within Q.23/Q.24's bounds, and two of them do not clip. */
const AMPLITUDE = 7_000;
/** Raised-cosine ends, so that the key makes no click: samples. */
const RAMP = 40;

/**
 * The dual tone of a key (ITU-T Q.23), for peers that take no telephone events.
 * @returns 8 kHz, mono; undefined when `digit` is no key
 */
export function dtmfTone(digit: string, durationMs: number): Int16Array | undefined {
  const tones = tonesOfDigit(digit);
  if (tones === undefined) return undefined;
  const length = Math.round((durationMs * CLOCK_RATE) / 1_000);
  return Int16Array.from({ length }, (_, index) => {
    const edge = Math.min(index, length - 1 - index, RAMP) / RAMP;
    const gain = AMPLITUDE * (0.5 - 0.5 * Math.cos(Math.PI * edge));
    const at = (2 * Math.PI * index) / CLOCK_RATE;
    return Math.round(gain * (Math.sin(tones[0] * at) + Math.sin(tones[1] * at)));
  });
}
