import {
  accountsToWrite,
  type BillDay,
  balanceChange,
  firstAccountAt,
  insertBill,
  insertLines,
  lastBill,
  lastClosedDay,
  lastClosedMonth,
  markDayClosed,
  markMonthClosed,
  totalsOf,
  unbilledAccounts,
  writtenSums,
} from '../../modules/bills/index.ts';
import { dayOf, dayStart, monthOf, monthStart } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

/**
 * A day or month is closed so long after its end: longer than any clock of the service is slow, and than any transaction
 * with a time of it can take.
 */
export const CLOSES_AFTER_MS = 6 * 3_600_000;
const ACCOUNTS_AT_ONCE = 200;
const NO_DAY: BillDay = { month: -1, day: 0 };

/**
 * Writes the lines of every day that is over, and then closes the bills of every month that is, the oldest first, each
 * account in a transaction of its own. A month with
 * accounts whose messages of it are not over yet waits for these, and the months after it for it: they end within their
 * time. What a crash left undone is done by the next round.
 * @returns how many bills were closed
 */
export async function closeBills(deps: { sql: Sql; clock: Clock }): Promise<number> {
  const { sql, clock } = deps;
  await closeDays(deps);
  let closed = 0;
  for (;;) {
    const last = await lastClosedMonth(sql);
    const first = last === undefined ? await firstAccountAt(sql) : undefined;
    const month = last !== undefined ? last + 1 : first && monthOf(first.getTime());
    if (month === undefined || monthStart(month + 1) + CLOSES_AFTER_MS > clock.now()) return closed;
    const round = await closeMonth(deps, month);
    closed += round.closed;
    if (round.waiting > 0) return closed;
    await markMonthClosed(sql, month, new Date(clock.now()));
  }
}

/** A bill that is looked at before its month is over is what is written, and the postings of a day or so. */
async function closeDays(deps: { sql: Sql; clock: Clock }): Promise<void> {
  const { sql, clock } = deps;
  for (;;) {
    const day = await dayToClose(sql);
    if (!day || dayStart({ ...day, day: day.day + 1 }) + CLOSES_AFTER_MS > clock.now()) return;
    await closeDay(sql, day);
    await markDayClosed(sql, day, new Date(clock.now()));
  }
}

async function dayToClose(sql: Sql): Promise<BillDay | undefined> {
  const last = await lastClosedDay(sql);
  if (last) return dayOf(dayStart({ ...last, day: last.day + 1 }));
  const month = await lastClosedMonth(sql);
  if (month !== undefined) return { month: month + 1, day: 1 };
  const first = await firstAccountAt(sql);
  return first && dayOf(first.getTime());
}

async function closeDay(sql: Sql, day: BillDay): Promise<void> {
  const from = new Date(dayStart(day));
  const until = new Date(dayStart({ ...day, day: day.day + 1 }));
  let after = '';
  for (;;) {
    const accounts = await accountsToWrite(sql, { day, from, until, after, limit: ACCOUNTS_AT_ONCE });
    for (const accountId of accounts) {
      await inTransaction(sql, async (tx) => {
        // A day of millions of messages is read whole, here and nowhere else.
        await tx`SET LOCAL statement_timeout = '30min'`;
        await tx`SET LOCAL enable_seqscan = on`;
        await insertLines(tx, day.month, { accountId, from, until });
      });
    }
    after = accounts.at(-1) ?? after;
    if (accounts.length < ACCOUNTS_AT_ONCE) return;
  }
}

async function closeMonth(
  { sql, clock }: { sql: Sql; clock: Clock },
  month: number,
): Promise<{ closed: number; waiting: number }> {
  const from = new Date(monthStart(month));
  const until = new Date(monthStart(month + 1));
  let closed = 0;
  let waiting = 0;
  let after = '';
  for (;;) {
    const accounts = await unbilledAccounts(sql, { month, from, until, after, limit: ACCOUNTS_AT_ONCE });
    for (const { accountId, open } of accounts) {
      if (open) waiting++;
      else if (await closeBill(sql, accountId, month, new Date(clock.now()))) closed++;
    }
    after = accounts.at(-1)?.accountId ?? after;
    if (accounts.length < ACCOUNTS_AT_ONCE) return { closed, waiting };
  }
}

/** Nothing is posted into the month any more, so no lock is taken: whoever writes the bill first wrote it. */
function closeBill(sql: Sql, accountId: string, month: number, closedAt: Date): Promise<boolean> {
  return inTransaction(sql, async (tx) => {
    const before = await lastBill(tx, accountId, month - 1);
    // All of its days are written.
    const sums = (await writtenSums(tx, accountId, month, month, { month, day: NO_DAY })).get(month) ?? [];
    const opening = before?.closing ?? 0n;
    const closing = opening + balanceChange(totalsOf(sums));
    return insertBill(tx, { accountId, month, opening, closing, closedAt });
  });
}
