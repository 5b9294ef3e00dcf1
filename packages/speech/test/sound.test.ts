import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpeechError } from '../src/index.ts';
import { activeLevelDb, normaliseLevel, TARGET_LEVEL_DB, trimSilence } from '../src/sound/level.ts';
import { resample } from '../src/sound/resample.ts';
import { readWav } from '../src/sound/wav.ts';
import { noise, peakDb, rmsDb, sine, toneDb } from './support/signal.ts';
import { wav } from './support/wav.ts';

describe('Resampling', () => {
  test.each([
    [22_050, 8000],
    [16_000, 8000],
    [24_000, 8000],
    [48_000, 8000],
  ])('From %i Hz to %i Hz the telephone band passes level, within 0.5 dB', (from, to) => {
    for (const frequency of [300, 1000, 2000, 3000, 3400]) {
      const out = resample(sine(frequency, 0.5, from), from, to);
      expect(out.length).toBe(to / 2);
      const middle = out.subarray(400, out.length - 400);
      expect(Math.abs(toneDb(middle, frequency, to) - rmsDb(sine(frequency, 0.5, from)))).toBeLessThan(0.5);
    }
  });

  test.each([
    [22_050, 8000],
    [16_000, 8000],
    [24_000, 8000],
  ])('From %i Hz to %i Hz what lies above the band is not folded into it: 60 dB down', (from, to) => {
    for (const frequency of [4300, 5000, 6000, 7500]) {
      const out = resample(sine(frequency, 0.5, from), from, to);
      expect(rmsDb(out.subarray(400, out.length - 400))).toBeLessThan(rmsDb(sine(frequency, 0.5, from)) - 60);
    }
  });

  test('A steady level stays exactly where it is, and full scale saturates instead of wrapping', () => {
    const flat = resample(new Int16Array(4000).fill(1000), 22_050, 8000).subarray(100, 1300);
    expect(new Set(flat)).toEqual(new Set([1000]));
    const square = Int16Array.from({ length: 4410 }, (_, i) => (i % 40 < 20 ? 32767 : -32768));
    const out = resample(square, 22_050, 8000);
    for (let i = 40; i < out.length; i++) {
      // A wrapped sample would jump by more than the filter can.
      expect(Math.abs((out[i] as number) - (out[i - 1] as number))).toBeLessThan(62_000);
    }
  });

  test('The same rate gives the same samples; nothing gives nothing', () => {
    const pcm = noise(0.1, 8000);
    expect(resample(pcm, 8000, 8000)).toEqual(pcm);
    expect(resample(new Int16Array(0), 22_050, 8000)).toEqual(new Int16Array(0));
  });
});

describe('Level', () => {
  test('ITU-T P.56 in idea: pauses do not make speech count as quieter', () => {
    const pausing = new Int16Array(24_000);
    pausing.set(sine(500, 1, 8000, 0.1), 8000);
    expect(activeLevelDb(pausing, 8000)).toBeCloseTo(rmsDb(sine(500, 1, 8000, 0.1)), 1);
    expect(rmsDb(pausing)).toBeLessThan(activeLevelDb(pausing, 8000) - 4);
  });

  test('Every clip comes to -20 dBFS, quiet or loud', () => {
    for (const amplitude of [0.002, 0.05, 0.9]) {
      expect(activeLevelDb(normaliseLevel(sine(700, 0.5, 8000, amplitude), 8000), 8000)).toBeCloseTo(
        TARGET_LEVEL_DB,
        0,
      );
    }
  });

  test('A peak is never lifted over -1 dBFS: the whole is lifted less', () => {
    const spiky = sine(700, 0.5, 8000, 0.01);
    spiky[2000] = 12_000;
    const out = normaliseLevel(spiky, 8000);
    expect(peakDb(out)).toBeLessThanOrEqual(-0.99);
    expect(peakDb(out)).toBeGreaterThan(-1.1);
    expect(activeLevelDb(out, 8000)).toBeLessThan(TARGET_LEVEL_DB);
  });

  test('Silence stays silence', () => {
    expect(normaliseLevel(new Int16Array(800), 8000)).toEqual(new Int16Array(800));
    expect(trimSilence(new Int16Array(800), 8000)).toEqual(new Int16Array(0));
    expect(activeLevelDb(new Int16Array(0), 8000)).toBe(Number.NEGATIVE_INFINITY);
  });

  test('Silence at both ends is cut, to within 15 ms of the sound', () => {
    const pcm = new Int16Array(8000);
    pcm.set(sine(500, 0.25, 8000), 3000);
    const trimmed = trimSilence(pcm, 8000);
    expect(trimmed.length).toBeGreaterThanOrEqual(2000);
    expect(trimmed.length).toBeLessThanOrEqual(2000 + 2 * 120);
    // A pause inside is part of the sentence.
    pcm.set(sine(500, 0.1, 8000), 6000);
    expect(trimSilence(pcm, 8000).length).toBeGreaterThan(3800 - 1);
  });
});

describe('RIFF/WAVE', () => {
  const pcm = Int16Array.of(0, 1, -1, 32767, -32768);

  test('16 bit mono is read, whatever chunks stand around it', () => {
    expect(readWav(wav({ pcm }))).toEqual({ sampleRate: 22_050, pcm });
    expect(readWav(wav({ pcm, before: [['LIST', 3]] }))).toEqual({ sampleRate: 22_050, pcm });
  });

  test('A data chunk whose size was never patched is read to the end', () => {
    expect(readWav(wav({ pcm, dataSize: 0xffffffff })).pcm).toEqual(pcm);
  });

  test.each([
    ['stereo', wav({ pcm, channels: 2 })],
    ['24 bit', wav({ pcm, bits: 24 })],
    ['a-law', wav({ pcm, format: 6 })],
    ['a sample rate of 0', wav({ pcm, sampleRate: 0 })],
    ['no data', wav({ pcm }).subarray(0, 36)],
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('error: no such voice')],
  ])('Refused with a typed error: %s', (_, bytes) => {
    expect(() => readWav(bytes)).toThrow(SpeechError);
  });

  test('Any bytes are read or refused with a typed error', () => {
    const broken = fc
      .tuple(fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 8 }), fc.nat(60))
      .map(([edits, length]) => {
        const bytes = wav({ pcm, before: [['LIST', 4]] }).slice(0, length);
        for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(broken, fc.uint8Array({ maxLength: 100 })), (bytes) => {
        try {
          readWav(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(SpeechError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
