/**
 * RIFF WAVE, the parts that telephony has: PCM of 8 or 16 bits, A-law, µ-law. Layout after the IBM and
 * Microsoft "Multimedia Programming Interface and Data Specifications 1.0" (1991):
 *
 *   "RIFF" size "WAVE" | "fmt " 16 format channels rate bytesPerSecond blockAlign bits | "data" size samples
 */
import { decodeAlaw, decodeUlaw } from '../codec/g711.ts';

export interface Wav {
  readonly sampleRate: number;
  readonly channels: number;
  /** Interleaved when there is more than one channel. */
  readonly pcm: Int16Array;
}

export type WavErrorCode = 'not-wav' | 'no-format' | 'no-data' | 'unsupported';

export class WavError extends Error {
  readonly code: WavErrorCode;
  constructor(code: WavErrorCode, message: string) {
    super(message);
    this.name = 'WavError';
    this.code = code;
  }
}

const FORMAT_PCM = 1;
const FORMAT_ALAW = 6;
const FORMAT_ULAW = 7;
const FORMAT_EXTENSIBLE = 0xfffe;
const MAX_CHANNELS = 8;
const MIN_RATE = 4_000;
const MAX_RATE = 192_000;

function tag(view: DataView, at: number, text: string): void {
  for (let index = 0; index < 4; index++) view.setUint8(at + index, text.charCodeAt(index));
}

function hasTag(view: DataView, at: number, text: string): boolean {
  for (let index = 0; index < 4; index++) {
    if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  }
  return true;
}

export const WAV_HEADER_BYTES = 44;

/** The head of a file of 16-bit PCM. @param dataBytes of the samples behind it */
export function wavHeader(dataBytes: number, sampleRate: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  tag(view, 0, 'RIFF');
  view.setUint32(4, WAV_HEADER_BYTES - 8 + dataBytes, true);
  tag(view, 8, 'WAVE');
  tag(view, 12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, FORMAT_PCM, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  tag(view, 36, 'data');
  view.setUint32(40, dataBytes, true);
  return bytes;
}

/** 16-bit PCM. @param pcm interleaved when `channels` is more than one */
export function encodeWav(pcm: Int16Array, sampleRate = 8_000, channels = 1): Uint8Array {
  const bytes = new Uint8Array(WAV_HEADER_BYTES + pcm.length * 2);
  bytes.set(wavHeader(pcm.length * 2, sampleRate, channels));
  const view = new DataView(bytes.buffer, WAV_HEADER_BYTES);
  for (let index = 0; index < pcm.length; index++) view.setInt16(index * 2, pcm[index] as number, true);
  return bytes;
}

interface Format {
  readonly format: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

function readFormat(view: DataView, at: number, size: number): Format {
  if (size < 16) throw new WavError('no-format', `a fmt chunk of ${size} bytes is too short`);
  const format = view.getUint16(at, true);
  return {
    // An extensible chunk names the real format in the first bytes of its GUID.
    format: format === FORMAT_EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : format,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function samplesOf(format: Format, data: Uint8Array): Int16Array {
  if (format.channels < 1 || format.channels > MAX_CHANNELS) {
    throw new WavError('unsupported', `${format.channels} channels; 1 to ${MAX_CHANNELS} can be read`);
  }
  if (format.sampleRate < MIN_RATE || format.sampleRate > MAX_RATE) {
    throw new WavError('unsupported', `${format.sampleRate} Hz; ${MIN_RATE} to ${MAX_RATE} can be read`);
  }
  const kind = `${format.format}/${format.bits}`;
  if (kind === `${FORMAT_ALAW}/8`) return decodeAlaw(data);
  if (kind === `${FORMAT_ULAW}/8`) return decodeUlaw(data);
  if (kind === `${FORMAT_PCM}/8`) return Int16Array.from(data, (byte) => (byte - 128) << 8);
  if (kind !== `${FORMAT_PCM}/16`) {
    throw new WavError('unsupported', `format ${format.format} of ${format.bits} bits`);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Int16Array.from({ length: data.length >> 1 }, (_, index) => view.getInt16(index * 2, true));
}

/**
 * Reads a whole file. A data chunk that promises more than there is (a recording cut off, or a stream whose
 * size was never filled in) gives what is there.
 * @throws WavError
 */
export function decodeWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || !hasTag(view, 0, 'RIFF') || !hasTag(view, 8, 'WAVE')) {
    throw new WavError('not-wav', 'no RIFF WAVE header');
  }
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const promised = view.getUint32(at + 4, true);
    const size = Math.min(promised, bytes.length - at - 8);
    if (hasTag(view, at, 'fmt ')) format = readFormat(view, at + 8, size);
    if (hasTag(view, at, 'data')) {
      if (format === undefined) throw new WavError('no-format', 'the data comes before any fmt chunk');
      const pcm = samplesOf(format, bytes.subarray(at + 8, at + 8 + size));
      const whole = pcm.length - (pcm.length % format.channels);
      return { sampleRate: format.sampleRate, channels: format.channels, pcm: pcm.subarray(0, whole) };
    }
    // Chunks are padded to even lengths.
    at += 8 + promised + (promised & 1);
  }
  throw new WavError('no-data', 'no data chunk');
}
