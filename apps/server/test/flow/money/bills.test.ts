import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkLedger } from '../../../src/flow/money/check-ledger.ts';
import { CLOSES_AFTER_MS, closeBills } from '../../../src/flow/money/close-bills.ts';
import { endFunds } from '../../../src/flow/money/end-funds.ts';
import { readBill, readBills, spanOf } from '../../../src/flow/money/read-bill.ts';
import {
  type BillLine,
  type BillPosting,
  billPostings,
  type PostingKey,
  summarise,
} from '../../../src/modules/bills/index.ts';
import { balanceOf, CASH, HELD } from '../../../src/modules/ledger/index.ts';
import { monthOf, monthStart } from '../../../src/platform/beijing-time.ts';
import { buy, spoken, topUp } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { answered } from '../../support/endings.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { giveCoupon, openShop } from '../../support/shop.ts';
import { openWorld, type World } from '../../support/world.ts';

const MARCH = monthOf(TEN_IN_BEIJING);
const APRIL = MARCH + 1;
const DAY_MS = 86_400_000;
const PACKAGE = 7_500_000n;

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await openShop(world);
});
afterAll(() => world.close());
// Each test begins in March; months that another has closed are opened again.
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  await world.sql`TRUNCATE bill_months, bill_days, bill_lines, bills`;
});

const bill = (accountId: string, month: number) => readBill(world, { accountId, month });

/** What the ledger says, from nothing but its transfers. */
async function posted(accountId: string, month: number): Promise<Map<string, bigint>> {
  const { from, until } = spanOf(month);
  const rows = await world.sql<{ key: string; amount: bigint }[]>`
    SELECT kind || ' ' || commodity AS key, sum(amount)::bigint AS amount FROM ledger_transfers
    WHERE account_id = ${accountId} AND at >= ${from} AND at < ${until} AND kind NOT IN ('reserve', 'release')
    GROUP BY 1`;
  return new Map(rows.map(({ key, amount }) => [key, amount]));
}

function sums(
  lines: readonly Pick<BillLine | BillPosting, 'kind' | 'commodity' | 'amount'>[],
): Map<string, bigint> {
  const total = new Map<string, bigint>();
  for (const { kind, commodity, amount } of lines) {
    const key = `${kind} ${commodity}`;
    total.set(key, (total.get(key) ?? 0n) + amount);
  }
  return total;
}

/** Every posting of a month, in pages as small as can be. */
async function everyPosting(accountId: string, month: number, limit = 2): Promise<BillPosting[]> {
  const all: BillPosting[] = [];
  let after: PostingKey | undefined;
  for (;;) {
    const page = await billPostings(world.sql, {
      accountId,
      ...spanOf(month),
      kinds: undefined,
      after,
      limit,
    });
    all.push(...page);
    const last = page.at(-1);
    if (!last) return all;
    after = { ...last, at: last.at.getTime() };
  }
}

