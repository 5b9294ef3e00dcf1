import type { Db } from '../../platform/db.ts';
import { inBeijing, payer } from './store.ts';

export interface BillFault {
  accountId: string;
  month: number;
  fault: string;
}

/**
 * Proves closed bills: what each says of a kind, payer and commodity is what was posted in its month, and its balances
 * go on from the bill before. Empty means sound.
 */
export async function verifyBills(db: Db): Promise<BillFault[]> {
  const differing = await db<
    {
      account_id: string;
      month: number;
      day: number;
      kind: string;
      commodity: string;
      billed: bigint;
      posted: bigint;
    }[]
  >`
    WITH posted AS (
      SELECT t.account_id, (extract(year FROM ${inBeijing(db)}) * 12 + extract(month FROM ${inBeijing(db)}) - 1)::int
        AS month, extract(day FROM ${inBeijing(db)})::smallint AS day, t.kind, ${payer(db)} AS payer, t.commodity,
        sum(t.amount)::bigint AS amount
      FROM ledger_transfers t WHERE t.kind NOT IN ('reserve', 'release') GROUP BY 1, 2, 3, 4, 5, 6
    ), billed AS (
      SELECT account_id, month, day, kind, payer, commodity, sum(amount)::bigint AS amount FROM bill_lines
      GROUP BY 1, 2, 3, 4, 5, 6)
    SELECT account_id, month, day, kind, commodity, coalesce(b.amount, 0)::bigint AS billed,
      coalesce(p.amount, 0)::bigint AS posted
    FROM billed b FULL JOIN posted p USING (account_id, month, day, kind, payer, commodity)
    WHERE coalesce(b.amount, 0) <> coalesce(p.amount, 0)
      AND (EXISTS (SELECT 1 FROM bills c WHERE c.account_id = coalesce(b.account_id, p.account_id)
          AND c.month = coalesce(b.month, p.month))
        OR coalesce(b.month, p.month) <= (SELECT max(month) FROM bill_months)
        OR (month, day) <= (SELECT d.month, d.day FROM bill_days d ORDER BY d.month DESC, d.day DESC LIMIT 1))`;
  const broken = await db<{ account_id: string; month: number; opening: bigint; before: bigint }[]>`
    SELECT account_id, month, opening, before FROM (
      SELECT account_id, month, opening,
        coalesce(lag(closing) OVER (PARTITION BY account_id ORDER BY month), 0)::bigint AS before FROM bills) AS b
    WHERE opening <> before`;
  return [
    ...differing.map((row) => ({
      accountId: row.account_id,
      month: row.month,
      fault: `bill says ${row.billed} ${row.commodity} of ${row.kind} on day ${row.day}, posted were ${row.posted}`,
    })),
    ...broken.map((row) => ({
      accountId: row.account_id,
      month: row.month,
      fault: `opens with ${row.opening}, the bill before closed with ${row.before}`,
    })),
  ];
}
