import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelOrder } from '../../../src/flow/money/cancel-order.ts';
import { chargeRents } from '../../../src/flow/money/charge-rents.ts';
import { endFunds } from '../../../src/flow/money/end-funds.ts';
import { forfeitBalance } from '../../../src/flow/money/forfeit-balance.ts';
import { compensate, grantCampaign } from '../../../src/flow/money/grant-coupon.ts';
import { readBills } from '../../../src/flow/money/read-bill.ts';
import { returnBalance } from '../../../src/flow/money/return-balance.ts';
import { watchAlarms } from '../../../src/flow/money/watch-alarms.ts';
import { saveAlarm } from '../../../src/modules/alarms/index.ts';
import {
  balanceOf,
  CASH,
  CNY,
  couponAccount,
  DAMAGES,
  EXTERNAL,
  findCoupon,
  listPackages,
  OWED,
  packageAccount,
  postTransfers,
  REVENUE,
  verifyLedger,
  writtenOffAccount,
} from '../../../src/modules/ledger/index.ts';
import { monthOf, monthStart, monthsLater } from '../../../src/platform/beijing-time.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { buy, spoken, topUp } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { answered } from '../../support/endings.ts';
import { told as toldOf } from '../../support/inbox.ts';
import { giveCoupon, openShop } from '../../support/shop.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;
const YUAN = 10_000n;
const PACKAGE = 750n * YUAN;

let world: World;
beforeAll(async () => {
  world = await openWorld();
  // A year ahead: packages live so long.
  await world.sql`CALL ensure_partitions(${new Date(TEN_IN_BEIJING)}, 14)`;
  await openShop(world);
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});
beforeEach(() => world.clock.set(TEN_IN_BEIJING));

const balance = (accountId: string, name: string) => balanceOf(world.sql, accountId, name);

const told = (accountId: string) => toldOf(world, accountId);
const kinds = async (accountId: string) => (await told(accountId)).map(([kind]) => kind);

describe('alarms', () => {
  test('3.6 one notice when the balance falls below, however often it is looked at, and again after it was above', async () => {
    const accountId = await world.account({ cash: 10_500n });
    await saveAlarm(world.sql, { accountId, commodity: CNY, threshold: 10_000n });
    expect(await watchAlarms(world)).toBe(0);
    await spoken(world, accountId, CODE_TEMPLATE, 1000);
    expect(await watchAlarms(world)).toBe(1);
    await spoken(world, accountId, CODE_TEMPLATE, 1000);
    expect(await watchAlarms(world)).toBe(0);
    expect(await told(accountId)).toEqual([
      ['alarm.balance-low', { threshold: '1.0000', available: '0.9500' }],
    ]);
    await topUp(world, accountId, 1500n);
    expect(await watchAlarms(world)).toBe(0);
    await spoken(world, accountId, CODE_TEMPLATE, 1000);
    expect(await watchAlarms(world)).toBe(1);
  });

  test('3.6 two who look at once tell once', async () => {
    const accountId = await world.account({ cash: 1n });
    await saveAlarm(world.sql, { accountId, commodity: CNY, threshold: 10n });
    await Promise.all([watchAlarms(world), watchAlarms(world), watchAlarms(world)]);
    expect(await kinds(accountId)).toEqual(['alarm.balance-low']);
  });

  test('3.6 packages are watched by kind; expired ones count for nothing', async () => {
    const accountId = await world.account({ codes: 3n });
    await saveAlarm(world.sql, { accountId, commodity: 'code.random', threshold: 3n });
    expect(await watchAlarms(world)).toBe(0);
    await spoken(world, accountId, CODE_TEMPLATE, 1000);
    expect(await watchAlarms(world)).toBe(1);
    expect((await told(accountId))[0]).toMatchObject([
      'alarm.package-low',
      { available: '2', threshold: '3' },
    ]);
    // Told a new threshold, it tells anew; and at the end nothing is left.
    await saveAlarm(world.sql, { accountId, commodity: 'code.random', threshold: 1n });
    expect(await watchAlarms(world)).toBe(0);
    world.clock.set(monthsLater(TEN_IN_BEIJING, 12) + DAY_MS);
    expect(await watchAlarms(world)).toBe(1);
  });
});

