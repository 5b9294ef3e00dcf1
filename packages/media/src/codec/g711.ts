/**
 * ITU-T G.711, by tables made once at load.
 *
 * A-law takes the 13 most significant bits of a sample, µ-law the 14 most significant; both give a sign, a
 * segment (exponent) and four bits of mantissa:
 *
 *   | S | E E E | M M M M |
 *
 * On the line A-law inverts its even bits (0x55), µ-law all of them, so that silence has many ones.
 */
import { createAnalysis, createSynthesis } from './qmf.ts';

const ALAW_LINE = 0x55;
const ULAW_BIAS = 33;
const ULAW_CLIP = 8_158;

/** G.711 table 1. A negative value is mirrored one step down (one's complement), as in the ITU's G.191. */
function alawOf(sample: number): number {
  const magnitude = (sample < 0 ? ~sample : sample) >> 4;
  // Segments 0 and 1 share one step size, so the first is not shifted.
  const segment = magnitude < 16 ? 0 : 31 - Math.clz32(magnitude) - 3;
  const mantissa = (segment === 0 ? magnitude : magnitude >> (segment - 1)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ ALAW_LINE;
}

/** The middle of the A-law interval, in 16 bits. */
function alawTo(byte: number): number {
  const code = byte ^ ALAW_LINE;
  const segment = (code >> 4) & 7;
  const mantissa = code & 0x0f;
  const magnitude = segment === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

/** G.711 table 2: 14-bit magnitude, biased by 33 so that every segment starts at a power of two. */
function ulawOf(sample: number): number {
  const magnitude = Math.min((sample < 0 ? ~sample : sample) >> 2, ULAW_CLIP) + ULAW_BIAS;
  const segment = 31 - Math.clz32(magnitude) - 5;
  const mantissa = (magnitude >> (segment + 1)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | mantissa) & 0xff;
}

/** The middle of the µ-law interval, in 16 bits. */
function ulawTo(byte: number): number {
  const code = ~byte & 0xff;
  const segment = (code >> 4) & 7;
  const mantissa = code & 0x0f;
  const magnitude = ((((mantissa << 1) + ULAW_BIAS) << segment) - ULAW_BIAS) << 2;
  return code & 0x80 ? -magnitude : magnitude;
}

const SAMPLES = 65_536;

/** Indexed by the sample's low 16 bits, read as unsigned. */
function encodingTable(of: (sample: number) => number): Uint8Array {
  const table = new Uint8Array(SAMPLES);
  for (let index = 0; index < SAMPLES; index++) table[index] = of((index << 16) >> 16);
  return table;
}

const alawEncoding = encodingTable(alawOf);
const ulawEncoding = encodingTable(ulawOf);
const alawDecoding = Int16Array.from({ length: 256 }, (_, byte) => alawTo(byte));
const ulawDecoding = Int16Array.from({ length: 256 }, (_, byte) => ulawTo(byte));

function encodeWith(table: Uint8Array, pcm: Int16Array): Uint8Array {
  const payload = new Uint8Array(pcm.length);
  for (let index = 0; index < pcm.length; index++) {
    payload[index] = table[(pcm[index] as number) & 0xffff] as number;
  }
  return payload;
}

function decodeWith(table: Int16Array, payload: Uint8Array): Int16Array {
  const pcm = new Int16Array(payload.length);
  for (let index = 0; index < payload.length; index++) {
    pcm[index] = table[payload[index] as number] as number;
  }
  return pcm;
}

/** 16-bit samples to A-law, one byte each. */
export const encodeAlaw = (pcm: Int16Array): Uint8Array => encodeWith(alawEncoding, pcm);
/** 16-bit samples to µ-law, one byte each. */
export const encodeUlaw = (pcm: Int16Array): Uint8Array => encodeWith(ulawEncoding, pcm);
/** A-law bytes to 16-bit samples. */
export const decodeAlaw = (payload: Uint8Array): Int16Array => decodeWith(alawDecoding, payload);
/** µ-law bytes to 16-bit samples. */
export const decodeUlaw = (payload: Uint8Array): Int16Array => decodeWith(ulawDecoding, payload);

/** @param rate of the samples; the upper band of 16,000 is filtered out */
export function createG711Encoder(law: 'A' | 'µ', rate: 8_000 | 16_000): (pcm: Int16Array) => Uint8Array {
  const encode = law === 'A' ? encodeAlaw : encodeUlaw;
  if (rate === 8_000) return encode;
  const analyse = createAnalysis();
  return (pcm) => {
    // A band has 15 bits.
    const narrow = Int16Array.from({ length: pcm.length >> 1 }, (_, index) =>
      Math.max(
        -32_768,
        Math.min(32_767, analyse(pcm[index * 2] as number, pcm[index * 2 + 1] as number).low << 1),
      ),
    );
    return encode(narrow);
  };
}

/** @param rate wanted; at 16,000 the upper band is empty */
export function createG711Decoder(law: 'A' | 'µ', rate: 8_000 | 16_000): (payload: Uint8Array) => Int16Array {
  const decode = law === 'A' ? decodeAlaw : decodeUlaw;
  if (rate === 8_000) return decode;
  const synthesise = createSynthesis();
  return (payload) => {
    const wide = new Int16Array(payload.length * 2);
    for (const [index, sample] of decode(payload).entries()) synthesise(sample >> 1, 0, wide, index * 2);
    return wide;
  };
}
