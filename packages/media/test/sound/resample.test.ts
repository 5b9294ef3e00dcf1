import { describe, expect, test } from 'vitest';
import { resample } from '../../src/sound/resample.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

const decibel = (ratio: number) => 20 * Math.log10(ratio);

describe('G.712 the telephone band', () => {
  test.each([300, 1_000, 3_400])('G.712: %i Hz passes from 22,050 to 8,000 Hz within 0.1 dB', (hz) => {
    const out = resample(sine(hz, 1, 22_050), 22_050, 8_000);
    expect(out.length).toBe(8_000);
    // the ends, where the filter has only half the sound, are left out
    const steady = out.subarray(400, 7_600);
    expect(Math.abs(decibel(amplitudeAt(steady, hz) / 10_000))).toBeLessThan(0.1);
  });

  test.each([4_300, 5_000, 7_000, 10_000])(
    'G.712: %i Hz, which 8,000 Hz cannot carry, is 60 dB down and not folded back',
    (hz) => {
      const out = resample(sine(hz, 1, 22_050), 22_050, 8_000).subarray(400, 7_600);
      const loudest = out.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(decibel(loudest / 10_000)).toBeLessThan(-60);
    },
  );

  test('G.712: a tone stays in its place in time, the filter’s delay is taken out', () => {
    const pcm = new Int16Array(2_205);
    pcm.fill(10_000, 1_100, 1_110);
    const out = resample(pcm, 22_050, 8_000);
    const peak = out.indexOf(Math.max(...out));
    expect(Math.abs(peak - (1_105 * 8_000) / 22_050)).toBeLessThan(1);
  });

  test('G.712: going up adds no images of the tone', () => {
    const out = resample(sine(1_000, 1), 8_000, 16_000).subarray(800, 15_200);
    expect(amplitudeAt(out, 1_000, 16_000)).toBeGreaterThan(9_900);
    expect(amplitudeAt(out, 7_000, 16_000)).toBeLessThan(10);
  });
});

test('full scale does not wrap round', () => {
  const square = Int16Array.from({ length: 22_050 }, (_, index) => (index % 100 < 50 ? 32_767 : -32_768));
  const out = resample(square, 22_050, 8_000);
  for (const [index, sample] of out.entries()) {
    const input = square[Math.round((index * 22_050) / 8_000)] as number;
    const inside = Math.abs((Math.round((index * 22_050) / 8_000) % 50) - 25) < 15;
    if (inside && index > 100 && index < 7_900) expect(Math.sign(sample)).toBe(Math.sign(input));
  }
});

test('a rate to itself is a copy; nothing is nothing', () => {
  const pcm = sine(440, 0.01);
  expect(resample(pcm, 8_000, 8_000)).toEqual(pcm);
  expect(resample(pcm, 8_000, 8_000).buffer).not.toBe(pcm.buffer);
  expect(resample(new Int16Array(0), 22_050, 8_000).length).toBe(0);
});

test.each([0, -8_000, 8_000.5, Number.NaN, 1e9])('%d Hz is no sample rate', (rate) => {
  expect(() => resample(new Int16Array(1), rate, 8_000)).toThrow(RangeError);
});

test('a ratio that would need an endless filter is refused', () => {
  expect(() => resample(new Int16Array(1), 44_101, 8_000)).toThrow(/too odd a ratio/);
});
