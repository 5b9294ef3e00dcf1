import type { Db, Tx } from '../../platform/db.ts';

export interface DueRent {
  accountId: string;
  number: string;
  /** Months since January of year 0. */
  month: number;
  /** 10⁻⁴ yuan */
  amount: bigint;
  ledgerId: string;
}

/** Exclusive numbers of accounts that have not ended, with a rent that is not written down for this month yet; at most `limit`. */
export async function numbersToRent(
  db: Db,
  month: number,
  limit: number,
): Promise<Pick<DueRent, 'accountId' | 'number' | 'amount'>[]> {
  return await db<Pick<DueRent, 'accountId' | 'number' | 'amount'>[]>`
    SELECT n.account_id AS "accountId", n.number, n.monthly_rent AS amount
    FROM numbers n JOIN accounts a ON a.account_id = n.account_id AND a.status <> 'terminated'
    WHERE n.status = 'active' AND n.monthly_rent IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM number_rents r
      WHERE r.account_id = n.account_id AND r.number = n.number AND r.month = ${month})
    ORDER BY n.account_id, n.number LIMIT ${limit}`;
}

/** Writes down that a month's rent is due. @returns false when it was before */
export async function insertRent(tx: Tx, rent: DueRent, at: Date): Promise<boolean> {
  const inserted = await tx`
    INSERT INTO number_rents (account_id, number, month, amount, ledger_id, due_since)
    VALUES (${rent.accountId}, ${rent.number}, ${rent.month}, ${rent.amount}, ${rent.ledgerId}, ${at})
    ON CONFLICT DO NOTHING`;
  return inserted.count === 1;
}

/** Rents that are not paid and that the balance of their account covers now, the oldest first; at most `limit`. */
export async function payableRents(db: Db, limit: number): Promise<DueRent[]> {
  return await db<DueRent[]>`
    SELECT r.account_id AS "accountId", r.number, r.month, r.amount, r.ledger_id AS "ledgerId" FROM number_rents r
    JOIN ledger_accounts l ON l.account_id = r.account_id AND l.ledger_account = 'cash'
    WHERE r.paid_at IS NULL AND l.credits - l.debits >= r.amount ORDER BY r.due_since LIMIT ${limit}`;
}

/** Notes that a rent is paid. @returns false when it was before */
export async function markRentPaid(
  tx: Tx,
  { accountId, number, month }: Pick<DueRent, 'accountId' | 'number' | 'month'>,
  at: Date,
): Promise<boolean> {
  const marked = await tx`
    UPDATE number_rents SET paid_at = ${at}
    WHERE account_id = ${accountId} AND number = ${number} AND month = ${month} AND paid_at IS NULL`;
  return marked.count === 1;
}
