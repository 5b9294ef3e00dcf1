import type { Db, Tx } from '../../platform/db.ts';
import type { BillLine, PostedSum } from './rules.ts';
import { byMonth, type Span, summed } from './store.ts';

/** Writes the lines of a day, without bringing them here. Nothing is posted into it any more: written twice is once. */
export async function insertLines(tx: Tx, month: number, span: Span): Promise<void> {
  await tx`
    INSERT INTO bill_lines (account_id, month, day, kind, payer, commodity, purpose, group_type, template_id, destination,
      messages, units, amount)
    SELECT ${span.accountId}, ${month}, s.* FROM (${summed(tx, span)}) AS s
    ON CONFLICT DO NOTHING`;
}

/** A day of a month (as platform/beijing-time.ts numbers it), from 1. */
export interface BillDay {
  month: number;
  day: number;
}

/** Up to where lines stand: the last day that is closed for every account, and the account's last closed month. */
export interface Written {
  day: BillDay;
  month: number;
}

const stands = (db: Db, { day, month }: Written) =>
  db`(month <= ${month} OR (month, day) <= (${day.month}, ${day.day}::smallint))`;

/** The last day that is closed for every account. */
export async function lastClosedDay(db: Db): Promise<BillDay | undefined> {
  const [row] = await db<BillDay[]>`SELECT month, day FROM bill_days ORDER BY month DESC, day DESC LIMIT 1`;
  return row;
}

export async function markDayClosed(db: Db, { month, day }: BillDay, at: Date): Promise<void> {
  await db`INSERT INTO bill_days (month, day, closed_at) VALUES (${month}, ${day}, ${at}) ON CONFLICT DO NOTHING`;
}

/** Accounts with postings of a day whose lines are not written, in the order of their ids after `after`. */
export async function accountsToWrite(
  db: Db,
  asked: { day: BillDay; from: Date; until: Date; after: string; limit: number },
): Promise<string[]> {
  const { month, day } = asked.day;
  const rows = await db<{ accountId: string }[]>`
    SELECT a.account_id AS "accountId" FROM accounts a
    WHERE a.account_id > ${asked.after} AND a.created_at < ${asked.until}
      AND NOT EXISTS (SELECT 1 FROM bill_lines b
        WHERE b.account_id = a.account_id AND b.month = ${month} AND b.day = ${day})
      AND EXISTS (SELECT 1 FROM ledger_transfers t WHERE t.account_id = a.account_id AND t.at >= ${asked.from}
        AND t.at < ${asked.until} AND t.kind NOT IN ('reserve', 'release'))
    ORDER BY a.account_id LIMIT ${asked.limit}`;
  return rows.map((row) => row.accountId);
}

/** Sums of what is written of months [from, to]: all of the closed ones, and of the others the closed days. */
export async function writtenSums(
  db: Db,
  accountId: string,
  from: number,
  to: number,
  written: Written,
): Promise<Map<number, PostedSum[]>> {
  const rows = await db<(PostedSum & { month: number })[]>`
    SELECT month, kind, payer, commodity, sum(amount)::bigint AS amount FROM bill_lines
    WHERE account_id = ${accountId} AND month BETWEEN ${from} AND ${to} AND ${stands(db, written)}
    GROUP BY 1, 2, 3, 4`;
  return byMonth(rows);
}

/** What is written of a month: all of a closed one, else the closed days. */
export async function writtenLines(
  db: Db,
  accountId: string,
  month: number,
  written: Written,
): Promise<BillLine[]> {
  return await db<BillLine[]>`
    SELECT day, kind, payer, commodity, purpose, group_type AS "groupType", template_id AS "templateId", destination,
      messages, units, amount
    FROM bill_lines WHERE account_id = ${accountId} AND month = ${month} AND ${stands(db, written)}`;
}
