import type { Db, Tx } from '../../platform/db.ts';

/** Whose: at one customer or ('') at all, of one callee or (null) of all. */
interface Scope {
  accountId: string;
  calleeKey: Uint8Array | null;
}

const erased = (db: Db) => db`
  callee_mask = '', words_sealed = NULL, answer_sealed = NULL,
  finding = regexp_replace(finding, '\\+?[0-9]{7,}', '***', 'g'),
  told_how = regexp_replace(told_how, '\\+?[0-9]{7,}', '***', 'g')`;
const over = (db: Db) => db`state IN ('closed', 'told') AND due_at IS NULL AND callee_mask <> ''`;

/**
 * Takes mask and words out of complaints that are over; what was found, when and by which clock stays (4.3.6, 12.5), without
 * the numbers that somebody wrote into it. One under way is handled to its end first.
 * @returns whether one is under way
 */
export async function eraseComplaints(tx: Tx, { accountId, calleeKey }: Scope): Promise<boolean> {
  const its = tx`${accountId === '' ? tx`true` : tx`account_id = ${accountId}`}
    AND ${calleeKey === null ? tx`true` : tx`callee_key = ${calleeKey}`}`;
  await tx`
    UPDATE complaints SET ${erased(tx)} WHERE ${its} AND ${over(tx)}`;
  const open = await tx`SELECT 1 FROM complaints WHERE ${its} AND callee_mask <> '' LIMIT 1`;
  return open.length > 0;
}

/** The same for complaints that were closed before then, at most `limit`. @returns how many */
export async function eraseOldComplaints(db: Db, before: Date, limit: number): Promise<number> {
  const gone = await db`
    UPDATE complaints SET ${erased(db)}
    WHERE (account_id, complaint_id) IN (
      SELECT account_id, complaint_id FROM complaints WHERE ${over(db)} AND closed_at < ${before}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
  return gone.count;
}
