import { column } from '../../platform/array-column.ts';
import { type Db, plannedNow, type Tx } from '../../platform/db.ts';
import type { QueueKey } from './queue.ts';

/** Whose messages: of one customer or ('') of all, to one callee or (null) to all, older than a SessionNo or any. */
export interface MessageScope {
  accountId: string;
  calleeKey: Uint8Array | null;
  before?: string;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Messages that are over and whose number is not erased: an erased one has no mask. */
export async function endedUnerased(
  db: Db,
  { accountId, calleeKey, before = LAST }: MessageScope,
  limit: number,
): Promise<QueueKey[]> {
  return await plannedNow<QueueKey>(db)`
    SELECT m.account_id AS "accountId", m.session_no AS "sessionNo" FROM messages m
    WHERE (${accountId}::text = '' OR m.account_id = ${accountId})
      AND (${calleeKey}::bytea IS NULL OR m.callee_key = ${calleeKey})
      AND m.session_no < ${before}::uuid AND m.callee_mask <> ''
      AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.account_id = m.account_id AND q.session_no = m.session_no)
    LIMIT ${limit}`;
}

/** Whether a message of these waits for its call, or is being called. */
export async function anyInQueue(db: Db, { accountId, calleeKey }: MessageScope): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM queue
    WHERE ${accountId === '' ? db`true` : db`account_id = ${accountId}`}
      AND ${calleeKey === null ? db`true` : db`callee_key = ${calleeKey}`} LIMIT 1`;
  return rows.length > 0;
}

/** A message without its person: the same places, with nothing in them. */
export interface ErasedMessage extends QueueKey {
  calleeSealed: Uint8Array;
  calleeKey: Uint8Array;
  scriptSealed: Uint8Array;
}

/**
 * Takes numbers and texts out of messages, which stay for the money's sake. The keyed hash goes from those that are older
 * than `keptFrom`; limits of how often somebody is called count by it until then.
 */
export async function eraseMessages(
  tx: Tx,
  messages: readonly ErasedMessage[],
  keptFrom: string,
): Promise<void> {
  if (messages.length === 0) return;
  const [accounts, sessions] = [messages.map((m) => m.accountId), messages.map((m) => m.sessionNo)];
  await tx`
    UPDATE messages m SET callee_sealed = decode(e.callee, 'hex'), script_sealed = decode(e.script, 'hex'),
      callee_key = CASE WHEN m.session_no < ${keptFrom}::uuid THEN decode(e.key, 'hex') ELSE m.callee_key END,
      callee_mask = '', user_id = NULL
    FROM unnest(${accounts}::text[], ${sessions}::uuid[],
      ${column(messages, (m) => hex(m.calleeSealed))}::text[], ${column(messages, (m) => hex(m.scriptSealed))}::text[],
      ${column(messages, (m) => hex(m.calleeKey))}::text[]) AS e (account_id, session_no, callee, script, key)
    WHERE m.account_id = e.account_id AND m.session_no = e.session_no`;
  await tx`
    DELETE FROM call_events c USING unnest(${accounts}::text[], ${sessions}::uuid[]) AS e (account_id, session_no)
    WHERE c.account_id = e.account_id AND c.session_no = e.session_no`;
}
