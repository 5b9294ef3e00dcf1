import { CLOCK_RATE, CODECS, type CodecName } from '../codec/codec.ts';
import { dtmfTone } from '../dtmf/tone.ts';
import { encodeTrack, type Track } from './track.ts';

/**
 * A key as a track of its own. Where the codec has a memory it begins and ends in silence: what a decoder heard
 * before must not bend the tone, nor the tone what it hears next.
 */
export function toneTrack(digit: string, durationMs: number, codec: CodecName): Track {
  const tone = dtmfTone(digit, durationMs) ?? new Int16Array(0);
  const settle = (CODECS[codec].settleMs * CLOCK_RATE) / 1_000;
  const whole = new Int16Array(tone.length + 2 * settle);
  whole.set(tone, settle);
  return encodeTrack(whole, codec);
}
