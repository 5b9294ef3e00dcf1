import { CLOCK_RATE } from '../codec/codec.ts';

/** What 20 ms of sound are, for who does not want to know what they say. */
export interface Frame {
  /** Level against the largest sine that fits 16 bits, dB; silence has −100. */
  readonly levelDb: number;
  /** Frequency in hertz, when it is one tone and nothing else. */
  readonly toneHz?: number;
}

export const FRAME_MS = 20;
export const FRAME_SAMPLES = (CLOCK_RATE * FRAME_MS) / 1_000;

export const SILENT_FRAME: Frame = { levelDb: -100 };

const FULL_SCALE = 32_767 / Math.SQRT2;
/** The tone's least share of the energy. */
const PURITY = 0.92;
/** Softer frames are not looked at for tones. */
const SOFTEST_TONE_DB = -40;
/** Beeps are in here; below it a vowel looks like one tone. */
const LOWEST_HZ = 350;
const HIGHEST_HZ = 3_000;
/** Less than half the width of a 20 ms window's main lobe. */
const STEP_HZ = 20;

/** Goertzel's sum: |X|² at one frequency. */
function powerAt(pcm: Int16Array, hz: number): number {
  const c = 2 * Math.cos((2 * Math.PI * hz) / CLOCK_RATE);
  let before = 0;
  let last = 0;
  for (const sample of pcm) {
    const now = sample + c * last - before;
    before = last;
    last = now;
  }
  return last * last + before * before - c * last * before;
}

/** The top of the parabola through the powers at `hz` and a step to each side. */
function peakNear(pcm: Int16Array, hz: number): number {
  const below = powerAt(pcm, hz - STEP_HZ);
  const above = powerAt(pcm, hz + STEP_HZ);
  const bend = below - 2 * powerAt(pcm, hz) + above;
  if (bend >= 0) return hz + Math.sign(above - below) * STEP_HZ;
  const steps = (below - above) / (2 * bend);
  return hz + Math.max(-1, Math.min(1, steps)) * STEP_HZ;
}

/**
 * A sine follows x(n) = c·x(n−1) − x(n−2) with c = 2 cos ω. The c that fits best is near, noise draws it upwards;
 * the peak of the power near by corrects it. The power there tells how much of the energy it has.
 */
function toneIn(pcm: Int16Array, energy: number): number | undefined {
  let products = 0;
  let squares = 0;
  for (let index = 2; index < pcm.length; index++) {
    const middle = pcm[index - 1] as number;
    products += middle * ((pcm[index] as number) + (pcm[index - 2] as number));
    squares += middle * middle;
  }
  const c = products / squares;
  if (!(Math.abs(c) < 2)) return undefined;
  const near = (Math.acos(c / 2) * CLOCK_RATE) / (2 * Math.PI);
  if (near < LOWEST_HZ || near > HIGHEST_HZ) return undefined;
  const hz = peakNear(pcm, peakNear(pcm, near));
  return powerAt(pcm, hz) * 2 >= PURITY * pcm.length * energy ? hz : undefined;
}

/** @param pcm 8 kHz, 20 ms */
export function frameOf(pcm: Int16Array): Frame {
  let energy = 0;
  for (const sample of pcm) energy += sample * sample;
  if (energy === 0) return SILENT_FRAME;
  const levelDb = Math.max(-100, 20 * Math.log10(Math.sqrt(energy / pcm.length) / FULL_SCALE));
  const toneHz = levelDb < SOFTEST_TONE_DB ? undefined : toneIn(pcm, energy);
  return toneHz === undefined ? { levelDb } : { levelDb, toneHz };
}
