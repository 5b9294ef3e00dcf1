import { decodeWav, encodeTrack, resample, trackDurationMs, WavError } from '@herald/media';

/** A recording as it was measured, and as it goes on the wire. */
export interface Converted {
  readonly sampleRate: number;
  readonly channels: number;
  readonly seconds: number;
  /** Level of what is not a pause, dB below full scale; -Infinity for silence. */
  readonly activeDb: number;
  /** Shares of samples at full scale, and of time without sound, 0 to 1. */
  readonly clipped: number;
  readonly silent: number;
  /** A-law, 8 kHz, whole packets of 20 ms. */
  readonly alaw: Uint8Array;
  readonly ms: number;
}

export type Conversion = Converted | { readonly unusable: 'not-wav' | 'format' };

const WIRE_RATE = 8000;
const FRAME_S = 0.02;
/** What is this far below full scale is no sound; what is this far below the loudest frame is a pause. */
const SILENCE_DB = -50;
const PAUSE_DB = 25;
const FULL_SCALE = 32_768;
/** A-law at its loudest is a little below full scale. */
const CLIPPED = 0.98 * FULL_SCALE;

/** Reads a WAV file, measures it and brings it to the wire's form. Takes a tenth of a second: not for an event loop. */
export function convertRecording(wav: Uint8Array): Conversion {
  try {
    const { sampleRate, channels, pcm } = decodeWav(wav);
    const mono = mixDown(pcm, channels);
    const track = encodeTrack(resample(mono, sampleRate, WIRE_RATE), 'PCMA');
    return {
      sampleRate,
      channels,
      seconds: mono.length / sampleRate,
      clipped: clippedShare(pcm),
      ...levels(mono, Math.round(FRAME_S * sampleRate)),
      alaw: track.payload,
      ms: trackDurationMs(track),
    };
  } catch (error) {
    if (error instanceof WavError) return { unusable: error.code === 'unsupported' ? 'format' : 'not-wav' };
    // A rate that nothing records with.
    if (error instanceof RangeError) return { unusable: 'format' };
    throw error;
  }
}

function mixDown(pcm: Int16Array, channels: number): Int16Array {
  if (channels === 1) return pcm;
  return Int16Array.from({ length: pcm.length / channels }, (_, index) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += pcm[index * channels + channel] as number;
    return sum / channels;
  });
}

function clippedShare(pcm: Int16Array): number {
  let clipped = 0;
  for (const sample of pcm) if (Math.abs(sample) >= CLIPPED) clipped++;
  return pcm.length === 0 ? 0 : clipped / pcm.length;
}

/** After the idea of ITU-T P.56: pauses must not make speech count as quiet. */
function levels(pcm: Int16Array, frame: number): { activeDb: number; silent: number } {
  const powers: number[] = [];
  for (let start = 0; start < pcm.length; start += frame) {
    const samples = pcm.subarray(start, start + frame);
    let energy = 0;
    for (const sample of samples) energy += sample * sample;
    powers.push(energy / samples.length / FULL_SCALE ** 2);
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const active = powers.filter((power) => power > 0 && power >= loudest * 10 ** (-PAUSE_DB / 10));
  const mean = active.reduce((sum, power) => sum + power, 0) / active.length;
  const silent = powers.filter((power) => power < 10 ** (SILENCE_DB / 10)).length;
  return {
    activeDb: active.length === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(mean),
    silent: powers.length === 0 ? 1 : silent / powers.length,
  };
}
