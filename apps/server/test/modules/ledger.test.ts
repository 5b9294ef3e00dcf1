import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billableUnits, chooseFunding, reserve, settle } from '../../src/modules/ledger/index.ts';
import { priceFor } from '../../src/modules/pricing/index.ts';
import { checkFrequency } from '../../src/modules/quotas/index.ts';

const cash = (available: bigint) => ({ ledgerAccount: 'cash', commodity: 'CNY', available });
const pack = (id: string, available: bigint, expiresAt: number) => ({
  ledgerAccount: `package:${id}`,
  commodity: 'notice.random',
  available,
  expiresAt,
});

describe('who pays', () => {
  test('3.6 the fitting package that expires first', () => {
    const funding = chooseFunding([pack('b', 5n, 200), cash(99n), pack('a', 5n, 100)], 2n, 10n);
    expect(funding).toEqual({
      ledgerAccount: 'package:a',
      commodity: 'notice.random',
      unitPrice: 1n,
      reserved: 2n,
    });
  });

  test('3.6 a package that does not cover all of it is passed over', () => {
    expect(chooseFunding([pack('a', 1n, 100), pack('b', 2n, 200)], 2n, 10n)?.ledgerAccount).toBe('package:b');
    expect(chooseFunding([pack('a', 1n, 100), cash(20n)], 2n, 10n)).toMatchObject({
      ledgerAccount: 'cash',
      reserved: 20n,
    });
  });

  test('3.6 nothing pays when neither covers it, or there is no price', () => {
    expect(chooseFunding([cash(19n)], 2n, 10n)).toBeUndefined();
    expect(chooseFunding([cash(19n)], 2n, undefined)).toBeUndefined();
  });

  test('3.1 the longest prefix of the called number has the price', () => {
    const book = [
      { purpose: 1, groupType: 1, prefix: '+86', amount: 1n },
      { purpose: 1, groupType: 1, prefix: '+8621', amount: 2n },
      { purpose: 2, groupType: 1, prefix: '+86213', amount: 3n },
    ];
    const wanted = { purpose: 1, groupType: 1 };
    expect(priceFor(book, { ...wanted, calledNumber: '+862131234567' })).toBe(2n);
    expect(priceFor(book, { ...wanted, calledNumber: '+8613800000200' })).toBe(1n);
    expect(priceFor(book, { ...wanted, calledNumber: '+1' })).toBeUndefined();
  });
});

describe('two phases', () => {
  test('charge and release are the reservation, for every charge within it', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10_000n), fc.bigInt(0n, 10_000n), (a, b) => {
        const [charge, reserved] = a < b ? [a, b] : [b, a];
        const funding = { ledgerAccount: 'cash', commodity: 'CNY', unitPrice: 1n, reserved };
        const sum = (kind: string) =>
          [...reserve('a', 's', funding), ...settle('a', 's', funding, charge)]
            .filter((transfer) => transfer.kind === kind)
            .reduce((total, transfer) => total + transfer.amount, 0n);
        expect(sum('reserve')).toBe(reserved);
        expect(sum('charge')).toBe(charge);
        expect(sum('charge') + sum('release')).toBe(reserved);
      }),
    );
  });

  test('a charge above the reservation is refused as a fault of the caller', () => {
    const funding = { ledgerAccount: 'cash', commodity: 'CNY', unitPrice: 1n, reserved: 5n };
    expect(() => settle('a', 's', funding, 6n)).toThrow(RangeError);
  });

  test.each([
    [1, true, 500, 1n],
    [1, true, 180_000, 1n],
    [1, false, 0, 0n],
    [2, true, 0, 1n],
    [2, true, 60_000, 1n],
    [2, true, 60_001, 2n],
    [2, false, 0, 0n],
  ])('3.1 purpose %i, answered %s, %i ms of talk: %s units', (purpose, answered, talkMs, units) => {
    expect(billableUnits(purpose, answered, talkMs)).toBe(units);
  });
});

describe('frequency', () => {
  const minute = 60_000;

  test('1 a minute: the second waits until the first is a minute old', () => {
    expect(checkFrequency([0], minute - 1)).toMatchObject({ ok: false, retryAt: minute });
    expect(checkFrequency([0], minute)).toMatchObject({ ok: true });
  });

  test('5 an hour and 20 a day: told is the time at which every limit allows it', () => {
    const five = [44, 33, 22, 11, 0].map((at) => at * minute);
    expect(checkFrequency(five, 45 * minute)).toMatchObject({ ok: false, retryAt: 60 * minute });
    const twenty = Array.from({ length: 20 }, (_, index) => (19 - index) * 30 * minute);
    expect(checkFrequency(twenty, 11 * 60 * minute)).toMatchObject({ ok: false, retryAt: 24 * 60 * minute });
  });

  test('never more than the limit within any span, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 * minute }), { maxLength: 200 }), (gaps) => {
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (checkFrequency([...taken].reverse(), now).ok) taken.push(now);
        }
        for (const [count, span] of [
          [1, minute],
          [5, 60 * minute],
          [20, 1440 * minute],
        ] as const) {
          for (const end of taken) {
            expect(taken.filter((at) => at <= end && at > end - span).length).toBeLessThanOrEqual(count);
          }
        }
      }),
    );
  });
});
