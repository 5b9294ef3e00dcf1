import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { priceFor, pricesInForce, publishPriceBook } from '../../src/modules/pricing/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const price = (prefix: string, amount: bigint, purpose = 1, groupType = 1, stepSeconds = 0) => ({
  prefix,
  amount,
  purpose,
  groupType,
  stepSeconds,
});

describe('of one number', () => {
  const book = [
    price('+86', 1n),
    price('+8621', 2n),
    price('+862', 3n),
    price('+86213', 4n, 2),
    price('+86', 5n, 1, 2),
  ];
  test.each([
    ['3.1 the longest prefix', 1, 1, '+862131234567', 2n],
    ['3.1 whatever the order of the rows', 1, 1, '+862031234567', 3n],
    ['3.1 the country, where nothing longer fits', 1, 1, '+8613800000200', 1n],
    ['3.1 another purpose has its own', 2, 1, '+862131234567', 4n],
    ['3.1 another group has its own', 1, 2, '+862131234567', 5n],
    ['3.2 no row, no price', 2, 1, '+8613800000200', undefined],
    ['3.2 another country has none', 1, 1, '+14155550100', undefined],
  ])('%s', (_title, purpose, groupType, calledNumber, amount) => {
    expect(priceFor(book, { purpose, groupType, calledNumber })?.amount).toBe(amount);
  });
});

describe('of one time', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
    for (const [version, effectiveAt, amount] of [
      [1, 1000, 10n],
      [2, 5000, 20n],
      [3, 3000, 30n],
      [4, 5000, 40n],
    ] as const) {
      await publishPriceBook(db.sql, {
        version,
        announcedAt: new Date(0),
        effectiveAt: new Date(effectiveAt),
        prices: [price('+86', amount)],
      });
    }
  });
  afterAll(() => db.drop());

  test.each([
    ['before the first version there is none', 999, []],
    ['from its very moment', 1000, [10n]],
    ['until the moment before the next', 2999, [10n]],
    ['the next, though its number is higher than a later one', 3000, [30n]],
    ['of two for one moment, the later version', 5000, [40n]],
  ])('3.2 the version in force: %s', async (_title, at, amounts) => {
    expect((await pricesInForce(db.sql, new Date(at))).map(({ amount }) => amount)).toEqual(amounts);
  });

  test('3.2 a version that was published is not changed by publishing it again', async () => {
    await publishPriceBook(db.sql, {
      version: 1,
      announcedAt: new Date(0),
      effectiveAt: new Date(0),
      prices: [price('+86', 99n), price('+1', 99n)],
    });
    expect(await pricesInForce(db.sql, new Date(1000))).toEqual([price('+86', 10n)]);
    expect(await pricesInForce(db.sql, new Date(0))).toEqual([]);
  });

  test('3.1 a row says what its unit is: a message, or a started step of 6 or 60 seconds', async () => {
    const prices = [0, 6, 60].map((stepSeconds, index) => price(`+8${index}`, 1n, 2, 1, stepSeconds));
    const at = new Date(9000);
    await publishPriceBook(db.sql, { version: 9, announcedAt: at, effectiveAt: at, prices });
    expect(await pricesInForce(db.sql, at)).toEqual(expect.arrayContaining(prices));
  });
});
