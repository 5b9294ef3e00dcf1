import { CLOCK_RATE, CODECS, type CodecName, decode, encode } from '../codec/codec.ts';
import { resample } from './resample.ts';

/**
 * Sound as it goes on the wire, encoded once and shared, unchanged, by any number of calls: every codec has one
 * byte a time stamp unit, so the packet of any packet time is a slice of it.
 */
export interface Track {
  readonly codec: CodecName;
  /** 8,000 bytes a second, filled up with silence to a whole number of 20 ms packets. */
  readonly payload: Uint8Array;
  /** The same sound under other codecs, for calls that agree on one of them. */
  readonly also?: readonly Track[];
}

/** The unit to which a track is filled up: time stamp units in 20 ms. */
const FRAME = CLOCK_RATE / 50;

/**
 * @param pcm 16-bit samples, mono
 * @param codecs one, or several that the calls it is for may agree on: each is encoded here, once
 * @param sampleRate of `pcm` in hertz, default 8,000; as `resample` takes it
 */
export function encodeTrack(
  pcm: Int16Array,
  codecs: CodecName | readonly [CodecName, ...CodecName[]],
  sampleRate = 8_000,
): Track {
  const [first, ...others] = typeof codecs === 'string' ? [codecs] : codecs;
  const track = encodeOne(pcm, first as CodecName, sampleRate);
  if (others.length === 0) return track;
  return { ...track, also: others.map((codec) => encodeOne(pcm, codec, sampleRate)) };
}

function encodeOne(pcm: Int16Array, codec: CodecName, sampleRate: number): Track {
  const rate = CODECS[codec].sampleRate;
  const sound = sampleRate === rate ? pcm : resample(pcm, sampleRate, rate);
  const frame = (FRAME * rate) / CLOCK_RATE;
  const whole = new Int16Array(Math.ceil(sound.length / frame) * frame);
  whole.set(sound);
  return { codec, payload: encode(codec, whole, rate) };
}

/** The same sound under another codec: one that it was encoded in, or else by way of its samples. */
export function transcodeTrack(track: Track, codec: CodecName): Track {
  if (track.codec === codec) return track;
  const ready = track.also?.find((other) => other.codec === codec);
  if (ready !== undefined) return ready;
  const rate = CODECS[track.codec].sampleRate;
  return encodeOne(decode(track.codec, track.payload, rate), codec, rate);
}

/** The samples of a track, at its codec's own rate: 8,000 a second for G.711. */
export function decodeTrack({ codec, payload }: Track): Int16Array {
  return decode(codec, payload, CODECS[codec].sampleRate);
}

export function trackDurationMs(track: Track): number {
  return (track.payload.length * 1_000) / CLOCK_RATE;
}
