import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  billableUnits,
  chooseFunding,
  countOf,
  type Purse,
  reserve,
  settle,
  type UnitPrice,
} from '../../src/modules/ledger/index.ts';

const cash = (available: bigint) => ({ ledgerAccount: 'cash', commodity: 'CNY', available });
const pack = (id: string, available: bigint, expiresAt: number) => ({
  ledgerAccount: `package:${id}`,
  commodity: 'notice.random',
  available,
  expiresAt,
});
const coupon = (id: string, available: bigint, expiresAt: number, purposes = [1, 2]) => ({
  ledgerAccount: `coupon:${id}`,
  commodity: 'CNY',
  available,
  expiresAt,
  purposes,
});
/** A notice of up to two minutes; by money ten units of 10⁻⁴ yuan a minute. */
const NOTICE = { purpose: 2, groupType: 1, maxTalkSeconds: 90 };
const PRICE = { amount: 10n, stepSeconds: 60 };
const pays = (purses: Purse[], price: UnitPrice | undefined = PRICE) =>
  chooseFunding(purses, NOTICE, price)?.parts.map(({ ledgerAccount, amount }) => [ledgerAccount, amount]);

describe('who pays', () => {
  test('3.6 the fitting package that expires first', () => {
    const funding = chooseFunding([pack('b', 5n, 200), cash(99n), pack('a', 5n, 100)], NOTICE, PRICE);
    expect(funding).toEqual({
      commodity: 'notice.random',
      unitPrice: 1n,
      stepSeconds: 60,
      reserved: 2n,
      parts: [{ ledgerAccount: 'package:a', amount: 2n }],
    });
  });

  test('3.6 a package that does not cover all of it is passed over, and so is one of another kind', () => {
    expect(pays([pack('a', 1n, 100), pack('b', 2n, 200)])).toEqual([['package:b', 2n]]);
    expect(pays([pack('a', 1n, 100), cash(20n)])).toEqual([['cash', 20n]]);
    expect(pays([{ ...pack('a', 5n, 100), commodity: 'notice.exclusive' }, cash(20n)])).toEqual([
      ['cash', 20n],
    ]);
  });

  test('3.5 coupons pay before the balance, the soonest to expire first, and the balance what is missing', () => {
    const purses = [cash(99n), coupon('late', 99n, 300), coupon('soon', 7n, 100), coupon('empty', 0n, 50)];
    expect(pays(purses)).toEqual([
      ['coupon:soon', 7n],
      ['coupon:late', 13n],
    ]);
    expect(pays([cash(99n), coupon('soon', 7n, 100)])).toEqual([
      ['coupon:soon', 7n],
      ['cash', 13n],
    ]);
  });

  test('3.5 a coupon for another purpose does not pay, and packages pay before coupons', () => {
    expect(pays([coupon('codes', 99n, 100, [1]), cash(20n)])).toEqual([['cash', 20n]]);
    expect(pays([coupon('any', 99n, 1), pack('a', 2n, 100)])).toEqual([['package:a', 2n]]);
  });

  test('3.6 nothing pays when all together do not cover it, or there is no price', () => {
    expect(pays([cash(12n), coupon('a', 7n, 100)])).toBeUndefined();
    expect(chooseFunding([cash(99n)], NOTICE, undefined)).toBeUndefined();
  });

  test.each([
    [0, 10n],
    [6, 150n],
    [60, 20n],
  ])('3.1 steps of %i s: the reservation covers the longest talk of 90 s', (stepSeconds, reserved) => {
    const funding = chooseFunding([cash(999n)], NOTICE, { amount: 10n, stepSeconds });
    expect(funding).toMatchObject({ reserved, stepSeconds });
  });

  test('3.1 what is free moves nothing', () => {
    const funding = chooseFunding([], NOTICE, { amount: 0n, stepSeconds: 60 });
    expect(funding).toMatchObject({ reserved: 0n, parts: [] });
  });
});

describe('two phases', () => {
  const money = (...amounts: bigint[]) => ({
    commodity: 'CNY',
    unitPrice: 1n,
    stepSeconds: 0,
    reserved: amounts.reduce((sum, amount) => sum + amount, 0n),
    parts: amounts.map((amount, index) => ({ ledgerAccount: `purse:${index}`, amount })),
  });

  test('3.4 charge and release are the reservation, part by part, for every charge within it', () => {
    const parts = fc.array(fc.bigInt(1n, 10_000n), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, fc.nat(100), (amounts, percent) => {
        const funding = money(...amounts);
        const charge = (funding.reserved * BigInt(percent)) / 100n;
        const transfers = [...reserve('a', 's', funding), ...settle('a', 's', funding, charge)];
        const sum = (kind: string, part?: number) =>
          transfers
            .filter((transfer) => transfer.kind === kind && (part ?? transfer.part) === transfer.part)
            .reduce((total, transfer) => total + transfer.amount, 0n);
        expect(sum('reserve')).toBe(funding.reserved);
        expect(sum('charge')).toBe(charge);
        for (const [part, amount] of amounts.entries()) {
          expect(sum('charge', part) + sum('release', part)).toBe(amount);
        }
        const keys = transfers.map(({ kind, part }) => `${kind} ${part}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test('3.5 a charge takes all of the first part before the next', () => {
    const charged = settle('a', 's', money(5n, 10n), 7n).map(({ kind, debit, amount }) => [
      kind,
      debit,
      amount,
    ]);
    expect(charged).toEqual([
      ['charge', 'purse:0:held', 5n],
      ['charge', 'purse:1:held', 2n],
      ['release', 'purse:1:held', 8n],
    ]);
  });

  test('3.6 a charge above the reservation is refused as a fault of the caller', () => {
    expect(() => settle('a', 's', money(5n), 6n)).toThrow(RangeError);
  });

  test.each([
    [0, true, 500, 1n, 1],
    [0, true, 180_000, 1n, 1],
    [0, false, 0, 0n, 0],
    [60, true, 0, 1n, 1],
    [60, true, 60_000, 1n, 1],
    [60, true, 60_001, 2n, 2],
    [60, false, 0, 0n, 0],
    [6, true, 6000, 1n, 1],
    [6, true, 60_001, 11n, 2],
  ])(
    '3.1 steps of %i s, answered %s, %i ms of talk: %s units, counted as %i',
    (step, answered, talkMs, units, count) => {
      expect(billableUnits(step, answered, talkMs)).toBe(units);
      expect(countOf(step, units)).toBe(count);
    },
  );
});
