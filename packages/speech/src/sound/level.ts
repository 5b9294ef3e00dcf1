import type { SampleRate } from '../voice/voice.ts';

/** Active speech level of every clip, dB below full scale (RMS): loud and clear on a telephone. */
export const TARGET_LEVEL_DB = -20;

/** No sample goes above this, dB below full scale: G.711 and what follows it get room. */
export const PEAK_LIMIT_DB = -1;

/** Frame of the level meter, s. */
const FRAME = 0.02;

/** Frames this far below the loudest one are pauses, and do not count as speech. */
const ACTIVITY_RANGE_DB = 25;

/** Frame of the trimmer, s. What lies this far below the loudest frame at an end is cut off. */
const TRIM_FRAME = 0.005;
const TRIM_RANGE_DB = 45;

/** Kept outside the first and the last frame heard, so that soft consonants keep their onset, s. */
const TRIM_MARGIN = 0.01;

/** Ramp at both ends, so that a cut is not a click, s. */
const FADE = 0.003;

/**
 * Active speech level of a sound, dB relative to full scale: RMS over the frames that hold speech,
 * after the idea of ITU-T P.56 (pauses must not make a sentence count as quiet). -Infinity for silence.
 */
export function activeLevelDb(pcm: Int16Array, sampleRate: SampleRate): number {
  const powers = framePowers(pcm, FRAME * sampleRate);
  const floor = loudest(powers) * 10 ** (-ACTIVITY_RANGE_DB / 10);
  const active = powers.filter((power) => power > 0 && power >= floor);
  const mean = active.reduce((sum, power) => sum + power, 0) / active.length;
  return active.length === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(mean);
}

/** The part that is heard, with short ramps at its ends; an empty array when nothing is. */
export function trimSilence(pcm: Int16Array, sampleRate: SampleRate): Int16Array {
  const frame = TRIM_FRAME * sampleRate;
  const margin = TRIM_MARGIN * sampleRate;
  const powers = framePowers(pcm, frame);
  const floor = loudest(powers) * 10 ** (-TRIM_RANGE_DB / 10);
  const heard = (power: number) => power > 0 && power >= floor;
  const first = powers.findIndex(heard);
  if (first < 0) return new Int16Array(0);
  const start = Math.max(0, first * frame - margin);
  const end = Math.min(pcm.length, (powers.findLastIndex(heard) + 1) * frame + margin);
  const trimmed = pcm.slice(start, end);
  const ramp = Math.min(FADE * sampleRate, trimmed.length >> 1);
  for (let i = 0; i < ramp; i++) {
    const last = trimmed.length - 1 - i;
    trimmed[i] = Math.round(((trimmed[i] as number) * i) / ramp);
    trimmed[last] = Math.round(((trimmed[last] as number) * i) / ramp);
  }
  return trimmed;
}

/**
 * Brings sound to {@link TARGET_LEVEL_DB}. Where that would lift a peak over {@link PEAK_LIMIT_DB} the
 * whole is lifted less instead: nothing clips and nothing is distorted. Silence stays as it is.
 */
export function normaliseLevel(pcm: Int16Array, sampleRate: SampleRate): Int16Array {
  const level = activeLevelDb(pcm, sampleRate);
  if (level === Number.NEGATIVE_INFINITY) return pcm;
  let peak = 1;
  for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
  const gain = Math.min(10 ** ((TARGET_LEVEL_DB - level) / 20), (10 ** (PEAK_LIMIT_DB / 20) * 32768) / peak);
  return pcm.map((sample) => Math.round(sample * gain));
}

/** Mean power of each frame, 1 = full scale. A last frame that is not full counts as one. */
function framePowers(pcm: Int16Array, frame: number): number[] {
  const powers: number[] = [];
  for (let start = 0; start < pcm.length; start += frame) {
    const end = Math.min(pcm.length, start + frame);
    let energy = 0;
    for (let i = start; i < end; i++) energy += (pcm[i] as number) ** 2;
    powers.push(energy / (end - start) / 32768 ** 2);
  }
  return powers;
}

function loudest(powers: readonly number[]): number {
  return powers.reduce((most, power) => Math.max(most, power), 0);
}
