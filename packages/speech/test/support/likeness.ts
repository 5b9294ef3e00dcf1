/**
 * Tells speech from other sound, and one utterance from another, by the signal alone. Sound is mono, 8 or 16 kHz.
 */

/** What speech is held against; each is a number that a tone, a buzz, noise or silence gets wrong somewhere. */
export interface SpeechMeasure {
  /** Part of the frames with sound in them that repeat themselves at a voice's pitch. */
  voiced: number;
  /** Changes between voiced and not voiced, a second. */
  alternations: number;
  /** Part of the loudness's movement (0.5–20 Hz) that has the pace of syllables, 2–8 Hz. */
  syllabic: number;
  /** Part of the energy in the telephone's band, 300–3400 Hz. */
  inBand: number;
  /** Median pitch of the voiced frames, Hz. */
  pitch: number;
  /** How far the spectra of voiced frames are from their mean, dB: vowels differ, a buzz does not. */
  colour: number;
}

const RANGES: Record<keyof SpeechMeasure, readonly [least: number, most: number]> = {
  voiced: [0.3, 0.95],
  alternations: [2, 25],
  syllabic: [0.35, 1],
  inBand: [0.3, 1],
  pitch: [70, 400],
  colour: [6, 30],
};

/** The measures that are not those of speech; none for speech. */
export function unlikeSpeech(measure: SpeechMeasure): (keyof SpeechMeasure)[] {
  const names = Object.keys(RANGES) as (keyof SpeechMeasure)[];
  return names.filter((name) => !(measure[name] >= RANGES[name][0] && measure[name] <= RANGES[name][1]));
}

export function measureSpeech(pcm: Int16Array, sampleRate: number): SpeechMeasure {
  const frames = cut(pcm, sampleRate);
  const levels = frames.map(({ samples }) => level(samples));
  const loudest = Math.max(...levels);
  const heard = frames.filter((_, i) => (levels[i] as number) > Math.max(loudest - 35, -60));
  const pitches = frames.map((frame) =>
    heard.includes(frame) ? pitchOf(pcm, frame.at, sampleRate) : undefined,
  );
  const voiced = frames.filter((_, i) => pitches[i] !== undefined);
  let changes = 0;
  for (let i = 1; i < pitches.length; i++) if (!pitches[i] !== !pitches[i - 1]) changes++;
  const spectra = heard.map(({ samples }) => bandEnergies(samples, sampleRate));
  const total = spectra.reduce((sum, bands) => sum + sumOf(bands), 0);
  const { edges } = tables(sampleRate);
  const telephone = spectra.reduce(
    (sum, bands) =>
      sum + sumOf(bands.filter((_, i) => (edges[i] as number) >= 300 && (edges[i + 1] as number) <= 3400)),
    0,
  );
  return {
    voiced: voiced.length / Math.max(1, heard.length),
    alternations: changes / (pcm.length / sampleRate || 1),
    syllabic: syllabic(levels.map((db) => Math.max(0, db - loudest + 40))),
    inBand: telephone / (total || 1),
    pitch: median(pitches.filter((pitch) => pitch !== undefined)),
    colour: spread(voiced.map(({ samples }) => timbre(samples, sampleRate))),
  };
}

/** An utterance as its spectra, to be compared. */
export function spectraOf(pcm: Int16Array, sampleRate: number): number[][] {
  return cut(pcm, sampleRate).map(({ samples }) => timbre(samples, sampleRate));
}

/**
 * How different two utterances are: dB between their spectra, frame by frame, each free to be a little faster here
 * and slower there (dynamic time warping). 0 for the same sound.
 */
export function distance(a: readonly number[][], b: readonly number[][]): number {
  let row = Array.from(b, () => Number.POSITIVE_INFINITY);
  for (const [i, x] of a.entries()) {
    const next: number[] = [];
    for (const [j, y] of b.entries()) {
      const before = Math.min(row[j] as number, row[j - 1] ?? Infinity, next[j - 1] ?? Infinity);
      next.push(apart(x, y) + (i === 0 && j === 0 ? 0 : before));
    }
    row = next;
  }
  return (row.at(-1) as number) / Math.max(a.length, b.length);
}

interface Frame {
  at: number;
  samples: Float64Array;
}

/** 20 ms each, every 10 ms. */
function cut(pcm: Int16Array, sampleRate: number): Frame[] {
  const frames: Frame[] = [];
  const length = sampleRate / 50;
  for (let at = 0; at + length <= pcm.length; at += length / 2)
    frames.push({
      at,
      samples: Float64Array.from(pcm.subarray(at, at + length), (sample) => sample / 32768),
    });
  return frames;
}

