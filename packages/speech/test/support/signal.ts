/** Measures of 8 kHz sound that tell speech from tones, noise and silence. */

const FRAME = 160; // 20 ms

export function rmsDb(pcm: Int16Array): number {
  let energy = 0;
  for (const sample of pcm) energy += sample * sample;
  return 10 * Math.log10(energy / Math.max(1, pcm.length) / 32768 ** 2);
}

export function peakDb(pcm: Int16Array): number {
  let peak = 0;
  for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
  return 20 * Math.log10(peak / 32768);
}

/** Stretches with sound in them, ms, separated by at least `gapMs` of silence. */
export function bursts(pcm: Int16Array, gapMs: number): { startMs: number; endMs: number }[] {
  const found: { startMs: number; endMs: number }[] = [];
  for (let at = 0; at < pcm.length; at += 8) {
    if (rmsDb(pcm.subarray(at, at + 8)) < -65) continue;
    const ms = at / 8;
    const last = found.at(-1);
    if (last !== undefined && ms - last.endMs < gapMs) last.endMs = ms + 1;
    else found.push({ startMs: ms, endMs: ms + 1 });
  }
  return found;
}

/** Frames that hold sound. */
function frames(pcm: Int16Array): Int16Array[] {
  const all: Int16Array[] = [];
  for (let at = 0; at + FRAME <= pcm.length; at += FRAME) all.push(pcm.subarray(at, at + FRAME));
  return all.filter((frame) => rmsDb(frame) > -45);
}

/**
 * - `voiced`: part of the frames that repeat themselves at a voice's pitch (60–400 Hz): 0 for noise.
 * - `brightness`: spread of the zero crossing rate over the frames, crossings per sample: 0 for a tone,
 *   small for steady noise; vowels and consonants in turn make it large.
 * - `swing`: spread of the frames' levels, dB: small for anything steady.
 */
export function character(pcm: Int16Array): { voiced: number; brightness: number; swing: number } {
  const heard = frames(pcm);
  const voiced = heard.filter((_, i) => periodicity(pcm, heard[i] as Int16Array) > 0.7).length / heard.length;
  return { voiced, brightness: spread(heard.map(zeroCrossingRate)), swing: spread(heard.map(rmsDb)) };
}

/** Highest normalised autocorrelation of the frame with what follows it, at lags of 60–400 Hz. */
function periodicity(pcm: Int16Array, frame: Int16Array): number {
  const start = (frame.byteOffset - pcm.byteOffset) / 2;
  let best = 0;
  for (let lag = 20; lag <= 133 && start + FRAME + lag <= pcm.length; lag++) {
    let cross = 0;
    let here = 0;
    let there = 0;
    for (let i = start; i < start + FRAME; i++) {
      const a = pcm[i] as number;
      const b = pcm[i + lag] as number;
      cross += a * b;
      here += a * a;
      there += b * b;
    }
    best = Math.max(best, cross / Math.sqrt(here * there || 1));
  }
  return best;
}

function zeroCrossingRate(frame: Int16Array): number {
  let crossings = 0;
  for (let i = 1; i < frame.length; i++)
    if ((frame[i] as number) >= 0 !== (frame[i - 1] as number) >= 0) crossings++;
  return crossings / frame.length;
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Level of one frequency (Hz) in the sound, dB of full scale (a full-scale sine is -3). */
export function toneDb(pcm: Int16Array, frequency: number, sampleRate: number): number {
  let re = 0;
  let im = 0;
  // Hann window, so that a neighbouring tone does not leak in.
  for (let i = 0; i < pcm.length; i++) {
    const weight = 1 - Math.cos((2 * Math.PI * i) / pcm.length);
    re += (pcm[i] as number) * weight * Math.cos((2 * Math.PI * frequency * i) / sampleRate);
    im += (pcm[i] as number) * weight * Math.sin((2 * Math.PI * frequency * i) / sampleRate);
  }
  const amplitude = (2 * Math.hypot(re, im)) / pcm.length / 32768;
  return 20 * Math.log10(amplitude / Math.SQRT2);
}

export function sine(frequency: number, seconds: number, sampleRate: number, amplitude = 0.5): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) =>
    Math.round(32767 * amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate)),
  );
}

/** The same noise each time: a linear congruential generator. */
export function noise(seconds: number, sampleRate: number, amplitude = 0.25): Int16Array {
  let state = 1;
  return Int16Array.from({ length: Math.round(seconds * sampleRate) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.round((state / 2 ** 31 - 1) * 32767 * amplitude);
  });
}
