import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkFrequency,
  DEFAULT_LIMITS,
  LONGEST_SPAN_MS,
  largestCount,
} from '../../src/modules/quotas/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** `count` sends, `gap` apart, the newest at 0, newest first. */
const sends = (count: number, gap: number) => Array.from({ length: count }, (_, index) => -index * gap);

describe('rules: how often one customer may ring one callee', () => {
  test.each([
    ['rules: the first', [], 0, undefined],
    ['rules: 1 a minute: not a moment before', sends(1, 0), MINUTE - 1, MINUTE],
    ['rules: 1 a minute: then', sends(1, 0), MINUTE, undefined],
    ['rules: 5 an hour: the fifth', sends(4, 2 * MINUTE), MINUTE, undefined],
    [
      'rules: 5 an hour: the sixth waits for the first to be an hour old',
      sends(5, 2 * MINUTE),
      MINUTE,
      52 * MINUTE,
    ],
    ['rules: 5 an hour: then', sends(5, 2 * MINUTE), 52 * MINUTE, undefined],
    ['rules: 20 a day: the twentieth', sends(19, HOUR), HOUR, undefined],
    ['rules: 20 a day: the next waits for the first to be a day old', sends(20, HOUR), HOUR, DAY - 19 * HOUR],
    ['rules: 20 a day: then', sends(20, HOUR), DAY - 19 * HOUR, undefined],
  ])('%s', (_title, recent, now, retryAt) => {
    expect(checkFrequency(recent, now)).toMatchObject(
      retryAt === undefined ? { ok: true, used: recent.length } : { ok: false, retryAt },
    );
  });

  test('rules: told is the time at which every limit allows it, and then it is allowed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 * HOUR }), { maxLength: 30 }),
        fc.nat(HOUR),
        (gaps, wait) => {
          let at = 0;
          const recent = gaps.map((gap) => {
            at -= gap;
            return at;
          });
          const verdict = checkFrequency(recent, wait);
          if (verdict.ok) return;
          expect(verdict.retryAt).toBeGreaterThan(wait);
          expect(checkFrequency(recent, verdict.retryAt).ok).toBe(true);
          expect(checkFrequency(recent, verdict.retryAt - 1).ok).toBe(false);
        },
      ),
    );
  });

  test('rules: the limits are those that are set', () => {
    const set = [{ count: 2, spanMs: 10 * MINUTE }];
    expect(checkFrequency(sends(1, MINUTE), 1, set).ok).toBe(true);
    expect(checkFrequency(sends(2, MINUTE), 1, set)).toMatchObject({ ok: false, retryAt: 9 * MINUTE });
  });

  test('rules: a send that a clock ahead of ours dated into the future counts', () => {
    expect(checkFrequency([5000], 0)).toMatchObject({ ok: false, retryAt: 65_000 });
  });

  test('rules: never more than the limit within any span, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 * MINUTE }), { maxLength: 200 }), (gaps) => {
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (checkFrequency([...taken].reverse(), now).ok) taken.push(now);
        }
        for (const [count, span] of [
          [1, MINUTE],
          [5, HOUR],
          [20, DAY],
        ] as const) {
          for (const end of taken) {
            expect(taken.filter((at) => at <= end && at > end - span).length).toBeLessThanOrEqual(count);
          }
        }
      }),
    );
  });

  test('product: what must be known of the past is the widest limit', () => {
    expect(Math.max(...DEFAULT_LIMITS.map(({ spanMs }) => spanMs))).toBe(LONGEST_SPAN_MS);
    const notices = [{ count: 30, spanMs: DAY }];
    expect(largestCount({ 1: DEFAULT_LIMITS, 2: DEFAULT_LIMITS })).toBe(20);
    expect(largestCount({ 1: DEFAULT_LIMITS, 2: notices })).toBe(30);
  });
});
