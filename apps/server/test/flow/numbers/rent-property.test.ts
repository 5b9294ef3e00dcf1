import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chargeRents } from '../../../src/flow/money/charge-rents.ts';
import { payFromBalance } from '../../../src/flow/money/pay-order.ts';
import { autoRenewNumbers } from '../../../src/flow/numbers/auto-renew-numbers.ts';
import { endNumbers } from '../../../src/flow/numbers/end-number.ts';
import { askToGiveUp } from '../../../src/flow/numbers/give-up-number.ts';
import { orderRenewal } from '../../../src/flow/numbers/order-numbers.ts';
import { balanceOf, CASH, REVENUE, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { setNumberAutoRenew } from '../../../src/modules/numbers/index.ts';
import { monthOf } from '../../../src/platform/beijing-time.ts';
import type { Sql } from '../../../src/platform/db.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { topUp } from '../../support/bookkeeping.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { type NumberDesk, numberDesk, RENT } from '../../support/number-desk.ts';
import { openWorld, type World } from '../../support/world.ts';

/**
 * Whatever is done with numbers, in whatever order, by several at once and with crashes between: money is where it was
 * put, rent paid ahead is what its months are worth, and no month of a number is rented twice.
 */

const DAY_MS = 86_400_000;
const SEED = 20_260_310;
const YEAR = 12n * RENT;
const BY = { realm: 'member', id: 'm' } as const;

let world: World;
let desk: NumberDesk;
beforeAll(async () => {
  world = await openWorld();
  await world.sql`CALL ensure_partitions(${new Date(TEN_IN_BEIJING)}, 60)`;
  desk = numberDesk(world);
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});

type Step =
  | { do: 'wait'; days: number }
  | { do: 'top-up'; years: number }
  | { do: 'renew' | 'auto-renew' | 'give-up' | 'approve' | 'rents' | 'renewals' | 'ends' | 'all-at-once' }
  /** The process dies after so many statements. */
  | { do: 'crash'; in: 'rents' | 'renewals' | 'ends'; after: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 200 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('top-up' as const), years: fc.integer({ min: 1, max: 2 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'renew' as const,
        'auto-renew' as const,
        'give-up' as const,
        'approve' as const,
        'rents' as const,
        'renewals' as const,
        'ends' as const,
        'all-at-once' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      in: fc.constantFrom('rents' as const, 'renewals' as const, 'ends' as const),
      after: fc.integer({ min: 1, max: 12 }),
    }),
  },
);

const jobs = {
  rents: (sql: Sql) => chargeRents({ ...world, sql }),
  renewals: (sql: Sql) => autoRenewNumbers({ ...world, sql }),
  ends: (sql: Sql) => endNumbers({ ...world, sql }),
};

/** A database that is gone after so many statements of a transaction: what a process that dies leaves behind. */
function dying(sql: Sql, after: number): Sql {
  let left = after;
  const count = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      apply(fn, self, args) {
        if (Array.isArray(args[0]) && 'raw' in args[0] && left-- <= 0) throw new Error('died');
        return Reflect.apply(fn as never, self, args);
      },
      get(of, name, self) {
        if (name === 'begin') {
          return (work: (tx: object) => unknown) => sql.begin((tx) => work(count(tx as object)) as never);
        }
        return Reflect.get(of, name, self);
      },
    });
  return count(sql);
}

async function run(accountId: string, number: string, one: Step): Promise<void> {
  const key = { accountId, number };
  // A step that is refused has done nothing, and is as good as none.
  const refused = () => {};
  switch (one.do) {
    case 'wait':
      world.clock.advance(one.days * DAY_MS);
      return;
    case 'top-up':
      await topUp(world, accountId, BigInt(one.years) * YEAR);
      return;
    case 'renew':
      await orderRenewal(world, { key, by: 'member:m' })
        .then((order) => Promise.allSettled([payFromBalance(world, order), payFromBalance(world, order)]))
        .catch(refused);
      return;
    case 'auto-renew':
      await inTransaction(world.sql, (tx) => setNumberAutoRenew(tx, key, true));
      return;
    case 'give-up':
      await askToGiveUp(world, { key, reason: 'moved', by: BY }).catch(refused);
      return;
    case 'approve':
      await desk.decide(accountId).catch(refused);
      return;
    case 'all-at-once':
      await Promise.all(Object.values(jobs).flatMap((job) => [job(world.sql), job(world.sql)]));
      return;
    case 'crash':
      await jobs[one.in](dying(world.sql, one.after)).catch(refused);
      return;
    default:
      await jobs[one.do](world.sql);
  }
}

async function check(accountId: string, number: string, put: bigint): Promise<void> {
  const cash = await balanceOf(world.sql, accountId, CASH);
  const revenue = await balanceOf(world.sql, accountId, REVENUE);
  const [{ prepaid, owed, months } = { prepaid: -1n, owed: 0n, months: 0n }] = await world.sql<
    { prepaid: bigint; owed: bigint; months: bigint }[]
  >`
    SELECT (SELECT coalesce(sum(credits - debits), 0)::bigint FROM ledger_accounts
        WHERE account_id = ${accountId} AND ledger_account LIKE 'prepaid:%') AS prepaid,
      (SELECT coalesce(sum((until_month - earned_until) * monthly), 0)::bigint FROM number_terms
        WHERE account_id = ${accountId}) AS owed,
      (SELECT count(*) FROM ledger_transfers WHERE account_id = ${accountId} AND kind = 'rent') AS months`;
  expect(cash + revenue + prepaid).toBe(put);
  expect(prepaid).toBe(owed);
  expect(revenue).toBe(months * RENT);
  // Not more months are rented than have begun since it was there.
  const begun = monthOf(world.clock.now()) - monthOf(TEN_IN_BEIJING) + 1;
  expect(Number(months)).toBeLessThanOrEqual(begun);
  const overlaps = await world.sql`
    SELECT 1 FROM number_terms a JOIN number_terms b USING (account_id, number)
    WHERE account_id = ${accountId} AND number = ${number} AND a.from_month < b.from_month
      AND a.until_month > b.from_month`;
  expect(overlaps).toHaveLength(0);
}

test('rules: in any order of paying, renewing, giving up and expiry, with crashes, sums hold and no month is rented twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      world.clock.set(TEN_IN_BEIJING);
      const { accountId, numbers } = await desk.owner(1, 0n);
      const number = numbers[0] ?? '';
      let put = YEAR;
      for (const one of steps) {
        await run(accountId, number, one);
        if (one.do === 'top-up') put += BigInt(one.years) * YEAR;
        await check(accountId, number, put);
      }
      // Done with: the next run has a number of its own.
      await world.sql`UPDATE numbers SET status = 'cancelled', ended_at = '2026-01-01' WHERE account_id = ${accountId}`;
      await world.sql`UPDATE number_terms SET until_month = earned_until WHERE account_id = ${accountId}`;
    }),
    { seed: SEED, numRuns: 25 },
  );
});
