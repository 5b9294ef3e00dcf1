import { HeraldError } from '@herald/contract';
import { accountOpenedAt } from '../../modules/accounts/index.ts';
import {
  type BillLine,
  type BillTotals,
  balanceChange,
  closedBills,
  closedLines,
  closedSums,
  lastBill,
  lastClosedMonth,
  sumLines,
  sumMonths,
  totalsOf,
} from '../../modules/bills/index.ts';
import { monthOf, monthStart } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

export interface BillDeps {
  readonly sql: Sql;
  readonly clock: Clock;
}

/** The bill of one month; amounts in 10⁻⁴ yuan. */
export interface Bill extends BillTotals {
  /** Months since January of year 0. */
  month: number;
  closed: boolean;
  /** The balance with what is reserved. */
  opening: bigint;
  closing: bigint;
}

export const MOST_MONTHS = 24;

/**
 * Bills of months [from, to], the latest first: the closed ones as they were written, the others from the postings.
 * @throws HeraldError BILL_MONTHS_INVALID where there can be no such bills
 */
export async function readBills(
  { sql, clock }: BillDeps,
  asked: { accountId: string; from: number | undefined; to: number | undefined },
): Promise<Bill[]> {
  const { accountId } = asked;
  const now = monthOf(clock.now());
  const opened = monthOf((await accountOpenedAt(sql, accountId))?.getTime() ?? clock.now());
  const to = asked.to ?? now;
  const from = asked.from ?? Math.max(opened, to - 11);
  if (from > to || to > now || from < opened || to - from >= MOST_MONTHS)
    throw new HeraldError('BILL_MONTHS_INVALID');

  return inTransaction(sql, async (tx) => {
    // One view of bills and postings: none that is closed meanwhile is counted as both.
    await tx`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    const last = await lastBill(tx, accountId, to);
    const openFrom = last ? last.month + 1 : opened;
    const [before, bills, written, live, closedUpTo] = [
      await lastBill(tx, accountId, from - 1),
      await closedBills(tx, accountId, from, to),
      await closedSums(tx, accountId, from, to),
      await sumMonths(tx, { accountId, from: startOf(openFrom), until: startOf(to + 1) }),
      (await lastClosedMonth(tx)) ?? -1,
    ];
    const found: Bill[] = [];
    let balance = before?.closing ?? 0n;
    for (let month = Math.min(from, Math.max(openFrom, opened)); month <= to; month++) {
      const closed = bills.get(month);
      const totals = totalsOf((closed ? written : live).get(month) ?? []);
      const opening = balance;
      balance = closed ? closed.closing : opening + balanceChange(totals);
      if (month < from) continue;
      found.push({
        month,
        closed: closed !== undefined || month <= closedUpTo,
        opening,
        closing: balance,
        ...totals,
      });
    }
    return found.reverse();
  });
}

/** One bill with its lines. @throws HeraldError BILL_MONTHS_INVALID */
export async function readBill(
  deps: BillDeps,
  { accountId, month }: { accountId: string; month: number },
): Promise<{ bill: Bill; lines: BillLine[] }> {
  const [bill] = await readBills(deps, { accountId, from: month, to: month });
  if (!bill) throw new HeraldError('BILL_MONTHS_INVALID');
  const lines = bill.closed
    ? await closedLines(deps.sql, accountId, month)
    : await inTransaction(deps.sql, async (tx) => {
        // A million messages take some seconds; the answer is not worth more than its caller waits.
        await tx`SET LOCAL statement_timeout = '50s'`;
        await tx`SET LOCAL enable_seqscan = on`;
        return sumLines(tx, { accountId, ...spanOf(month) });
      });
  return { bill, lines };
}

const startOf = (month: number) => new Date(monthStart(month));

/** The moments of a month: [from, until). */
export const spanOf = (month: number) => ({ from: startOf(month), until: startOf(month + 1) });
