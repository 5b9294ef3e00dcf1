import type { Db, Tx } from '../../platform/db.ts';
import type { QueueKey } from './queue.ts';
import { type FundingColumns, packParts, type StoredFunding } from './store.ts';

/** A message that waits, as far as who pays for it may change. */
export interface Coverable extends FundingColumns {
  sessionNo: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  maxTalkSeconds: number;
  lineSeconds: number;
  acceptedAt: Date;
  brevityCode: string;
}

const columns = (db: Db) => db`
  m.session_no AS "sessionNo", m.purpose, m.group_type AS "groupType", m.max_talk_s AS "maxTalkSeconds",
  m.line_s AS "lineSeconds",  m.accepted_at AS "acceptedAt", m.brevity_code AS "brevityCode", m.funding_account AS "fundingAccount", m.funding_parts AS "fundingParts", m.commodity,
  m.unit_price AS "unitPrice", m.step_s AS "stepSeconds", m.reserved, m.first_part AS "firstPart"`;

/**
 * Messages of an account that wait and for which a commodity is reserved, the latest first; at most `limit`. They are
 * locked: no dialer claims them before the transaction ends. The account is locked too.
 */
export async function lockCovered(
  tx: Tx,
  asked: { accountId: string; commodity: string; limit: number },
): Promise<Coverable[]> {
  return await tx<Coverable[]>`
    SELECT ${columns(tx)}
    FROM queue q JOIN messages m ON m.account_id = q.account_id AND m.session_no = q.session_no
    WHERE q.account_id = ${asked.accountId} AND q.state = 'queued' AND q.held_since IS NULL
      AND m.commodity = ${asked.commodity} AND m.reserved > 0
    ORDER BY q.session_no DESC LIMIT ${asked.limit} FOR UPDATE OF q`;
}

/** Messages of an account that are held and not over yet, the oldest first, after one of them; at most `limit`. Locked. */
export async function lockHeld(
  tx: Tx,
  asked: { accountId: string; after: string; at: Date; limit: number },
): Promise<Coverable[]> {
  return await tx<Coverable[]>`
    SELECT ${columns(tx)}
    FROM queue q JOIN messages m ON m.account_id = q.account_id AND m.session_no = q.session_no
    WHERE q.account_id = ${asked.accountId} AND q.held_since IS NOT NULL AND q.session_no > ${asked.after}::uuid
      AND q.expires_at > ${asked.at}
    ORDER BY q.session_no LIMIT ${asked.limit} FOR UPDATE OF q`;
}

/** Accounts with held messages, in the order of their ids after `after`; at most `limit`. */
export async function accountsHeld(db: Db, after: string, limit: number): Promise<string[]> {
  const rows = await db<{ accountId: string }[]>`
    SELECT DISTINCT account_id AS "accountId" FROM queue
    WHERE held_since IS NOT NULL AND account_id > ${after} ORDER BY 1 LIMIT ${limit}`;
  return rows.map((row) => row.accountId);
}

/** Holds messages that are locked: due when they expire, so that nobody claims them. */
export async function hold(tx: Tx, keys: readonly QueueKey[], at: Date): Promise<void> {
  await tx`
    UPDATE queue SET held_since = ${at}, held_due_at = due_at, due_at = expires_at
    FROM unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.sessionNo)}::uuid[])
      AS k (account_id, session_no)
    WHERE queue.account_id = k.account_id AND queue.session_no = k.session_no AND queue.state = 'queued'`;
}

/** Lets held messages, which are locked, go on: due as they were. */
export async function letGo(tx: Tx, keys: readonly QueueKey[]): Promise<void> {
  await tx`
    UPDATE queue SET due_at = held_due_at, held_since = NULL, held_due_at = NULL
    FROM unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.sessionNo)}::uuid[])
      AS k (account_id, session_no)
    WHERE queue.account_id = k.account_id AND queue.session_no = k.session_no AND queue.held_since IS NOT NULL`;
}

/** Writes down who pays from now on for messages of one account; the ledger moves in the same transaction. */
export async function setFunding(
  tx: Tx,
  accountId: string,
  changed: readonly { sessionNo: string; funding: StoredFunding }[],
): Promise<void> {
  await tx`
    UPDATE messages SET funding_account = f.funding_account, funding_parts = f.funding_parts, commodity = f.commodity,
      unit_price = f.unit_price, step_s = f.step_s, reserved = f.reserved, first_part = f.first_part
    FROM unnest(
      ${changed.map((one) => one.sessionNo)}::uuid[],
      ${changed.map((one) => one.funding.parts[0]?.ledgerAccount ?? '')}::text[],
      ${changed.map((one) => packParts(one.funding))}::text[], ${changed.map((one) => one.funding.commodity)}::text[],
      ${changed.map((one) => one.funding.unitPrice.toString())}::bigint[],
      ${changed.map((one) => one.funding.stepSeconds)}::smallint[],
      ${changed.map((one) => one.funding.reserved.toString())}::bigint[],
      ${changed.map((one) => one.funding.firstPart ?? 0)}::smallint[]
    ) AS f (session_no, funding_account, funding_parts, commodity, unit_price, step_s, reserved, first_part)
    WHERE messages.account_id = ${accountId} AND messages.session_no = f.session_no`;
}
