/**
 * ITU-T G.722 at 64 kbit/s (mode 1): 16 kHz sound is split in two bands of 8 kHz, each coded by ADPCM. One byte
 * is one pair of samples:
 *
 *   | I_H (2 bits) | I_L (6 bits) |
 *
 * Bit for bit the Recommendation's fixed-point arithmetic; the names of the steps are its blocks' (clause 6.2).
 * A band is an 8 kHz signal of its own, so sound of 8 kHz goes in and comes out as the lower band alone, without
 * a filter, at half the cost.
 */
import { createAnalysis, createSynthesis } from './qmf.ts';

/** What one band of one direction remembers. */
interface Band {
  /** Prediction, and the part of it from the zeros. */
  s: number;
  sz: number;
  /** Log of the quantiser's step, and the step. */
  nb: number;
  det: number;
  /** Differences d(0…6), zeros' coefficients b(1…6), poles' a(1…2), reconstructions r, partial ones p. */
  readonly d: Int32Array;
  readonly b: Int32Array;
  readonly a: Int32Array;
  readonly r: Int32Array;
  readonly p: Int32Array;
}

const STEP_LOW = 32;
const STEP_HIGH = 8;
const MAX_NB_LOW = 18_432;
const MAX_NB_HIGH = 22_528;

/** Table 14 (WL), 15 (RL42) and 18 (WH, RH2): how the step follows the codes. */
const WL = Int16Array.of(-60, -30, 58, 172, 334, 538, 1_198, 3_042);
const RL42 = Uint8Array.of(0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0);
const WH = Int16Array.of(0, -214, 798);
const RH2 = Uint8Array.of(2, 1, 2, 1);
/** 2¹¹ · 2^(n/32): the logarithm's way back. */
const ILB = Int16Array.from({ length: 32 }, (_, n) => Math.round(2_048 * 2 ** (n / 32)));

/** Inverse quantisers of 2, 4 and 6 bits. */
const QM2 = Int16Array.of(-7_408, -1_616, 7_408, 1_616);
const QM4_HALF = [20_456, 12_896, 8_968, 6_288, 4_240, 2_584, 1_200];
const QM4 = Int16Array.of(0, ...QM4_HALF.map((level) => -level), ...QM4_HALF, 0);
const QM6_HALF = [
  24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360, 8_576, 7_856, 7_192, 6_576,
  6_000, 5_456, 4_944, 4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688, 1_360, 1_040, 728,
];
const QM6 = Int16Array.of(
  ...[-136, -136, -136, -136],
  ...QM6_HALF.map((level) => -level),
  ...QM6_HALF,
  ...[432, 136, -432, -136],
);

/** Decision levels of the lower band, and that of the upper one. */
const Q6 = Int16Array.of(
  ...[0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1_023],
  ...[1_121, 1_219, 1_339, 1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919],
);
const Q2 = 564;

/** The codes of an interval: counted down from 63, of which the lowest two are out of turn below zero. */
const codeBelow = (interval: number) => (interval < 3 ? 64 - interval : 34 - interval);
const codeAbove = (interval: number) => 62 - interval;

const limit = (value: number) => Math.max(-32_768, Math.min(32_767, value));
const clamp = (value: number, bound: number) => Math.max(-bound, Math.min(bound, value));

function createBand(step: number): Band {
  return {
    ...{ s: 0, sz: 0, nb: 0, det: step },
    ...{ d: new Int32Array(7), b: new Int32Array(7), a: new Int32Array(3) },
    ...{ r: new Int32Array(3), p: new Int32Array(3) },
  };
}

/** LOGSC and SCALE: the next step. @param shift 8 in the lower band, 10 in the upper */
function adaptStep(band: Band, change: number, bound: number, shift: number): void {
  band.nb = Math.max(0, Math.min(bound, ((band.nb * 127) >> 7) + change));
  const mantissa = ILB[(band.nb >> 6) & 31] as number;
  const exponent = shift - (band.nb >> 11);
  band.det = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
}

