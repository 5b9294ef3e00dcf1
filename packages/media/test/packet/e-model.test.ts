import { describe, expect, test } from 'vitest';
import { mosOf, ratingOf } from '../../src/packet/e-model.ts';

const CALL = { codec: 'PCMA', delayMs: 0, lossRate: 0 } as const;

describe('ITU-T G.107', () => {
  test('G.107 B.4: the table of ratings and scores', () => {
    const scores = [0, 50, 60, 70, 80, 90, 93.2, 100].map(mosOf);
    expect(scores).toEqual([1, 2.58, 3.1, 3.6, 4.02, 4.34, 4.41, 4.5]);
  });

  test('G.107 3: without delay and loss a call of G.711 has 93.2, and up to 177.3 ms cost little', () => {
    expect(ratingOf(CALL)).toBe(93.2);
    expect(ratingOf({ ...CALL, delayMs: 100 })).toBeCloseTo(90.8, 5);
    expect(ratingOf({ ...CALL, delayMs: 277.3 })).toBeCloseTo(93.2 - 6.655 - 11, 2);
  });

  test('G.107 3.5: loss costs by Bpl: 1 % 3.6, 5 % 15.8', () => {
    expect(93.2 - ratingOf({ ...CALL, lossRate: 0.01 })).toBeCloseTo(95 / 26.1, 5);
    expect(93.2 - ratingOf({ ...CALL, lossRate: 0.05 })).toBeCloseTo((95 * 5) / 30.1, 5);
  });

  test('G.107.1: G.722 on the scale of wide band', () => {
    expect(mosOf(ratingOf({ ...CALL, codec: 'G722' }))).toBe(4.34);
  });

  test('more loss or delay never sounds better, and scores stay from 1 to 4.5', () => {
    for (const codec of ['PCMA', 'PCMU', 'G722'] as const) {
      let before = 5;
      for (let step = 0; step <= 100; step++) {
        const mos = mosOf(ratingOf({ codec, delayMs: step * 10, lossRate: step / 100 }));
        expect(mos).toBeLessThanOrEqual(before);
        expect(mos).toBeGreaterThanOrEqual(1);
        before = mos;
      }
    }
  });
});
