import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fairExpiry, type Waiting, type Window } from '../../src/modules/messages/index.ts';

const waiting = (change: Partial<Waiting> = {}): Waiting => ({
  purpose: 2,
  allDay: true,
  dueAt: 0,
  expiresAt: 100,
  creditedUntil: undefined,
  ...change,
});

/** By counting: each unit of time in which no window is open takes one from the life. */
function byCounting({ dueAt, expiresAt, creditedUntil = 0 }: Waiting, windows: readonly Window[]): number {
  const from = Math.max(dueAt, creditedUntil);
  let left = expiresAt - from;
  let at = from;
  while (left > 0) {
    if (!windows.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)) left--;
    at++;
  }
  return at;
}

describe('5.1 a message gets back the time that maintenance took', () => {
  test('5.1 a window within its life makes it longer by as much', () => {
    expect(fairExpiry(waiting(), [{ startsAt: 90, endsAt: 150 }])).toBe(160);
  });

  test('5.1 what was over before it was due, or began after its end, is no loss', () => {
    expect(fairExpiry(waiting({ dueAt: 50 }), [{ startsAt: 10, endsAt: 50 }])).toBe(100);
    expect(fairExpiry(waiting(), [{ startsAt: 100, endsAt: 200 }])).toBe(100);
  });

  test('5.1 what was given back once is not given back again', () => {
    const windows = [{ startsAt: 90, endsAt: 150 }];
    expect(fairExpiry(waiting({ expiresAt: 160, creditedUntil: 150 }), windows)).toBe(160);
  });

  test('5.1 a code, and a message with hours of its own, end at their time', () => {
    const windows = [{ startsAt: 90, endsAt: 150 }];
    expect(fairExpiry(waiting({ purpose: 1 }), windows)).toBe(100);
    expect(fairExpiry(waiting({ allDay: false }), windows)).toBe(100);
  });

  test('5.1 for any windows, overlapping or not, it is what counting the open time says', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }))
      .map(([startsAt, length]) => ({ startsAt, endsAt: startsAt + length }));
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 6 }),
        fc.integer({ min: 0, max: 80 }),
        fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
        (windows, dueAt, creditedUntil) => {
          const sorted = windows.sort((a, b) => a.startsAt - b.startsAt);
          const message = waiting({ dueAt, creditedUntil });
          expect(fairExpiry(message, sorted)).toBe(byCounting(message, sorted));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
