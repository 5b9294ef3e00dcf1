import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from './g711.ts';

/** The two G.711 laws, by their SDP encoding names (RFC 3551 6, table 4). */
export type CodecName = 'PCMA' | 'PCMU';

/** A codec as one call agreed on it. */
export interface Codec {
  readonly name: CodecName;
  readonly payloadType: number;
}

/** Samples a second, and RTP time stamp units a second, of both codecs (RFC 3551 4.5.14). */
export const CLOCK_RATE = 8_000;

/** Static payload types of RFC 3551 6: valid without an rtpmap. */
export const STATIC_PAYLOAD_TYPE: Readonly<Record<CodecName, number>> = { PCMA: 8, PCMU: 0 };

/** The byte that decodes to the value nearest zero. */
export const SILENCE_BYTE: Readonly<Record<CodecName, number>> = { PCMA: 0xd5, PCMU: 0xff };

/** One byte a sample. */
export function encode(codec: CodecName, pcm: Int16Array): Uint8Array {
  return codec === 'PCMA' ? encodeAlaw(pcm) : encodeUlaw(pcm);
}

/** One 16-bit sample a byte. */
export function decode(codec: CodecName, payload: Uint8Array): Int16Array {
  return codec === 'PCMA' ? decodeAlaw(payload) : decodeUlaw(payload);
}
