import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrder, expireOrders } from '../../../src/flow/money/cancel-order.ts';
import { beginPayment, confirmPayment, type PaymentWord } from '../../../src/flow/money/confirm-payment.ts';
import { payFromBalance } from '../../../src/flow/money/pay-order.ts';
import { orderPackage, orderTopUp, type PackageWish } from '../../../src/flow/money/place-order.ts';
import type { NotifyDeps } from '../../../src/flow/notices/notify.ts';
import {
  balanceOf,
  CASH,
  couponAccount,
  listPackages,
  REVENUE,
  verifyLedger,
} from '../../../src/modules/ledger/index.ts';
import { findOrder } from '../../../src/modules/orders/index.ts';
import { type Jobs, startJobs } from '../../../src/platform/jobs.ts';
import { openAccount, openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { giveCoupon, openShop } from '../../support/shop.ts';

const ORDER_PAY_MS = 24 * 3_600_000;
const PRICE = 7_500_000n;
const YUAN = 10_000n;

let db: TestDatabase;
let deps: Parameters<typeof orderPackage>[0] & NotifyDeps;
let jobs: Jobs;
let accounts = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  jobs = await startJobs(db.sql, { role: 'client', log: memoryLog() });
  deps = { ...db, jobs };
  await openShop(db);
});
afterAll(async () => {
  expect(await verifyLedger(db.sql)).toEqual([]);
  await jobs.stop();
  await db.drop();
});

async function account(cash = 0n): Promise<string> {
  const accountId = `o${accounts++}`;
  await openAccount(db, accountId, cash > 0n ? { cash } : {});
  return accountId;
}

const wish = (accountId: string, change: Partial<PackageWish> = {}): PackageWish => ({
  accountId,
  by: 'member:m',
  purpose: 1,
  groupType: 1,
  quantity: 10_000n,
  count: 1,
  couponId: undefined,
  agreed: true,
  ...change,
});
const balance = (accountId: string, name = CASH) => balanceOf(db.sql, accountId, name);
const units = async (accountId: string) =>
  (await listPackages(db.sql, accountId, new Date(db.clock.now()))).map(({ available }) => available);

describe('packages', () => {
  test('3.6 an order that is paid from the balance is charged and delivered at once', async () => {
    const accountId = await account(3n * PRICE);
    const order = await orderPackage(deps, wish(accountId, { count: 2 }));
    expect(order).toMatchObject({ state: 'unpaid', amount: 2n * PRICE });
    expect(await units(accountId)).toEqual([]);
    expect(await payFromBalance(deps, order)).toMatchObject({ state: 'paid' });
    expect(await units(accountId)).toEqual([20_000n]);
    expect(await balance(accountId)).toBe(PRICE);
    expect(await balance(accountId, REVENUE)).toBe(2n * PRICE);
    const [owned] = await listPackages(db.sql, accountId, new Date(db.clock.now()));
    expect(owned?.expiresAt.toISOString()).toBe('2027-03-10T02:00:00.000Z');
  });

  test('3.7 an order is not taken without the word that packages are not refunded', async () => {
    const accountId = await account(PRICE);
    await expect(orderPackage(deps, wish(accountId, { agreed: false }))).rejects.toMatchObject({
      name: 'PACKAGE_TERMS_NOT_ACCEPTED',
    });
  });

  test.each([
    ['a size that is not offered', { quantity: 10_001n }],
    ['a group that has none', { groupType: 2 as const }],
    ['none of it', { count: 0 }],
    ['too many', { count: 101 }],
  ])('3.1 %s is refused, and nothing is written', async (_what, change) => {
    const accountId = await account(PRICE);
    await expect(orderPackage(deps, wish(accountId, change))).rejects.toMatchObject({
      name: 'PACKAGE_UNKNOWN',
    });
    const [count] = await db.sql<{ n: number }[]>`
      SELECT count(*)::int AS n FROM orders WHERE account_id = ${accountId}`;
    expect(count?.n).toBe(0);
  });

  test('3.6 what the balance does not cover is refused; the order stays, and is paid after a top-up', async () => {
    const accountId = await account(PRICE - 1n);
    const order = await orderPackage(deps, wish(accountId));
    await expect(payFromBalance(deps, order)).rejects.toMatchObject({ name: 'BALANCE_INSUFFICIENT' });
    expect(await units(accountId)).toEqual([]);
    await topUp(accountId, YUAN);
    await payFromBalance(deps, order);
    expect(await units(accountId)).toEqual([10_000n]);
  });

  test('3.6 sixteen who pay one order at once pay it once', async () => {
    const accountId = await account(20n * PRICE);
    const order = await orderPackage(deps, wish(accountId));
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => payFromBalance(deps, order)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balance(accountId)).toBe(19n * PRICE);
    expect(await units(accountId)).toEqual([10_000n]);
  });

  test('4.3.1 nobody pays, cancels or sees another account’s order', async () => {
    const order = await orderPackage(deps, wish(await account(PRICE)));
    const other = { accountId: await account(PRICE), orderId: order.orderId };
    const unknown = { name: 'ORDER_UNKNOWN' };
    await expect(payFromBalance(deps, other)).rejects.toMatchObject(unknown);
    await expect(cancelOrder(deps, other)).rejects.toMatchObject(unknown);
    await expect(beginPayment(deps, { ...other, provider: 'bank-transfer' })).rejects.toMatchObject(unknown);
    expect(await findOrder(db.sql, other.accountId, other.orderId)).toBeUndefined();
  });
});