describe('packages', () => {
  test('3.7 a paid package is not cancelled: the answer is the clause', async () => {
    const accountId = await world.account({ cash: PACKAGE });
    const orderId = await buy(world, accountId);
    await expect(cancelOrder(world, { accountId, orderId })).rejects.toMatchObject({
      name: 'PACKAGE_NOT_REFUNDABLE',
      details: { packageId: orderId },
    });
    expect((await listPackages(world.sql, accountId, new Date(world.clock.now())))[0]?.available).toBe(
      10_000n,
    );
  });

  test('3.7 its end is told 30 and 7 days before, once each, and what is left then is written off', async () => {
    const accountId = await world.account({ cash: PACKAGE });
    const packageId = await buy(world, accountId);
    const end = monthsLater(TEN_IN_BEIJING, 12);
    world.clock.set(end - 30 * DAY_MS - 1);
    await endFunds(world);
    expect(await kinds(accountId)).toEqual([]);
    for (const ahead of [30, 20, 7, 1]) {
      world.clock.set(end - ahead * DAY_MS);
      await endFunds(world);
      await endFunds(world);
    }
    expect(await told(accountId)).toMatchObject([
      ['package.expires', { packageId, expiresAt: end, available: '10000' }],
      ['package.expires', { packageId }],
    ]);
    // One code is on its way when the package ends, and comes back unused.
    const message = await world.dialled(accountId);
    world.clock.set(end);
    await endFunds(world);
    expect(await balance(accountId, packageAccount(packageId))).toBe(0n);
    expect(await balance(accountId, writtenOffAccount('code.random'))).toBe(9999n);
    await world.settler.settle({ ...message, from: 'dialling', cause: { kind: 'no-answer' } });
    await endFunds(world);
    await endFunds(world);
    expect(await balance(accountId, writtenOffAccount('code.random'))).toBe(10_000n);
  });

  test('3.7 a service that was down is told of the last notice alone', async () => {
    const accountId = await world.account({ cash: PACKAGE });
    await buy(world, accountId);
    world.clock.set(monthsLater(TEN_IN_BEIJING, 12) - DAY_MS);
    await endFunds(world);
    expect(await kinds(accountId)).toEqual(['package.expires']);
  });
});

