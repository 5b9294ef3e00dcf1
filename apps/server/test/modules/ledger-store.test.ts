import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { lockAccounts } from '../../src/modules/accounts/index.ts';
import {
  balanceOf,
  CASH,
  CNY,
  chooseFunding,
  EXTERNAL,
  type Funding,
  grantOf,
  heldAccount,
  insertCoupon,
  listPackages,
  packageAccount,
  postTransfers,
  REVENUE,
  readPurses,
  reserve,
  settle,
  unitCommodity,
  verifyLedger,
} from '../../src/modules/ledger/index.ts';
import { connectDb, type Sql, sqlState } from '../../src/platform/db.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openAccount, openTestDatabase, type TestDatabase } from '../support/database.ts';

const CODES = unitCommodity(1, 1);
const CODE = { purpose: 1, groupType: 1, maxTalkSeconds: 60 };
const PACK = packageAccount('P1');

let db: TestDatabase;
/** One connection for each of the 64 that act at once. */
let sql: Sql;
let accounts = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  const [row] = await db.sql<{ name: string }[]>`SELECT current_database() AS name`;
  sql = connectDb(
    { socketDir: inject('socketDir'), database: row?.name ?? '' },
    { name: 'test-64', max: 64 },
  );
});
afterAll(async () => {
  await sql.end();
  await db.drop();
});

async function account(funds: { cash?: bigint; codes?: bigint }): Promise<string> {
  const accountId = `l${accounts++}`;
  await openAccount(db, accountId, funds);
  return accountId;
}

const now = () => new Date(db.clock.now());
const cash = (accountId: string, amount: bigint, id = db.newId()) => ({
  accountId,
  id,
  kind: 'top-up' as const,
  debit: EXTERNAL,
  credit: CASH,
  commodity: CNY,
  amount,
});
const fromCash = (amount: bigint): Funding => ({
  commodity: CNY,
  unitPrice: 1n,
  stepSeconds: 0,
  reserved: amount,
  parts: [{ ledgerAccount: CASH, amount }],
});

interface Reserved {
  id: string;
  funding: Funding;
}

/** What acts on one account; those at once act on a connection each. */
type Act =
  | { kind: 'reserve'; units: number }
  | { kind: 'reserve-blindly'; amount: number }
  | { kind: 'settle'; which: number; part: number; twice: boolean }
  | { kind: 'top-up'; amount: number }
  | { kind: 'grant'; amount: number }
  | { kind: 'expire' };