/** RECONS to PREDIC (block 4): takes in a difference, adapts the predictor and predicts the next sample. */
function predict(band: Band, difference: number): void {
  const { a, b, d, r, p } = band;
  const r0 = limit(band.s + difference);
  const p0 = limit(band.sz + difference);
  const agrees1 = p0 < 0 === (p[1] as number) < 0;
  const agrees2 = p0 < 0 === (p[2] as number) < 0;

  // UPPOL2, UPPOL1
  const lean = limit((a[1] as number) << 2);
  const turn = Math.min(32_767, agrees1 ? -lean : lean);
  const a2 = clamp((turn >> 7) + (agrees2 ? 128 : -128) + (((a[2] as number) * 32_512) >> 15), 12_288);
  const a1 = clamp(limit((agrees1 ? 192 : -192) + (((a[1] as number) * 32_640) >> 15)), limit(15_360 - a2));

  // UPZERO, DELAYA and FILTEZ in one pass, from the oldest difference to the newest
  const push = difference === 0 ? 0 : 128;
  d[0] = difference;
  let zeros = 0;
  for (let tap = 6; tap > 0; tap--) {
    const agrees = difference < 0 === (d[tap] as number) < 0;
    const weight = limit((agrees ? push : -push) + (((b[tap] as number) * 32_640) >> 15));
    b[tap] = weight;
    const next = d[tap - 1] as number;
    d[tap] = next;
    zeros += (weight * limit(next + next)) >> 15;
  }

  // FILTEP, PREDIC
  const r1 = r[1] as number;
  r[2] = r1;
  r[1] = r0;
  p[2] = p[1] as number;
  p[1] = p0;
  a[1] = a1;
  a[2] = a2;
  const poles = limit(((a1 * limit(r0 + r0)) >> 15) + ((a2 * limit(r1 + r1)) >> 15));
  band.sz = limit(zeros);
  band.s = limit(poles + band.sz);
}

/** QUANTL; the lower band goes on with the four upper bits, so that the two lower ones may be stolen for data. */
function encodeLow(band: Band, sample: number): number {
  const error = limit(sample - band.s);
  const size = error < 0 ? ~error : error;
  let interval = 1;
  while (interval < Q6.length && size >= ((Q6[interval] as number) * band.det) >> 12) interval++;
  const code = error < 0 ? codeBelow(interval) : codeAbove(interval);
  followLow(band, code);
  return code;
}

function encodeHigh(band: Band, sample: number): number {
  const error = limit(sample - band.s);
  const size = error < 0 ? ~error : error;
  const far = size >= (Q2 * band.det) >> 12;
  const code = error < 0 ? (far ? 0 : 1) : far ? 2 : 3;
  followHigh(band, code);
  return code;
}

function followLow(band: Band, code: number): void {
  const upper = code >> 2;
  const difference = (band.det * (QM4[upper] as number)) >> 15;
  adaptStep(band, WL[RL42[upper] as number] as number, MAX_NB_LOW, 8);
  predict(band, difference);
}

function followHigh(band: Band, code: number): void {
  const difference = (band.det * (QM2[code] as number)) >> 15;
  adaptStep(band, WH[RH2[code] as number] as number, MAX_NB_HIGH, 10);
  predict(band, difference);
}

const limit15 = (value: number) => Math.max(-16_384, Math.min(16_383, value));

function decodeLow(band: Band, code: number): number {
  const sample = limit15(band.s + ((band.det * (QM6[code] as number)) >> 15));
  followLow(band, code);
  return sample;
}

function decodeHigh(band: Band, code: number): number {
  const sample = limit15(band.s + ((band.det * (QM2[code] as number)) >> 15));
  followHigh(band, code);
  return sample;
}

/** @param rate of the samples: 16,000, or 8,000 for sound that has no upper band */
export function createG722Encoder(rate: 8_000 | 16_000): (pcm: Int16Array) => Uint8Array {
  const low = createBand(STEP_LOW);
  const high = createBand(STEP_HIGH);
  if (rate === 8_000) {
    // The bands have 15 bits.
    return (pcm) =>
      Uint8Array.from(pcm, (sample) => encodeLow(low, sample >> 1) | (encodeHigh(high, 0) << 6));
  }
  const analyse = createAnalysis();
  return (pcm) => {
    const bytes = new Uint8Array(pcm.length >> 1);
    for (let index = 0; index < bytes.length; index++) {
      const bands = analyse(pcm[index * 2] as number, pcm[index * 2 + 1] as number);
      bytes[index] = encodeLow(low, bands.low) | (encodeHigh(high, bands.high) << 6);
    }
    return bytes;
  };
}

/** @param rate wanted: 16,000, or 8,000 for the lower band alone */
export function createG722Decoder(rate: 8_000 | 16_000): (payload: Uint8Array) => Int16Array {
  const low = createBand(STEP_LOW);
  const high = createBand(STEP_HIGH);
  if (rate === 8_000)
    return (payload) => Int16Array.from(payload, (code) => decodeLow(low, code & 0x3f) << 1);
  const synthesise = createSynthesis();
  return (payload) => {
    const pcm = new Int16Array(payload.length * 2);
    for (let index = 0; index < payload.length; index++) {
      const code = payload[index] as number;
      synthesise(decodeLow(low, code & 0x3f), decodeHigh(high, code >> 6), pcm, index * 2);
    }
    return pcm;
  };
}