describe('coupons', () => {
  const campaign = (change: object = {}) => ({
    campaignId: 'spring',
    source: 'campaign' as const,
    amount: 10n * YUAN,
    scope: ['usage'] as const,
    purposes: [1, 2],
    expiresAt: new Date(TEN_IN_BEIJING + 30 * DAY_MS),
    reason: 'Spring',
    ...change,
  });
  const grant = (accounts: string[], change: object = {}) =>
    grantCampaign(world, campaign(change), accounts, 'finance');

  test('3.5 an account gets the coupon of a campaign once, whoever asks and however often', async () => {
    const [a, b] = [await world.account({}), await world.account({})];
    expect(await grant([a, a, 'nobody'])).toEqual({ granted: [a], known: [], unknown: ['nobody'] });
    expect(await grant([a, b])).toEqual({ granted: [b], known: [a], unknown: [] });
    await Promise.all([grant([a, b]), grant([b, a])]);
    expect(await balance(a, couponAccount('spring'))).toBe(10n * YUAN);
    expect(await told(a)).toMatchObject([['coupon.granted', { couponId: 'spring', amount: '10.0000' }]]);
  });

  test('3.5 a campaign keeps its terms', async () => {
    const accountId = await world.account({});
    await grant([accountId], { campaignId: 'terms' });
    for (const change of [{ amount: 11n * YUAN }, { scope: ['package'] }, { purposes: [1] }]) {
      await expect(grant([accountId], { campaignId: 'terms', ...change })).rejects.toMatchObject({
        name: 'CAMPAIGN_DIFFERS',
      });
    }
  });

  test.each([
    ['nothing', { amount: 0n }],
    ['a million and more', { amount: 1_000_001n * YUAN }],
    ['an end that is over', { expiresAt: new Date(TEN_IN_BEIJING) }],
    ['four years', { expiresAt: new Date(TEN_IN_BEIJING + 4 * 366 * DAY_MS) }],
    ['no use', { scope: [] }],
  ])('3.5 a coupon of %s is refused', async (_what, change) => {
    await expect(grant(['x'], { campaignId: 'bad', ...change })).rejects.toMatchObject({
      name: 'COUPON_TERMS_INVALID',
    });
  });

  test('3.3 a free trial tells its end and the prices that follow', async () => {
    const accountId = await world.account({});
    await grant([accountId], { campaignId: 'trial', source: 'trial', purposes: [1] });
    expect(await told(accountId)).toMatchObject([
      [
        'coupon.trial',
        {
          expiresAt: TEN_IN_BEIJING + 30 * DAY_MS,
          pricesEn: 'codes (random numbers) to +86: 0.1000 yuan a message',
        },
      ],
    ]);
  });

  test('3.5 its end is told a week before, once; then what is left is void, and what comes back later too', async () => {
    const accountId = await world.account({ cash: YUAN });
    await giveCoupon(world, { accountId, couponId: 'C', amount: 5000n, livesMs: 10 * DAY_MS });
    await spoken(world, accountId, CODE_TEMPLATE, 1000);
    world.clock.set(TEN_IN_BEIJING + 3 * DAY_MS - 1);
    await endFunds(world);
    expect(await kinds(accountId)).toEqual([]);
    world.clock.advance(1);
    await endFunds(world);
    await endFunds(world);
    expect(await told(accountId)).toMatchObject([['coupon.expires', { couponId: 'C', available: '0.4000' }]]);
    const message = await world.dialled(accountId);
    world.clock.set(TEN_IN_BEIJING + 10 * DAY_MS);
    await endFunds(world);
    expect(await balance(accountId, writtenOffAccount(CNY))).toBe(3000n);
    await world.settler.settle(answered(message, world.clock.now(), 1000));
    await endFunds(world);
    expect(await balance(accountId, writtenOffAccount(CNY))).toBe(3000n);
    expect(await balance(accountId, REVENUE)).toBe(2000n);
  });

  test('8.5 compensation of a month is at most its fees, all incidents together and however many ask at once', async () => {
    const accountId = await world.account({ cash: 10n * YUAN });
    for (let sent = 0; sent < 5; sent++) await spoken(world, accountId, CODE_TEMPLATE, 1000);
    const month = monthOf(TEN_IN_BEIJING);
    const expiresAt = new Date(TEN_IN_BEIJING + 90 * DAY_MS);
    const ask = (incidentId: string, amount: bigint) =>
      compensate(world, {
        accountId,
        incidentId,
        month,
        amount,
        expiresAt,
        reason: 'Outage',
        operatorId: 'finance',
      });
    expect(await ask('one', 3000n)).toEqual({ couponId: 'sla-one', amount: 3000n, cap: 5000n });
    // The same incident again is the same coupon.
    expect(await ask('one', 4000n)).toMatchObject({ amount: 3000n });
    const both = await Promise.allSettled([ask('two', 1500n), ask('three', 1500n)]);
    const given = both.map((one) => (one.status === 'fulfilled' ? one.value.amount : 0n));
    expect(given.reduce((a, b) => a + b)).toBe(2000n);
    await expect(ask('four', 1n)).rejects.toMatchObject({ name: 'COMPENSATION_EXHAUSTED' });
    expect(await findCoupon(world.sql, accountId, 'sla-one')).toMatchObject({
      source: 'compensation',
      grantedBy: 'finance',
      reason: 'Outage',
    });
  });
});

