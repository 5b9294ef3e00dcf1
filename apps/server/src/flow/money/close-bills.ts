import {
  balanceChange,
  firstAccountAt,
  insertBill,
  insertLines,
  lastBill,
  lastClosedMonth,
  markMonthClosed,
  sumMonths,
  totalsOf,
  unbilledAccounts,
} from '../../modules/bills/index.ts';
import { monthOf, monthStart } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

/**
 * A month is closed so long after its end: longer than any clock of the service is slow, and than any transaction
 * with a time of that month can take.
 */
export const CLOSES_AFTER_MS = 6 * 3_600_000;
const ACCOUNTS_AT_ONCE = 200;

/**
 * Closes the bills of every month that is over, the oldest first, each account in a transaction of its own. A month with
 * accounts whose messages of it are not over yet waits for these, and the months after it for it: they end within their
 * time. What a crash left undone is done by the next round.
 * @returns how many bills were closed
 */
export async function closeBills(deps: { sql: Sql; clock: Clock }): Promise<number> {
  const { sql, clock } = deps;
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
      else if (await closeBill(sql, { accountId, from, until }, month, new Date(clock.now()))) closed++;
    }
    after = accounts.at(-1)?.accountId ?? after;
    if (accounts.length < ACCOUNTS_AT_ONCE) return { closed, waiting };
  }
}

/** Nothing is posted into the month any more, so no lock is taken: whoever writes the bill first wrote it. */
function closeBill(
  sql: Sql,
  span: { accountId: string; from: Date; until: Date },
  month: number,
  closedAt: Date,
): Promise<boolean> {
  return inTransaction(sql, async (tx) => {
    // A month of millions of messages is read whole, here and nowhere else.
    await tx`SET LOCAL statement_timeout = '30min'`;
    await tx`SET LOCAL enable_seqscan = on`;
    const before = await lastBill(tx, span.accountId, month - 1);
    const sums = (await sumMonths(tx, span)).get(month) ?? [];
    const opening = before?.closing ?? 0n;
    const closing = opening + balanceChange(totalsOf(sums));
    const fresh = await insertBill(tx, { accountId: span.accountId, month, opening, closing, closedAt });
    if (fresh) await insertLines(tx, month, span);
    return fresh;
  });
}
