import type { Db, Tx } from '../../platform/db.ts';
import type { PushState } from './store.ts';

/** A receipt as its push stands. */
export interface PushedReceipt {
  sessionNo: string;
  state: PushState;
  attempts: number;
  /** When the message ended. */
  at: Date;
  pushedAt: Date | null;
  /** Of the last attempt. */
  lastAt: Date | null;
  status: number | null;
  error: string | null;
}

/** Receipts whose push was given up, the oldest message first, after one of them; at most `limit`. */
export async function pageDead(
  db: Db,
  asked: { accountId: string; after: string; limit: number },
): Promise<PushedReceipt[]> {
  return await db<PushedReceipt[]>`
    SELECT r.session_no AS "sessionNo", r.push_state AS state, r.push_attempts AS attempts, r.at,
      r.pushed_at AS "pushedAt", p.at AS "lastAt", p.status, p.error
    FROM receipts r LEFT JOIN receipt_pushes p ON p.account_id = r.account_id AND p.session_no = r.session_no
      AND p.attempt = r.push_attempts
    WHERE r.account_id = ${asked.accountId} AND r.push_state = 'dead' AND r.session_no > ${asked.after}::uuid
    ORDER BY r.session_no LIMIT ${asked.limit}`;
}

/** SessionNos of receipts whose push was given up, the oldest first. */
export async function deadReceipts(db: Db, accountId: string, limit: number): Promise<string[]> {
  const rows = await db<{ sessionNo: string }[]>`
    SELECT session_no AS "sessionNo" FROM receipts
    WHERE account_id = ${accountId} AND push_state = 'dead' ORDER BY session_no LIMIT ${limit}`;
  return rows.map((row) => row.sessionNo);
}

/** Lets receipts be pushed again. Those that are being pushed are left out. @returns the SessionNos of the others */
export async function reviveReceipts(
  tx: Tx,
  accountId: string,
  sessionNos: readonly string[],
): Promise<string[]> {
  const rows = await tx<{ sessionNo: string }[]>`
    UPDATE receipts SET push_state = 'pending'
    WHERE account_id = ${accountId} AND session_no = ANY(${sessionNos as string[]}::uuid[])
      AND push_state <> 'pending'
    RETURNING session_no AS "sessionNo"`;
  return rows.map((row) => row.sessionNo);
}

/** Every attempt to deliver a receipt, the latest first; at most 100. */
export async function listPushes(
  db: Db,
  accountId: string,
  sessionNo: string,
): Promise<{ attempt: number; at: Date; status: number | null; error: string | null }[]> {
  return await db<{ attempt: number; at: Date; status: number | null; error: string | null }[]>`
    SELECT attempt, at, status, error FROM receipt_pushes
    WHERE account_id = ${accountId} AND session_no = ${sessionNo} ORDER BY attempt DESC LIMIT 100`;
}
