import { createG711Decoder, createG711Encoder } from './g711.ts';
import { createG722Decoder, createG722Encoder } from './g722.ts';

/** By their SDP encoding names (RFC 3551 6, table 4). */
export type CodecName = 'PCMA' | 'PCMU' | 'G722';

/** A codec as one call agreed on it. */
export interface Codec {
  readonly name: CodecName;
  readonly payloadType: number;
}

/** Rates at which sound goes into a codec and comes out of it, hertz: telephone band and wide band. */
export type SampleRate = 8_000 | 16_000;

/**
 * RTP time stamp units a second of every codec here; G.722 too, though it samples twice as often (RFC 3551
 * 4.5.2). All of them have 64 kbit/s, so one byte is one unit, and sound can be cut anywhere.
 */
export const CLOCK_RATE = 8_000;

/** Samples in, bytes out; has a memory, so sound goes through one of them in its order. */
export type Encoder = (pcm: Int16Array) => Uint8Array;
/** Bytes in, samples out; has a memory, so sound goes through one of them in its order. */
export type Decoder = (payload: Uint8Array) => Int16Array;

interface CodecKind {
  /** RFC 3551 6: valid without an rtpmap. */
  readonly staticPayloadType: number;
  /** What it can carry. Sound of the other rate loses its upper band or has none. */
  readonly sampleRate: SampleRate;
  /** A byte to fill up with: decodes to the value nearest zero. */
  readonly silence: number;
  /** Silence in which a decoder forgets what it heard, and follows an encoder that begins: 0 without memory. */
  readonly settleMs: number;
  encoder(rate: SampleRate): Encoder;
  decoder(rate: SampleRate): Decoder;
}

/** The one table of codecs: a new one is a row. */
export const CODECS: Readonly<Record<CodecName, CodecKind>> = {
  PCMA: {
    staticPayloadType: 8,
    sampleRate: 8_000,
    silence: 0xd5,
    settleMs: 0,
    encoder: (rate) => createG711Encoder('A', rate),
    decoder: (rate) => createG711Decoder('A', rate),
  },
  PCMU: {
    staticPayloadType: 0,
    sampleRate: 8_000,
    silence: 0xff,
    settleMs: 0,
    encoder: (rate) => createG711Encoder('µ', rate),
    decoder: (rate) => createG711Decoder('µ', rate),
  },
  G722: {
    staticPayloadType: 9,
    sampleRate: 16_000,
    // The smallest step of both bands: a run of it stays within ±7 of 32,767.
    silence: 0xff,
    // The step's logarithm loses a 128th a sample: of four octaves a fifth of one is left.
    settleMs: 60,
    encoder: createG722Encoder,
    decoder: createG722Decoder,
  },
};

export const CODEC_NAMES = Object.keys(CODECS) as readonly CodecName[];

/** A sound by itself. @param rate of `pcm` */
export function encode(codec: CodecName, pcm: Int16Array, rate: SampleRate = 8_000): Uint8Array {
  return CODECS[codec].encoder(rate)(pcm);
}

/** A sound by itself. @param rate wanted */
export function decode(codec: CodecName, payload: Uint8Array, rate: SampleRate = 8_000): Int16Array {
  return CODECS[codec].decoder(rate)(payload);
}
