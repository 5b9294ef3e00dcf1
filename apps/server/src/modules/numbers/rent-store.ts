import type { Db, Tx } from '../../platform/db.ts';
import type { NumberKey } from './number-store.ts';

export type DueKind = 'rent' | 'minimum';

/** What a number owes for a month. */
export interface Due extends NumberKey {
  /** Months since January of year 0. */
  month: number;
  kind: DueKind;
  /** 10⁻⁴ yuan */
  amount: bigint;
  /** That fell short of the minimum. */
  minutes: number;
  ledgerId: string;
}

/** Months that were paid ahead and have begun, of which the rent is not posted; the oldest first, at most `limit`. */
export async function monthsToEarn(
  db: Db,
  month: number,
  limit: number,
): Promise<(NumberKey & { month: number; amount: bigint; orderId: string })[]> {
  return await db<(NumberKey & { month: number; amount: bigint; orderId: string })[]>`
    SELECT account_id AS "accountId", number, earned_until AS month, monthly AS amount, order_id AS "orderId"
    FROM number_terms WHERE earned_until < until_month AND earned_until <= ${month}
    ORDER BY earned_until, account_id, number LIMIT ${limit}`;
}

/** Notes that a month of a term is earned. @returns false when it was before, or the month is no longer rented */
export async function markEarned(
  tx: Tx,
  { accountId, number, month }: NumberKey & { month: number },
): Promise<boolean> {
  const marked = await tx`
    UPDATE number_terms SET earned_until = ${month + 1}
    WHERE account_id = ${accountId} AND number = ${number} AND earned_until = ${month} AND until_month > ${month}`;
  return marked.count === 1;
}

/** Numbers that are rented by the month, of accounts that have not ended, with no rent written down for this one. */
export async function numbersToRent(
  db: Db,
  month: number,
  at: Date,
  limit: number,
): Promise<(NumberKey & { amount: bigint })[]> {
  return await db<(NumberKey & { amount: bigint })[]>`
    SELECT n.account_id AS "accountId", n.number, n.monthly_rent AS amount
    FROM numbers n JOIN accounts a ON a.account_id = n.account_id AND a.status <> 'terminated'
      AND (a.service_ends_at IS NULL OR a.service_ends_at > ${at})
    WHERE n.status IN ('active', 'cancelling') AND n.monthly_rent IS NOT NULL AND n.expires_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM number_rents r WHERE r.account_id = n.account_id AND r.number = n.number
        AND r.month = ${month} AND r.kind = 'rent')
    ORDER BY n.account_id, n.number LIMIT ${limit}`;
}

/** Writes down what is due. @returns false when it was before */
export async function insertDue(tx: Tx, due: Due, at: Date): Promise<boolean> {
  const inserted = await tx`
    INSERT INTO number_rents (account_id, number, month, kind, amount, minutes, ledger_id, due_since)
    VALUES (${due.accountId}, ${due.number}, ${due.month}, ${due.kind}, ${due.amount}, ${due.minutes},
      ${due.ledgerId}, ${at})
    ON CONFLICT DO NOTHING`;
  return inserted.count === 1;
}

/** Dues that are not paid and that the balance of their account covers now, the oldest first; at most `limit`. */
export async function payableDues(db: Db, limit: number): Promise<Due[]> {
  return await db<Due[]>`
    SELECT r.account_id AS "accountId", r.number, r.month, r.kind, r.amount, r.minutes, r.ledger_id AS "ledgerId"
    FROM number_rents r
    JOIN ledger_accounts l ON l.account_id = r.account_id AND l.ledger_account = 'cash'
    WHERE r.paid_at IS NULL AND l.credits - l.debits >= r.amount ORDER BY r.due_since LIMIT ${limit}`;
}

/** Notes that a due is paid. @returns false when it was before */
export async function markDuePaid(
  tx: Tx,
  { accountId, number, month, kind }: Pick<Due, 'accountId' | 'number' | 'month' | 'kind'>,
  at: Date,
): Promise<boolean> {
  const marked = await tx`
    UPDATE number_rents SET paid_at = ${at}
    WHERE account_id = ${accountId} AND number = ${number} AND month = ${month} AND kind = ${kind}
      AND paid_at IS NULL`;
  return marked.count === 1;
}

/** What a number owes, 10⁻⁴ yuan. */
export async function unpaidDues(db: Db, { accountId, number }: NumberKey): Promise<bigint> {
  const [row] = await db<{ total: bigint }[]>`
    SELECT coalesce(sum(amount), 0)::bigint AS total FROM number_rents
    WHERE account_id = ${accountId} AND number = ${number} AND paid_at IS NULL`;
  return row?.total ?? 0n;
}

/** A number owes since then, or owes nothing (null). @returns false where it was so before */
export async function setUnpaidSince(
  tx: Tx,
  { accountId, number }: NumberKey,
  at: Date | null,
): Promise<boolean> {
  const changed = await tx`
    UPDATE numbers SET unpaid_since = ${at}
    WHERE account_id = ${accountId} AND number = ${number} AND (unpaid_since IS NULL) = ${at !== null}`;
  return changed.count === 1;
}

/** A number with a minimum, and the month to be judged. */
export interface ToJudge extends NumberKey {
  month: number;
  minimumMinutes: number;
  minutePrice: bigint;
  /** When it ended or will; months that were not whole before it are not judged. */
  endsAt: Date | null;
}

/** Numbers whose minimum is to be judged of months before `month`, account by account; at most `limit`. */
export async function minimumsToJudge(db: Db, month: number, limit: number): Promise<ToJudge[]> {
  return await db<ToJudge[]>`
    SELECT account_id AS "accountId", number, minimum_month AS month, minimum_minutes AS "minimumMinutes",
      minute_price AS "minutePrice",
      least(ended_at, CASE WHEN status IN ('cancelling', 'expired', 'cancelled') THEN expires_at END) AS "endsAt"
    FROM numbers WHERE minimum_month IS NOT NULL AND minimum_month < ${month}
    ORDER BY account_id, minimum_month, number LIMIT ${limit}`;
}

/** Goes on to the next month, or to none (null). @returns false where another had judged it */
export async function moveMinimum(
  tx: Tx,
  { accountId, number }: NumberKey,
  from: number,
  to: number | null,
): Promise<boolean> {
  const moved = await tx`
    UPDATE numbers SET minimum_month = ${to}
    WHERE account_id = ${accountId} AND number = ${number} AND minimum_month = ${from}`;
  return moved.count === 1;
}