async function lines(accountId: string): Promise<number> {
  const [row] = await world.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM bill_lines WHERE account_id = ${accountId}`;
  return row?.count ?? 0;
}

describe('the edges of a month', () => {
  test('3.4 what is settled at 23:59:59.999 in Beijing is of that month, and at 00:00 of the next', async () => {
    const accountId = await world.account({ cash: 100_000n });
    world.clock.set(monthStart(APRIL) - 1);
    await spoken(world, accountId, CODE_TEMPLATE, 5000);
    world.clock.set(monthStart(APRIL));
    await spoken(world, accountId, CODE_TEMPLATE, 5000);
    await spoken(world, accountId, CODE_TEMPLATE, 5000);
    const [april, march] = await readBills(world, { accountId, from: MARCH, to: APRIL });
    expect(march).toMatchObject({ opening: 0n, topUps: 100_000n, usage: 1000n, closing: 99_000n });
    expect(april).toMatchObject({ opening: 99_000n, usage: 2000n, closing: 97_000n });
    const { lines } = await bill(accountId, MARCH);
    expect(lines.filter(({ kind }) => kind === 'charge')).toMatchObject([{ day: 31, messages: 1n }]);
  });

  test('3.4 a message that is accepted in March and settled in April is billed in April', async () => {
    const accountId = await world.account({ cash: 100_000n });
    world.clock.set(monthStart(APRIL) - 1000);
    const message = await world.dialled(accountId);
    world.clock.set(monthStart(APRIL) + 60_000);
    await world.settler.settle(answered(message, world.clock.now(), 1000));
    const [april, march] = await readBills(world, { accountId, from: MARCH, to: APRIL });
    // What is reserved is still the customer's.
    expect(march).toMatchObject({ usage: 0n, closing: 100_000n });
    expect(april).toMatchObject({ usage: 1000n, closing: 99_000n });
  });
});

test('3.4 a bill says by what was paid, and sums by day, template, purpose, number group and destination', async () => {
  const accountId = await world.account({ cash: PACKAGE });
  await giveCoupon(world, { accountId, couponId: 'C', amount: 1_001_500n });
  await buy(world, accountId, 'C');
  await giveCoupon(world, { accountId, couponId: 'U', amount: 700n, scope: ['usage'] });
  await spoken(world, accountId, CODE_TEMPLATE, 5000);
  world.clock.advance(DAY_MS / 2);
  // A minute at ¥0.12: 700 from the coupon, 500 from the balance.
  await spoken(world, accountId, NOTICE_TEMPLATE, 30_000);
  await spoken(world, accountId, NOTICE_TEMPLATE, undefined);
  const { bill: march, lines } = await bill(accountId, MARCH);
  expect(march).toMatchObject({
    fees: PACKAGE + 1200n,
    usage: 1200n,
    packages: PACKAGE,
    paidByCoupon: 1_001_500n + 700n,
    paidByBalance: PACKAGE - 1_001_500n + 500n,
  });
  expect(march.units).toEqual(new Map([['code.random', 1n]]));
  expect(summarise(lines, 'template', 10)).toEqual([
    { key: '', commodity: 'CNY', messages: 0n, units: 0n, amount: PACKAGE },
    { key: CODE_TEMPLATE, commodity: 'code.random', messages: 1n, units: 1n, amount: 1n },
    { key: NOTICE_TEMPLATE, commodity: 'CNY', messages: 1n, units: 1n, amount: 1200n },
  ]);
  const keys = (by: Parameters<typeof summarise>[1]) => summarise(lines, by, 10).map(({ key }) => key);
  expect(keys('day')).toEqual(['10', '10']);
  expect(keys('purpose')).toEqual(['1', '1', '2']);
  expect(keys('group')).toEqual(['1', '1']);
  expect(keys('destination')).toEqual(['', 'CN', 'CN']);
  // However few rows are shown, nothing is lost of the sums.
  expect(summarise(lines, 'template', 1).map(({ key }) => key)).toEqual(['', '*', '*']);
});

describe('closing', () => {
  test('3.4 a month is closed some hours after its end, and stands whatever comes after', async () => {
    const accountId = await world.account({ cash: 100_000n });
    await spoken(world, accountId, CODE_TEMPLATE, 5000);
    const { bill: open } = await bill(accountId, MARCH);
    expect(open.closed).toBe(false);
    world.clock.set(monthStart(APRIL) + CLOSES_AFTER_MS - 1);
    expect(await closeBills(world)).toBe(0);
    world.clock.advance(1);
    expect(await closeBills(world)).toBeGreaterThan(0);
    const { bill: closed, lines } = await bill(accountId, MARCH);
    expect(closed).toEqual({ ...open, closed: true });
    expect(sums(lines)).toEqual(await posted(accountId, MARCH));
    // Twice does nothing, and April's postings are April's.
    expect(await closeBills(world)).toBe(0);
    await spoken(world, accountId, CODE_TEMPLATE, 5000);
    expect((await bill(accountId, MARCH)).bill).toEqual(closed);
    expect((await bill(accountId, APRIL)).bill).toMatchObject({ opening: closed.closing, usage: 1000n });
  });

  test('3.4 a month waits for messages of it that are not over, and then is closed', async () => {
    const accountId = await world.account({ cash: 100_000n });
    const message = await world.dialled(accountId);
    world.clock.set(monthStart(APRIL) + CLOSES_AFTER_MS);
    await closeBills(world);
    expect((await bill(accountId, MARCH)).bill.closed).toBe(false);
    await world.settler.settle({ ...message, from: 'dialling', cause: { kind: 'no-answer' } });
    await closeBills(world);
    expect((await bill(accountId, MARCH)).bill.closed).toBe(true);
  });

  test('3.4 a day is written some hours after its end, and the month that runs is those lines and the postings since', async () => {
    const accountId = await world.account({ cash: 8_000_000n });
    await spoken(world, accountId, CODE_TEMPLATE, 3000);
    const tenAtNight = TEN_IN_BEIJING + 12 * 3_600_000;
    world.clock.set(tenAtNight + 2 * 3_600_000 + CLOSES_AFTER_MS - 1);
    await closeBills(world);
    expect(await lines(accountId)).toBe(0);
    world.clock.advance(1);
    await Promise.all([closeBills(world), closeBills(world)]);
    const written = await lines(accountId);
    expect(written).toBeGreaterThan(0);
    await spoken(world, accountId, NOTICE_TEMPLATE, 50_000);
    const { bill: open, lines: all } = await bill(accountId, MARCH);
    expect(open).toMatchObject({ closed: false, usage: 1000n + 1200n, topUps: 8_000_000n });
    expect(sums(all)).toEqual(await posted(accountId, MARCH));
    expect(await lines(accountId)).toBe(written);
    // What is written is what is read: nobody adds the month up again.
    await world.sql`UPDATE bill_lines SET amount = amount + 1 WHERE account_id = ${accountId} AND kind = 'charge'`;
    expect((await bill(accountId, MARCH)).bill.usage).toBe(2201n);
    const faults = await checkLedger({ sql: world.sql, log: memoryLog() });
    expect(faults).toMatchObject([{ accountId, ledgerAccount: 'bill 2026-03' }]);
  });

  test('3.4 two that close at once write each bill once', async () => {
    const accountId = await world.account({ cash: 100_000n });
    await spoken(world, accountId, CODE_TEMPLATE, 5000);
    world.clock.set(monthStart(APRIL) + CLOSES_AFTER_MS);
    await Promise.all([closeBills(world), closeBills(world), closeBills(world)]);
    expect(sums((await bill(accountId, MARCH)).lines)).toEqual(await posted(accountId, MARCH));
  });

  test('3.4 a closed bill that somebody changed by hand is found by the ledger’s proof', async () => {
    const accountId = await world.account({ cash: 100_000n });
    world.clock.set(monthStart(APRIL) + CLOSES_AFTER_MS);
    await closeBills(world);
    const prove = () => checkLedger({ sql: world.sql, log: memoryLog() });
    expect(await prove()).toEqual([]);
    await world.sql`UPDATE bill_lines SET amount = amount + 1 WHERE account_id = ${accountId}`;
    expect(await prove()).toEqual([
      {
        accountId,
        ledgerAccount: 'bill 2026-03',
        fault: 'bill says 100001 CNY of top-up on day 10, posted were 100000',
      },
    ]);
  });
});

/** One thing that happens to an account. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('top-up' as const), amount: fc.bigInt({ min: 1n, max: 50_000n }) }),
  fc.record({ what: fc.constant('code' as const), answered: fc.boolean() }),
  fc.record({ what: fc.constant('notice' as const), talkMs: fc.integer({ min: 0, max: 200_000 }) }),
  fc.record({
    what: fc.constant('coupon' as const),
    amount: fc.bigInt({ min: 1n, max: 3000n }),
    lives: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ what: fc.constant('package' as const) }),
  fc.record({ what: fc.constant('days' as const), days: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ what: fc.constant('expiries' as const) }),
  fc.record({ what: fc.constant('closing' as const) }),
);

test('3.4 whatever happens in whatever order, bills are the ledger: by kind, commodity and month, to the unit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (happenings) => {
      world.clock.set(TEN_IN_BEIJING);
      await world.sql`TRUNCATE bill_months, bill_days, bill_lines, bills`;
      const accountId = await world.account({ cash: 8_000_000n });
      let coupons = 0;
      for (const one of happenings) {
        // What cannot be paid is refused, and changes nothing.
        await happen(accountId, one, () => `c${coupons++}`).catch((error: unknown) => {
          if (!(error instanceof Error && 'code' in error)) throw error;
        });
        if (world.clock.now() > monthStart(APRIL + 1)) break;
      }
      world.clock.set(Math.max(world.clock.now(), monthStart(APRIL) + CLOSES_AFTER_MS));
      await closeBills(world);
      const last = monthOf(world.clock.now());
      const bills = await readBills(world, { accountId, from: MARCH, to: last });
      for (const { month, ...totals } of bills) {
        const { lines } = await bill(accountId, month);
        const wanted = await posted(accountId, month);
        expect(sums(lines)).toEqual(wanted);
        expect(sums(await everyPosting(accountId, month))).toEqual(wanted);
        expect(totals.paidByBalance + totals.paidByCoupon).toBe(totals.fees);
      }
      const [cash, held] = [
        await balanceOf(world.sql, accountId, CASH),
        await balanceOf(world.sql, accountId, HELD),
      ];
      expect(bills[0]?.closing).toBe(cash + held);
      expect(await checkLedger({ sql: world.sql, log: memoryLog() })).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

async function happen(
  accountId: string,
  one: typeof happening extends fc.Arbitrary<infer Happening> ? Happening : never,
  nextCoupon: () => string,
): Promise<void> {
  switch (one.what) {
    case 'top-up':
      return topUp(world, accountId, one.amount);
    case 'code':
      await spoken(world, accountId, CODE_TEMPLATE, one.answered ? 3000 : undefined);
      return;
    case 'notice':
      await spoken(world, accountId, NOTICE_TEMPLATE, one.talkMs);
      return;
    case 'coupon':
      return giveCoupon(world, {
        accountId,
        couponId: nextCoupon(),
        amount: one.amount,
        livesMs: one.lives * DAY_MS,
      });
    case 'package':
      await buy(world, accountId);
      return;
    case 'days':
      world.clock.advance(one.days * DAY_MS + 12_345);
      return;
    case 'expiries':
      await endFunds(world);
      return;
    case 'closing':
      await closeBills(world);
  }
}
