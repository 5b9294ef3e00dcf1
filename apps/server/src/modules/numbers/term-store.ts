import type { Db, Tx } from '../../platform/db.ts';
import type { NumberKey } from './number-store.ts';

/** Months [fromMonth, untilMonth) of a number that were paid ahead by an order. */
export interface Term extends NumberKey {
  /** Months since January of year 0. */
  fromMonth: number;
  untilMonth: number;
  /** Months before it are earned: their rent is posted. */
  earnedUntil: number;
  /** 10⁻⁴ yuan */
  monthly: bigint;
  orderId: string;
}

export async function insertTerm(tx: Tx, term: Omit<Term, 'earnedUntil'>): Promise<void> {
  await tx`
    INSERT INTO number_terms (account_id, number, from_month, until_month, earned_until, monthly, order_id)
    VALUES (${term.accountId}, ${term.number}, ${term.fromMonth}, ${term.untilMonth}, ${term.fromMonth}, ${term.monthly},
      ${term.orderId})`;
}

/** The terms of a number that reach beyond a month, the earliest first. */
export async function termsAfter(db: Db, { accountId, number }: NumberKey, month: number): Promise<Term[]> {
  return await db<Term[]>`
    SELECT account_id AS "accountId", number, from_month AS "fromMonth", until_month AS "untilMonth",
      earned_until AS "earnedUntil", monthly, order_id AS "orderId"
    FROM number_terms WHERE account_id = ${accountId} AND number = ${number} AND until_month > ${month}
    ORDER BY from_month`;
}

/** Cuts a term off: months from `untilMonth` on are not rented any more. It may come to nothing, and stays as a trace. */
export async function cutTerm(tx: Tx, term: Term, untilMonth: number): Promise<void> {
  await tx`
    UPDATE number_terms SET until_month = ${untilMonth}
    WHERE account_id = ${term.accountId} AND number = ${term.number} AND from_month = ${term.fromMonth}`;
}

/** Numbers whose paid months are over: active ones to be noted as expired, cancelling ones to be given back. */
export async function numbersOver(db: Db, at: Date, limit: number): Promise<NumberKey[]> {
  return await db<NumberKey[]>`
    SELECT account_id AS "accountId", number FROM numbers
    WHERE status IN ('active', 'cancelling') AND expires_at <= ${at} ORDER BY expires_at LIMIT ${limit}`;
}

/**
 * Numbers that go back: expired for too long, owing for too long, or of accounts whose service has ended (12.3, 9.2).
 * @param expiredBefore those that expired before are past renewal
 */
export async function numbersToEnd(
  db: Db,
  {
    expiredBefore,
    unpaidBefore,
    at,
    limit,
  }: { expiredBefore: Date; unpaidBefore: Date; at: Date; limit: number },
): Promise<(NumberKey & { ended: boolean })[]> {
  const ended = db`(a.status = 'terminated' OR coalesce(a.service_ends_at <= ${at}, false))`;
  return await db<(NumberKey & { ended: boolean })[]>`
    SELECT n.account_id AS "accountId", n.number, ${ended} AS ended
    FROM numbers n JOIN accounts a USING (account_id)
    WHERE n.status IN ('active', 'cancelling', 'expired') AND (
      (n.status = 'expired' AND n.expires_at <= ${expiredBefore}) OR n.unpaid_since <= ${unpaidBefore}
      OR ${ended})
    ORDER BY n.account_id, n.number LIMIT ${limit}`;
}

/** Numbers to be renewed by themselves that end before then, or have ended and can still be renewed. */
export async function numbersToRenew(
  db: Db,
  { endsBefore, months, limit }: { endsBefore: Date; months: number; limit: number },
): Promise<NumberKey[]> {
  // Those for which there is money come first; the others have been told.
  return await db<NumberKey[]>`
    SELECT n.account_id AS "accountId", n.number FROM numbers n
    LEFT JOIN ledger_accounts l ON l.account_id = n.account_id AND l.ledger_account = 'cash'
    WHERE n.auto_renew AND n.status IN ('active', 'expired') AND n.expires_at <= ${endsBefore}
      AND (n.renewal_told_at IS NULL OR coalesce(l.credits - l.debits, 0) >= n.monthly_rent * ${months}::int)
    ORDER BY n.expires_at LIMIT ${limit}`;
}

/** Active numbers that end within (now, until] and of which fewer than `noticed` notices were given. */
export async function numbersToNotice(
  db: Db,
  asked: { now: Date; until: Date; noticed: number; limit: number },
): Promise<NumberKey[]> {
  return await db<NumberKey[]>`
    SELECT account_id AS "accountId", number FROM numbers
    WHERE status = 'active' AND expires_at > ${asked.now} AND expires_at <= ${asked.until}
      AND noticed < ${asked.noticed}
    ORDER BY expires_at LIMIT ${asked.limit}`;
}

/** Notes that the n-th notice of its end was given. @returns false where it was before */
export async function markNumberNoticed(
  tx: Tx,
  { accountId, number }: NumberKey,
  noticed: number,
): Promise<boolean> {
  const marked = await tx`
    UPDATE numbers SET noticed = ${noticed}
    WHERE account_id = ${accountId} AND number = ${number} AND noticed < ${noticed}`;
  return marked.count === 1;
}