describe('coupons', () => {
  test('3.5 one coupon is taken off an order, and the rest paid from the balance', async () => {
    const accountId = await account(PRICE);
    await giveCoupon(db, { accountId, couponId: 'c', amount: 100n * YUAN });
    const order = await orderPackage(deps, wish(accountId, { couponId: 'c' }));
    await payFromBalance(deps, order);
    expect(await balance(accountId, couponAccount('c'))).toBe(0n);
    expect(await balance(accountId)).toBe(100n * YUAN);
    expect(await balance(accountId, REVENUE)).toBe(PRICE);
  });

  test('3.5 a coupon worth more than the order keeps the rest', async () => {
    const accountId = await account();
    await giveCoupon(db, { accountId, couponId: 'c', amount: PRICE + 5n });
    await payFromBalance(deps, await orderPackage(deps, wish(accountId, { couponId: 'c' })));
    expect(await balance(accountId, couponAccount('c'))).toBe(5n);
    expect(await units(accountId)).toEqual([10_000n]);
  });

  test.each([
    ['that has expired', { livesMs: 1 }, 'has expired'],
    ['for messages only', { scope: ['usage' as const] }, 'does not pay for packages'],
    ['for another purpose', { purposes: [2] }, 'another purpose'],
  ])('3.5 a coupon %s is refused', async (_what, change, problem) => {
    const accountId = await account(PRICE);
    await giveCoupon(db, { accountId, couponId: 'c', amount: YUAN, ...change });
    db.clock.advance(2);
    await expect(orderPackage(deps, wish(accountId, { couponId: 'c' }))).rejects.toMatchObject({
      name: 'COUPON_UNUSABLE',
      message: expect.stringContaining(problem),
    });
  });

  test('3.5 a coupon that another order used meanwhile no longer pays, and nothing is taken', async () => {
    const accountId = await account(3n * PRICE);
    await giveCoupon(db, { accountId, couponId: 'c', amount: YUAN });
    const first = await orderPackage(deps, wish(accountId, { couponId: 'c' }));
    const second = await orderPackage(deps, wish(accountId, { couponId: 'c' }));
    await payFromBalance(deps, first);
    await expect(payFromBalance(deps, second)).rejects.toMatchObject({ name: 'COUPON_UNUSABLE' });
    expect(await balance(accountId)).toBe(2n * PRICE + YUAN);
  });

  test('4.3.1 another account’s coupon is unknown', async () => {
    const owner = await account();
    await giveCoupon(db, { accountId: owner, couponId: 'mine', amount: YUAN });
    await expect(orderPackage(deps, wish(await account(), { couponId: 'mine' }))).rejects.toMatchObject({
      name: 'COUPON_UNKNOWN',
    });
  });
});