describe('forfeiture', () => {
  const forfeit = (accountId: string) =>
    forfeitBalance(world, { accountId, clause: '9.2', reason: 'Fraud', operatorId: 'finance' });

  test('9.2 the balance of an account that was terminated for breach becomes damages, once', async () => {
    const accountId = await world.account({ cash: YUAN });
    await expect(forfeit(accountId)).rejects.toMatchObject({ name: 'ACCOUNT_NOT_TERMINATED' });
    await expect(forfeit('nobody')).rejects.toMatchObject({ name: 'ACCOUNT_UNKNOWN' });
    await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = ${accountId}`;
    const both = await Promise.allSettled([forfeit(accountId), forfeit(accountId)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(forfeit(accountId)).rejects.toMatchObject({ name: 'NOTHING_TO_FORFEIT' });
    expect(await balance(accountId, DAMAGES)).toBe(YUAN);
    expect(await told(accountId)).toMatchObject([
      ['balance.forfeited', { amount: '1.0000', clause: '9.2', reason: 'Fraud' }],
    ]);
    const [bill] = await readBills(world, { accountId, from: undefined, to: undefined });
    expect(bill).toMatchObject({ forfeited: YUAN, closing: 0n });
  });
});

describe('what goes back when a service ends', () => {
  const giveBack = (accountId: string) =>
    returnBalance(world, { accountId, reference: 'B-1', reason: 'Service ended', operatorId: 'finance' });
  const ended = async (accountId: string, how: 'terminated' | 'refused') => {
    if (how === 'terminated') {
      await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = ${accountId}`;
    } else {
      const at = new Date(world.clock.now());
      await world.sql`UPDATE accounts SET service_ends_at = ${at} WHERE account_id = ${accountId}`;
    }
  };

  test.each(['terminated', 'refused'] as const)(
    '4.3.8 money that was paid in and not used goes back once the service has ended (%s), whole and once, and is told',
    async (how) => {
      const accountId = await world.account({ cash: 3n * YUAN });
      await spoken(world, accountId, CODE_TEMPLATE, 1000);
      await expect(giveBack(accountId)).rejects.toMatchObject({ name: 'SERVICE_NOT_ENDED' });
      await expect(giveBack('nobody')).rejects.toMatchObject({ name: 'ACCOUNT_UNKNOWN' });
      await ended(accountId, how);
      const left = await balance(accountId, CASH);
      const both = await Promise.allSettled([giveBack(accountId), giveBack(accountId)]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await expect(giveBack(accountId)).rejects.toMatchObject({ name: 'NOTHING_TO_RETURN' });
      expect(await balance(accountId, CASH)).toBe(0n);
      expect(await balance(accountId, EXTERNAL)).toBe(left - 3n * YUAN);
      expect(await told(accountId)).toMatchObject([['balance.returned', { reference: 'B-1' }]]);
      const [bill] = await readBills(world, { accountId, from: undefined, to: undefined });
      expect(bill).toMatchObject({ paidBack: left, forfeited: 0n, closing: 0n });
    },
  );

  test('12.3 before a refusal has taken effect nothing goes back', async () => {
    const accountId = await world.account({ cash: YUAN });
    await world.sql`
      UPDATE accounts SET service_ends_at = ${new Date(world.clock.now() + 1)} WHERE account_id = ${accountId}`;
    await expect(giveBack(accountId)).rejects.toMatchObject({ name: 'SERVICE_NOT_ENDED' });
    world.clock.set(world.clock.now() + 1);
    expect(await giveBack(accountId)).toBe(YUAN);
  });

  test('3.7 packages and coupons do not become money', async () => {
    const accountId = await world.account({ cash: PACKAGE + YUAN });
    await buy(world, accountId);
    const couponId = 'left-over';
    await giveCoupon(world, { accountId, couponId, amount: 5n * YUAN });
    await ended(accountId, 'terminated');
    expect(await giveBack(accountId)).toBe(YUAN);
    expect(await balance(accountId, couponAccount(couponId))).toBe(5n * YUAN);
  });

  test('4.3.8 however money came, was spent and is owed, what goes back is what is left of it, and the ledger sums to zero', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: 1n, max: 9_000n }), { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 3 }),
        fc.bigInt({ min: 0n, max: 20_000n }),
        async (topUps, calls, owed) => {
          const accountId = await world.account({ cash: 0n });
          for (const amount of topUps) await topUp(world, accountId, amount);
          for (let call = 0; call < calls && (await balance(accountId, CASH)) >= 1000n; call++) {
            await spoken(world, accountId, CODE_TEMPLATE, 1000);
          }
          const left = await balance(accountId, CASH);
          // Money that is taken back after it was spent is owed (3.6).
          const debt = { accountId, id: world.newId(), kind: 'reversal', commodity: CNY } as const;
          if (owed > 0n) {
            await inTransaction(world.sql, (tx) =>
              postTransfers(
                tx,
                [{ ...debt, debit: OWED, credit: EXTERNAL, amount: owed }],
                new Date(world.clock.now()),
              ),
            );
          }
          await ended(accountId, 'terminated');
          const back = left > owed ? left - owed : 0n;
          expect(await giveBack(accountId).catch(() => 0n)).toBe(back);
          // Where the whole of it is owed nothing is done, and nothing is lost.
          expect(await balance(accountId, CASH)).toBe(back > 0n ? 0n : left);
          expect(await balance(accountId, OWED)).toBe(back > 0n ? 0n : -owed);
          const [sum] = await world.sql<{ total: bigint }[]>`
            SELECT sum(credits - debits)::bigint AS total FROM ledger_accounts
            WHERE account_id = ${accountId} AND commodity = 'CNY'`;
          expect(sum?.total).toBe(0n);
        },
      ),
      { numRuns: 25, seed: 3 },
    );
    expect(await verifyLedger(world.sql)).toEqual([]);
  });
});

