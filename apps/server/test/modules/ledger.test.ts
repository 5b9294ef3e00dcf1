import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billableUnits, chooseFunding, reserve, settle } from '../../src/modules/ledger/index.ts';

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
});

describe('two phases', () => {
  test('3.4 charge and release are the reservation, for every charge within it', () => {
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

  test('3.6 a charge above the reservation is refused as a fault of the caller', () => {
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
