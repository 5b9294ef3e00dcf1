import { HeraldError } from '@herald/contract';
import { accountOpenedAt } from '../../modules/accounts/index.ts';
import {
  type BillLine,
  type BillTotals,
  balanceChange,
  closedBills,
  lastBill,
  lastClosedDay,
  lastClosedMonth,
  sumLines,
  sumMonths,
  totalsOf,
  type Written,
  writtenLines,
  writtenSums,
} from '../../modules/bills/index.ts';
import { dayStart, monthOf, monthStart } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inSnapshot } from '../../platform/transaction.ts';

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
 * Bills of months [from, to], the latest first: what is closed as it was written, the last days from the postings.
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

  return inSnapshot(sql, async (tx) => {
    // One view of bills and postings: none that is closed meanwhile is counted as both.
    const last = await lastBill(tx, accountId, to);
    const openFrom = last ? last.month + 1 : opened;
    const upTo = await writtenUpTo(tx, last?.month);
    const first = Math.min(from, openFrom);
    const [before, bills, written, live, closedUpTo] = [
      await lastBill(tx, accountId, from - 1),
      await closedBills(tx, accountId, from, to),
      await writtenSums(tx, accountId, first, to, upTo),
      await sumMonths(tx, { accountId, ...liveSpan(openFrom, to, upTo) }),
      (await lastClosedMonth(tx)) ?? -1,
    ];
    const found: Bill[] = [];
    let balance = before?.closing ?? 0n;
    for (let month = Math.min(from, Math.max(openFrom, opened)); month <= to; month++) {
      const closed = bills.get(month);
      const totals = totalsOf([...(written.get(month) ?? []), ...(live.get(month) ?? [])]);
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
  const lines = await inSnapshot(deps.sql, async (tx) => {
    // One view of lines and postings, as above.
    // A day of a million messages takes some seconds; the answer is not worth more than its caller waits.
    await tx`SET LOCAL statement_timeout = '50s'`;
    await tx`SET LOCAL enable_seqscan = on`;
    const upTo = await writtenUpTo(tx, (await lastBill(tx, accountId, month))?.month);
    const written = await writtenLines(tx, accountId, month, upTo);
    if (upTo.month >= month) return written;
    return [...written, ...(await sumLines(tx, { accountId, ...liveSpan(month, month, upTo) }))];
  });
  return { bill, lines };
}

/** Up to where the lines of an account are written. @param closed its last closed month */
async function writtenUpTo(tx: Tx, closed: number | undefined): Promise<Written> {
  const day = (await lastClosedDay(tx)) ?? { month: -1, day: 0 };
  return { day, month: closed ?? -1 };
}

/** What of months [from, to] is not written: the last days, whose postings are read. Empty where all of it is. */
function liveSpan(from: number, to: number, { day }: Written): { from: Date; until: Date } {
  const next = dayStart({ ...day, day: day.day + 1 });
  return { from: new Date(Math.max(monthStart(from), next)), until: startOf(to + 1) };
}

const startOf = (month: number) => new Date(monthStart(month));

/** The moments of a month: [from, until). */
export const spanOf = (month: number) => ({ from: startOf(month), until: startOf(month + 1) });