function level(samples: Float64Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length + 1e-12);
}

/** By autocorrelation over 20 ms at lags of 60–400 Hz; undefined where the frame does not repeat itself. */
function pitchOf(pcm: Int16Array, at: number, sampleRate: number): number | undefined {
  const length = sampleRate / 50;
  let best = 0.7;
  let found: number | undefined;
  // The shortest lag that is nearly the best: a period and not two of them.
  for (let lag = Math.floor(sampleRate / 400); lag <= sampleRate / 60; lag++) {
    if (at + length + lag > pcm.length) break;
    let [cross, here, there] = [0, 0, 0];
    for (let i = at; i < at + length; i++) {
      const [a, b] = [pcm[i] as number, pcm[i + lag] as number];
      cross += a * b;
      here += a * a;
      there += b * b;
    }
    const likeness = cross / Math.sqrt(here * there || 1);
    if (likeness > best + (found === undefined ? 0 : 0.05)) {
      best = likeness;
      found = sampleRate / lag;
    }
  }
  return found;
}

const BANDS_BELOW_4K = 20;

/** Bands as the ear has them, the mel scale, from 60 Hz to half the sample rate. */
function bandEdges(sampleRate: number): number[] {
  const bands = BANDS_BELOW_4K * (sampleRate > 8000 ? 1.4 : 1);
  const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
  const [low, high] = [mel(60), mel(sampleRate / 2)];
  return Array.from(
    { length: bands + 1 },
    (_, i) => 700 * (Math.exp((low + ((high - low) * i) / bands) / 1127) - 1),
  );
}

/** Energy in each band, by a plain Fourier transform: 20 ms hold whole periods of every multiple of 50 Hz. */
function bandEnergies(samples: Float64Array, sampleRate: number): number[] {
  const { edges, wave } = tables(sampleRate);
  const bands = new Array<number>(edges.length - 1).fill(0);
  const period = samples.length;
  // A Hann window, from the same table.
  const windowed = samples.map((sample, i) => sample * (0.5 - 0.5 * (wave[i] as number)));
  let band = 0;
  for (let k = 2; k < period / 2; k++) {
    while ((edges[band + 1] as number) <= 50 * k) band++;
    let [re, im] = [0, 0];
    for (let i = 0; i < period; i++) {
      re += (windowed[i] as number) * (wave[(k * i) % period] as number);
      im += (windowed[i] as number) * (wave[(k * i + (period * 3) / 4) % period] as number);
    }
    bands[band] = (bands[band] as number) + re * re + im * im;
  }
  return bands;
}

const made = new Map<number, { edges: number[]; wave: Float64Array }>();

/** Band edges, and one period of a cosine of 50 Hz. */
function tables(sampleRate: number) {
  const period = sampleRate / 50;
  const known = made.get(sampleRate) ?? {
    edges: bandEdges(sampleRate),
    wave: Float64Array.from({ length: period }, (_, i) => Math.cos((2 * Math.PI * i) / period)),
  };
  made.set(sampleRate, known);
  return known;
}

/** The shape of the spectrum, dB, its level taken away; what is 40 dB down counts as nothing. */
function timbre(samples: Float64Array, sampleRate: number): number[] {
  const db = bandEnergies(samples, sampleRate).map((energy) => 10 * Math.log10(energy + 1e-9));
  const top = Math.max(...db);
  const shape = db.map((value) => Math.max(value - top, -40));
  // Silence has no shape: it is told from sound by lying far from all of them.
  return top < -60 ? shape.map(() => -60) : shape;
}

function apart(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0) / a.length);
}

function spread(shapes: readonly number[][]): number {
  const [first] = shapes;
  if (first === undefined) return 0;
  const mean = first.map((_, i) => sumOf(shapes.map((shape) => shape[i] as number)) / shapes.length);
  return sumOf(shapes.map((shape) => apart(shape, mean))) / shapes.length;
}

/** Of a loudness curve with 100 values a second. */
function syllabic(curve: readonly number[]): number {
  const mean = sumOf(curve) / Math.max(1, curve.length);
  let [within, all] = [0, 0];
  for (let hz = 0.5; hz <= 20; hz += 0.25) {
    let [re, im] = [0, 0];
    for (const [i, value] of curve.entries()) {
      re += (value - mean) * Math.cos((2 * Math.PI * hz * i) / 100);
      im += (value - mean) * Math.sin((2 * Math.PI * hz * i) / 100);
    }
    const energy = re * re + im * im;
    all += energy;
    if (hz >= 2 && hz <= 8) within += energy;
  }
  // A curve that hardly moves has no pace.
  return all / Math.max(1, curve.length) ** 2 < 0.5 ? 0 : within / all;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
