import { CLOCK_RATE, type CodecName, decode, encode, SILENCE_BYTE } from '../codec/codec.ts';

/**
 * Sound as it goes on the wire, encoded once and shared, unchanged, by any number of calls: G.711 has one
 * byte a sample, so the packet of any packet time is a slice of it.
 */
export interface Track {
  readonly codec: CodecName;
  /** One byte a sample at 8 kHz, filled up with silence to a whole number of 20 ms packets. */
  readonly payload: Uint8Array;
}

/** The unit to which a track is filled up: samples in 20 ms. */
const FRAME = CLOCK_RATE / 50;

/** @param pcm 16-bit samples, 8 kHz, mono */
export function encodeTrack(pcm: Int16Array, codec: CodecName): Track {
  const payload = new Uint8Array(Math.ceil(pcm.length / FRAME) * FRAME).fill(SILENCE_BYTE[codec]);
  payload.set(encode(codec, pcm));
  return { codec, payload };
}

/** The same sound under the other law. */
export function transcodeTrack(track: Track, codec: CodecName): Track {
  return track.codec === codec ? track : encodeTrack(decode(track.codec, track.payload), codec);
}

export function trackDurationMs(track: Track): number {
  return (track.payload.length * 1_000) / CLOCK_RATE;
}