describe('rent', () => {
  const rented = async (cash: bigint) => {
    const accountId = await world.account({ cash });
    await world.sql`
      INSERT INTO numbers (account_id, number, monthly_rent)
      VALUES (${accountId}, ${world.freshNumber()}, ${30n * YUAN})`;
    return accountId;
  };

  test('rules: a number’s rent is taken once a calendar month, whole, however many take it', async () => {
    const accountId = await rented(100n * YUAN);
    await Promise.all([chargeRents(world), chargeRents(world)]);
    await chargeRents(world);
    expect(await balance(accountId, CASH)).toBe(70n * YUAN);
    // The next month begins at midnight in Beijing.
    const april = monthStart(monthOf(TEN_IN_BEIJING) + 1);
    world.clock.set(april - 1);
    await chargeRents(world);
    expect(await balance(accountId, CASH)).toBe(70n * YUAN);
    world.clock.set(april);
    await chargeRents(world);
    expect(await balance(accountId, CASH)).toBe(40n * YUAN);
    const [bill] = await readBills(world, { accountId, from: undefined, to: undefined });
    expect(bill).toMatchObject({ rent: 30n * YUAN, fees: 30n * YUAN });
  });

  test('12.3 an account that refused a change of the agreement pays no rent from the moment its service has ended', async () => {
    const accountId = await rented(100n * YUAN);
    const april = monthStart(monthOf(TEN_IN_BEIJING) + 1);
    await world.sql`UPDATE accounts SET service_ends_at = ${new Date(april)} WHERE account_id = ${accountId}`;
    await chargeRents(world);
    expect(await balance(accountId, CASH)).toBe(70n * YUAN);
    world.clock.set(april);
    await chargeRents(world);
    expect(await balance(accountId, CASH)).toBe(70n * YUAN);
  });

  test('3.6 rent that the balance does not cover is told once and taken as soon as it does', async () => {
    const accountId = await rented(YUAN);
    await chargeRents(world);
    await chargeRents(world);
    expect(await kinds(accountId)).toEqual(['rent.unpaid']);
    await topUp(world, accountId, 30n * YUAN);
    await chargeRents(world);
    expect(await balance(accountId, CASH)).toBe(YUAN);
  });
});
