import type { Db } from '../../platform/db.ts';
import { CASH, HELD, OWED } from './rules.ts';

export type EndedState = 'waiting' | 'outstanding' | 'returned' | 'forfeited' | 'empty';

/** What an account whose service has ended had left then, and what became of it; amounts in 10⁻⁴ yuan. */
export interface EndedBalance {
  accountId: string;
  name: string;
  /** By a termination; else a change of the agreement was refused. */
  terminated: boolean;
  clause: string;
  reason: string;
  endedAt: Date | null;
  balance: bigint;
  held: bigint;
  owed: bigint;
  outstanding: bigint;
  returned: bigint;
  forfeited: bigint;
  doneAt: Date | null;
  state: EndedState;
}

/** 12.3: a refusal of the agreement ends a service by no sanction, and rests on this. */
const REFUSED = '12.3';

/**
 * What was done with a balance counts from the end on: a service that ended by a refusal may have begun again. One that
 * is terminated after that end ended then.
 */
const ended = (db: Db, at: Date) => db`
  SELECT e.*, l.balance, l.held, l.owed, greatest(l.balance - l.owed, 0) AS outstanding,
    coalesce(r.amount, 0)::bigint AS returned, coalesce(f.amount, 0)::bigint AS forfeited,
    greatest(r.at, f.at) AS done_at,
    CASE WHEN l.held > 0 THEN 'waiting' WHEN l.balance > l.owed THEN 'outstanding'
      WHEN r.at IS NULL AND f.at IS NULL THEN 'empty'
      WHEN r.at IS NULL OR f.at > r.at THEN 'forfeited' ELSE 'returned' END AS state
  FROM (
    SELECT a.account_id, a.name, a.status = 'terminated' AS terminated,
      CASE WHEN a.status = 'terminated' THEN least(t.terminated_at, a.service_ends_at)
        ELSE a.service_ends_at END AS ended_at,
      CASE WHEN a.status = 'terminated' THEN coalesce(s.clause, '') ELSE ${REFUSED} END AS clause,
      CASE WHEN a.status = 'terminated' THEN coalesce(s.reason, '') ELSE '' END AS reason
    FROM accounts a
    LEFT JOIN account_terminations t ON t.account_id = a.account_id
    LEFT JOIN LATERAL (
      SELECT clause, reason FROM sanctions
      WHERE account_id = a.account_id AND kind = 'termination'
      ORDER BY imposed_at DESC LIMIT 1) s ON true
    WHERE a.status = 'terminated' OR a.service_ends_at <= ${at}) e
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(credits - debits) FILTER (WHERE ledger_account = ${CASH}), 0)::bigint AS balance,
      coalesce(sum(credits - debits) FILTER (WHERE ledger_account = ${HELD}), 0)::bigint AS held,
      coalesce(sum(debits - credits) FILTER (WHERE ledger_account = ${OWED}), 0)::bigint AS owed
    FROM ledger_accounts WHERE account_id = e.account_id) l
  CROSS JOIN LATERAL (
    SELECT sum(amount) AS amount, max(at) AS at FROM returned_balances
    WHERE account_id = e.account_id AND (e.ended_at IS NULL OR at >= e.ended_at)) r
  CROSS JOIN LATERAL (
    SELECT sum(amount) AS amount, max(at) AS at FROM forfeitures
    WHERE account_id = e.account_id AND (e.ended_at IS NULL OR at >= e.ended_at)) f`;

/** Accounts whose service has ended, the latest end first, with what is outstanding of all that match. */
export async function listEndedBalances(
  db: Db,
  asked: {
    accountId: string | undefined;
    state: EndedState | undefined;
    at: Date;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; outstanding: bigint; balances: EndedBalance[] }> {
  const of = db`
    FROM (${ended(db, asked.at)}) AS b
    WHERE (${asked.accountId ?? null}::text IS NULL OR account_id = ${asked.accountId ?? null})
      AND (${asked.state ?? null}::text IS NULL OR state = ${asked.state ?? null})`;
  const [[sums], balances] = await Promise.all([
    db<{ total: number; outstanding: bigint }[]>`
      SELECT count(*)::int AS total, coalesce(sum(outstanding), 0)::bigint AS outstanding ${of}`,
    db<EndedBalance[]>`
      SELECT account_id AS "accountId", name, terminated, clause, reason, ended_at AS "endedAt", balance, held, owed,
        outstanding, returned, forfeited, done_at AS "doneAt", state ${of}
      ORDER BY ended_at DESC NULLS LAST, account_id LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: sums?.total ?? 0, outstanding: sums?.outstanding ?? 0n, balances: [...balances] };
}