const orderly: fc.WeightedArbitrary<Act>[] = [
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('reserve' as const), units: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(1000),
      part: fc.nat(100),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('top-up' as const), amount: fc.integer({ min: 1, max: 500 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('grant' as const), amount: fc.integer({ min: 1, max: 200 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'expire' as const }) },
];
const blind: fc.WeightedArbitrary<Act> = {
  weight: 2,
  arbitrary: fc.record({
    kind: fc.constant('reserve-blindly' as const),
    amount: fc.integer({ min: 1, max: 900 }),
  }),
};
const lists = fc.oneof(
  fc.array(fc.oneof(...orderly), { minLength: 20, maxLength: 130 }),
  fc.array(fc.oneof(...orderly, blind), { minLength: 20, maxLength: 130 }),
);

test('3.6 reservations, settlements, top-ups and expiry in any order, 64 at once on one account: never below zero, nothing lost', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async (list) => {
      const accountId = await account({ cash: 1000n, codes: 20n });
      const open: Reserved[] = [];
      // Under the account's lock nobody overdraws; only code that leaves it out can come in between.
      const orderly = !list.some((one) => one.kind === 'reserve-blindly');
      const overdrawn = (error: unknown) => {
        expect([sqlState(error), orderly]).toEqual(['23514', false]);
        return undefined;
      };
      let toppedUp = 1000n;
      let granted = 0n;
      let earned = 0n;
      let consumed = 0n;

      const act = async (one: Act): Promise<void> => {
        switch (one.kind) {
          case 'reserve': {
            const id = db.newId();
            const funding = await inTransaction(sql, async (tx) => {
              await lockAccounts(tx, [accountId]);
              const purses = (await readPurses(tx, [accountId], now())).get(accountId) ?? [];
              const chosen = chooseFunding(purses, CODE, { amount: 70n * BigInt(one.units), stepSeconds: 0 });
              if (chosen) await postTransfers(tx, reserve(accountId, id, chosen), now());
              return chosen;
            }).catch(overdrawn);
            if (funding) open.push({ id, funding });
            return;
          }
          case 'reserve-blindly': {
            // Code that forgot to lock and to look: the ledger itself must not let it overspend.
            const funding = fromCash(BigInt(one.amount));
            const id = db.newId();
            await inTransaction(sql, (tx) => postTransfers(tx, reserve(accountId, id, funding), now())).then(
              () => open.push({ id, funding }),
              overdrawn,
            );
            return;
          }
          case 'settle': {
            const [taken] = open.splice(one.which % Math.max(1, open.length), 1);
            if (!taken) return;
            const { id, funding } = taken;
            const charge = (funding.reserved * BigInt(one.part)) / 100n;
            const post = () =>
              inTransaction(sql, (tx) => postTransfers(tx, settle(accountId, id, funding, charge), now()));
            const results = await Promise.allSettled(one.twice ? [post(), post()] : [post()]);
            const done = results.filter((result) => result.status === 'fulfilled').length;
            expect(done).toBe(1);
            if (funding.commodity === CNY) earned += charge;
            else consumed += charge;
            return;
          }
          case 'top-up':
            await inTransaction(sql, (tx) => postTransfers(tx, [cash(accountId, BigInt(one.amount))], now()));
            toppedUp += BigInt(one.amount);
            return;
          case 'grant': {
            const couponId = db.newId();
            await inTransaction(sql, async (tx) => {
              await insertCoupon(tx, {
                accountId,
                couponId,
                amount: BigInt(one.amount),
                scope: ['usage'],
                purposes: [1, 2],
                source: 'test',
                grantedBy: null,
                reason: '',
                grantedAt: new Date(db.clock.now() - 1000),
                expiresAt: new Date(db.clock.now() + 1000),
              });
              await postTransfers(tx, [grantOf(accountId, couponId, db.newId(), BigInt(one.amount))], now());
            });
            granted += BigInt(one.amount);
            return;
          }
          case 'expire':
            await sql`UPDATE packages SET expires_at = ${now()} WHERE account_id = ${accountId}`;
            await sql`UPDATE coupons SET expires_at = ${now()} WHERE account_id = ${accountId}`;
        }
      };

      for (let from = 0; from < list.length; from += 64) {
        await Promise.all(list.slice(from, from + 64).map(act));
        const [lowest] = await sql<{ least: bigint }[]>`
          SELECT min(credits - debits) AS least FROM ledger_accounts WHERE account_id = ${accountId} AND NOT source`;
        expect(lowest?.least).toBeGreaterThanOrEqual(0n);
      }

      const held = (commodity: string) =>
        open
          .filter(({ funding }) => funding.commodity === commodity)
          .reduce((sum, { funding }) => sum + funding.reserved, 0n);
      const balance = (name: string) => balanceOf(db.sql, accountId, name);
      const coupons = async (suffix: string) => {
        const [row] = await db.sql<{ sum: bigint }[]>`
          SELECT coalesce(sum(a.credits - a.debits), 0)::bigint AS sum FROM coupons c
          JOIN ledger_accounts a ON a.account_id = c.account_id
            AND a.ledger_account = 'coupon:' || c.coupon_id || ${suffix}
          WHERE c.account_id = ${accountId}`;
        return row?.sum ?? 0n;
      };
      expect(await balance(REVENUE)).toBe(earned);
      expect((await balance(heldAccount(CASH))) + (await coupons(heldAccount('')))).toBe(held(CNY));
      expect((await balance(CASH)) + (await coupons(''))).toBe(toppedUp + granted - earned - held(CNY));
      expect(await balance(heldAccount(PACK))).toBe(held(CODES));
      expect(await balance(PACK)).toBe(20n - consumed - held(CODES));
      expect(await verifyLedger(db.sql)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('3.6 a transfer is posted once under its id and kind, whoever else posts it', async () => {
  const accountId = await account({});
  const transfer = cash(accountId, 5n);
  const results = await Promise.allSettled(
    Array.from({ length: 16 }, () => inTransaction(sql, (tx) => postTransfers(tx, [transfer], now()))),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(await balanceOf(db.sql, accountId, CASH)).toBe(5n);
});

test('3.6 all of a posting or nothing: one transfer that overdraws takes the others back', async () => {
  const accountId = await account({ cash: 10n });
  await expect(
    inTransaction(sql, (tx) =>
      postTransfers(tx, [cash(accountId, 5n), ...reserve(accountId, db.newId(), fromCash(16n))], now()),
    ),
  ).rejects.toMatchObject({ code: '23514' });
  expect(await balanceOf(db.sql, accountId, CASH)).toBe(10n);
});

test('4.3.1 purses and packages of one account are seen by that account only', async () => {
  const [mine, other] = [await account({ cash: 1n, codes: 2n }), await account({})];
  const purses = await readPurses(db.sql, [mine, other], now());
  expect(
    purses
      .get(mine)
      ?.map(({ ledgerAccount, available }) => [ledgerAccount, available])
      .sort(),
  ).toEqual([
    [CASH, 1n],
    [PACK, 2n],
  ]);
  expect(purses.get(other)).toEqual([]);
  expect(await listPackages(db.sql, other, now())).toEqual([]);
  expect(await listPackages(db.sql, mine, now())).toMatchObject([{ quantity: 2n, available: 2n, held: 0n }]);
});

test('3.6 a package pays until its last moment, and not in it', async () => {
  const accountId = await account({ codes: 2n });
  await db.sql`UPDATE packages SET expires_at = ${new Date(5000)} WHERE account_id = ${accountId}`;
  const pays = async (at: number) =>
    (await readPurses(db.sql, [accountId], new Date(at)))
      .get(accountId)
      ?.some((one) => one.commodity === CODES);
  expect([await pays(4999), await pays(5000)]).toEqual([true, false]);
});

test.each([
  [
    'a balance that no transfer explains',
    (id: string) =>
      db.sql`UPDATE ledger_accounts SET credits = credits + 1 WHERE account_id = ${id} AND ledger_account = 'cash'`,
    /balance \d+ but transfers sum to/,
  ],
  [
    'a transfer that moved no balance',
    (id: string) =>
      db.sql`INSERT INTO ledger_transfers VALUES (${id}, ${db.newId()}, 'top-up', 'external', 'cash', 'CNY', 1, now())`,
    /balance \d+ but transfers sum to/,
  ],
  [
    'a settlement that is not its reservation',
    (id: string) =>
      db.sql`INSERT INTO ledger_transfers VALUES (${id}, ${db.newId()}, 'charge', 'cash:held', 'revenue', 'CNY', 1, now())`,
    /reserved 0 but settled 1/,
  ],
  [
    'a transfer of another commodity than its accounts',
    (id: string) =>
      db.sql`INSERT INTO ledger_transfers VALUES (${id}, ${db.newId()}, 'top-up', 'external', 'cash', 'code.random', 1, now())`,
    /moved code.random, which is not its commodity/,
  ],
])('3.4 the proof of the ledger finds %s', async (_what, tamper, fault) => {
  const accountId = await account({ cash: 10n });
  const before = (await verifyLedger(db.sql)).length;
  await tamper(accountId);
  const faults = await verifyLedger(db.sql);
  expect(faults.length).toBeGreaterThan(before);
  expect(
    faults
      .filter((one) => one.accountId === accountId)
      .map((one) => one.fault)
      .join(),
  ).toMatch(fault);
});