describe('payments from outside', () => {
  test('3.6 a provider’s word brings the money in and pays the order, once however often it comes', async () => {
    const accountId = await account();
    const order = await orderPackage(deps, wish(accountId));
    const word = await begin(order);
    const results = await Promise.all(Array.from({ length: 8 }, () => confirmPayment(deps, word)));
    expect(results.filter((result) => result === 'delivered')).toHaveLength(1);
    expect(results.filter((result) => result === 'known')).toHaveLength(7);
    expect(await units(accountId)).toEqual([10_000n]);
    expect(await balance(accountId)).toBe(0n);
  });

  test('3.6 a top-up is the balance’s', async () => {
    const accountId = await account();
    await topUp(accountId, 12n * YUAN);
    expect(await balance(accountId)).toBe(12n * YUAN);
  });

  test('3.6 money for an order that is over stays in the balance', async () => {
    const accountId = await account();
    const order = await orderPackage(deps, wish(accountId));
    const word = await begin(order);
    await cancelOrder(deps, order);
    expect(await confirmPayment(deps, word)).toBe('kept-as-balance');
    expect(await balance(accountId)).toBe(PRICE);
    expect(await units(accountId)).toEqual([]);
  });

  test('3.6 a payment that failed brings nothing, and the order can be paid again', async () => {
    const accountId = await account();
    const order = await orderPackage(deps, wish(accountId));
    expect(await confirmPayment(deps, { ...(await begin(order)), succeeded: false })).toBe('failed');
    expect(await balance(accountId)).toBe(0n);
    expect(await confirmPayment(deps, await begin(order))).toBe('delivered');
  });

  test('3.6 a payment that failed and was then made all the same is the customer’s money, once', async () => {
    const accountId = await account();
    const order = await orderPackage(deps, wish(accountId));
    const word = await begin(order);
    const declined = { ...word, providerRef: 'declined', succeeded: false };
    expect(await confirmPayment(deps, declined)).toBe('failed');
    expect(await confirmPayment(deps, declined)).toBe('known');
    expect(await confirmPayment(deps, word)).toBe('delivered');
    for (const late of [word, declined]) expect(await confirmPayment(deps, late)).toBe('known');
    expect(await units(accountId)).toEqual([10_000n]);
    expect(await balance(accountId)).toBe(0n);
  });

  test('3.6 who asks again how to pay gets the same payment, until it has failed', async () => {
    const order = await orderTopUpOf(await account());
    const words = await Promise.all(Array.from({ length: 8 }, () => begin(order)));
    const [first, ...others] = [...new Set(words.map(({ paymentId }) => paymentId))];
    expect(others).toEqual([]);
    const failed = { provider: 'bank-transfer', paymentId: first ?? '', providerRef: db.newId() };
    await confirmPayment(deps, { ...failed, succeeded: false, amount: YUAN });
    expect((await begin(order)).paymentId).not.toBe(first);
  });

  test('3.6 money that comes in twice for one payment is told, and not passed over', async () => {
    const accountId = await account();
    const word = await begin(await orderTopUpOf(accountId));
    await confirmPayment(deps, word);
    const twice = confirmPayment(deps, { ...word, providerRef: 'the-second-one' });
    await expect(twice).rejects.toMatchObject({
      name: 'PAYMENT_TAKEN_BEFORE',
      details: { reference: 'the-second-one', taken: word.providerRef },
    });
    expect(await balance(accountId)).toBe(YUAN);
  });

  test('3.6 another amount, another provider and an unknown payment are refused, and nothing comes in', async () => {
    const accountId = await account();
    const word = await begin(await orderPackage(deps, wish(accountId)));
    await expect(confirmPayment(deps, { ...word, amount: word.amount - 1n })).rejects.toMatchObject({
      name: 'PAYMENT_MISMATCH',
    });
    for (const other of [{ provider: 'sandbox' }, { paymentId: db.newId() }]) {
      await expect(confirmPayment(deps, { ...word, ...other })).rejects.toMatchObject({
        name: 'PAYMENT_UNKNOWN',
      });
    }
    expect(await balance(accountId)).toBe(0n);
  });

  test('3.6 one reference of the provider’s counts once, also under two payments', async () => {
    const accountId = await account();
    const [first, second] = [
      await begin(await orderTopUpOf(accountId)),
      await begin(await orderTopUpOf(accountId)),
    ];
    await confirmPayment(deps, first);
    const again = confirmPayment(deps, { ...second, providerRef: first.providerRef });
    await expect(again).rejects.toMatchObject({ name: 'PAYMENT_REFERENCE_USED' });
    expect(await balance(accountId)).toBe(YUAN);
  });

  test.each([0n, 9999n, 10_050n, 10_000_000n * 10_000n + 100n])(
    '3.6 a top-up of %s units is refused',
    async (amount) => {
      const accountId = await account();
      await expect(orderTopUp(deps, { accountId, by: 'm', amount })).rejects.toMatchObject({
        name: 'TOP_UP_AMOUNT_INVALID',
      });
    },
  );
});

test('product: an account has a hundred unpaid orders at most, however many are placed at once', async () => {
  const accountId = await account();
  const placed = await Promise.allSettled(Array.from({ length: 104 }, () => orderTopUpOf(accountId)));
  const refused = placed.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(refused[0]).toMatchObject({ reason: { name: 'COUNT_LIMIT' } });
  const [first] = placed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  await cancelOrder(deps, { accountId, orderId: first?.orderId ?? '' });
  await orderTopUpOf(accountId);
  db.clock.advance(ORDER_PAY_MS);
  await orderTopUpOf(accountId);
});

test('3.6 an order that is not paid in its time expires, and is not paid any more', async () => {
  const accountId = await account(PRICE);
  const order = await orderPackage(deps, wish(accountId));
  db.clock.advance(ORDER_PAY_MS - 1);
  await expireOrders(deps);
  expect(await findOrder(db.sql, accountId, order.orderId)).toMatchObject({ state: 'unpaid' });
  db.clock.advance(1);
  await expect(payFromBalance(deps, order)).rejects.toMatchObject({ name: 'ORDER_OVER' });
  expect(await expireOrders(deps)).toBeGreaterThan(0);
  expect(await findOrder(db.sql, accountId, order.orderId)).toMatchObject({ state: 'expired' });
  expect(await balance(accountId)).toBe(PRICE);
});

const orderTopUpOf = (accountId: string, amount = YUAN) => orderTopUp(deps, { accountId, by: 'm', amount });

async function begin(order: { accountId: string; orderId: string }): Promise<PaymentWord> {
  const provider = 'bank-transfer';
  const begun = await beginPayment(deps, { ...order, provider });
  if (!begun) throw new Error('nothing is due');
  const { paymentId, amount } = begun;
  return { provider, paymentId, providerRef: db.newId(), succeeded: true, amount };
}

async function topUp(accountId: string, amount: bigint): Promise<void> {
  expect(await confirmPayment(deps, await begin(await orderTopUpOf(accountId, amount)))).toBe('delivered');
}
