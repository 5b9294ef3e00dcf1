import { type Db, plannedNow, type Tx } from '../../platform/db.ts';
import type { FundingColumns } from './store.ts';

/** Messages that are not over: queued → claimed → dialling → gone (with a receipt). See flow/messages/lifecycle.ts. */

/** A message that this node has claimed and is about to dial. */
export interface ClaimedMessage {
  accountId: string;
  sessionNo: string;
  templateId: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  dispatchRule: 0 | 1;
  fromNumber: string | null;
  calleeSealed: Uint8Array;
  calleeKey: Uint8Array;
  scriptSealed: Uint8Array;
  allDay: boolean;
  maxTalkSeconds: number;
  expiresAt: Date;
  trunkId: string;
  /** The number to be shown again, where that is asked for. */
  shownBefore: string | null;
}

export interface QueueKey {
  accountId: string;
  sessionNo: string;
}

const columns = (keys: readonly QueueKey[]) =>
  [keys.map((k) => k.accountId), keys.map((k) => k.sessionNo)] as const;

/**
 * Claims due messages for a node and a trunk: codes first, then by due time; at most one per callee, and none whose
 * callee is being rung. Rows that another node is claiming are passed over.
 * @throws 23505 when another node claimed a message to the same callee at the same moment: claim again
 */
export async function claimDue(
  tx: Tx,
  claim: {
    nodeId: string;
    trunkId: string;
    purposes: readonly number[];
    limit: number;
    now: Date;
    /** SessionNos that are not to be claimed. */
    except?: readonly string[];
  },
): Promise<ClaimedMessage[]> {
  return await plannedNow<ClaimedMessage>(tx)`
    WITH due AS (
      SELECT q.account_id, q.session_no, q.callee_key, q.purpose, q.due_at FROM queue q
      WHERE q.state = 'queued' AND q.due_at <= ${claim.now} AND q.expires_at > ${claim.now}
        AND q.purpose = ANY(${claim.purposes as number[]}::smallint[])
        AND q.session_no <> ALL(${(claim.except ?? []) as string[]}::uuid[])
        AND NOT EXISTS (SELECT 1 FROM queue busy WHERE busy.callee_key = q.callee_key AND busy.state <> 'queued')
      ORDER BY q.purpose, q.due_at LIMIT ${claim.limit}
      FOR UPDATE SKIP LOCKED
    ), firsts AS (
      SELECT DISTINCT ON (callee_key) account_id, session_no FROM due ORDER BY callee_key, purpose, due_at
    ), claimed AS (
      UPDATE queue SET state = 'claimed', node_id = ${claim.nodeId}, trunk_id = ${claim.trunkId}
      FROM firsts WHERE queue.account_id = firsts.account_id AND queue.session_no = firsts.session_no
      RETURNING queue.account_id, queue.session_no, queue.trunk_id, queue.expires_at
    )
    SELECT m.account_id AS "accountId", m.session_no AS "sessionNo", m.template_id AS "templateId", m.purpose, m.group_type AS "groupType",
      m.dispatch_rule AS "dispatchRule", m.from_number AS "fromNumber", m.callee_sealed AS "calleeSealed",
      m.callee_key AS "calleeKey", m.script_sealed AS "scriptSealed", m.all_day AS "allDay",
      m.max_talk_s AS "maxTalkSeconds", m.shown_before AS "shownBefore", c.trunk_id AS "trunkId", c.expires_at AS "expiresAt"
    FROM claimed c JOIN messages m ON m.account_id = c.account_id AND m.session_no = c.session_no`;
}

/**
 * From here on an INVITE may leave. Only for messages that the node still holds, while its lease runs: a node that
 * was away too long gets nothing back and must not dial.
 * @returns the SessionNos that may be dialled
 */
export async function markDialling(db: Db, nodeId: string, keys: readonly QueueKey[]): Promise<Set<string>> {
  const [accounts, sessions] = columns(keys);
  const rows = await db<{ session_no: string }[]>`
    UPDATE queue SET state = 'dialling'
    FROM unnest(${accounts}::text[], ${sessions}::uuid[]) AS k (account_id, session_no)
    WHERE queue.account_id = k.account_id AND queue.session_no = k.session_no
      AND queue.state = 'claimed' AND queue.node_id = ${nodeId}
      AND EXISTS (SELECT 1 FROM nodes WHERE node_id = ${nodeId} AND lease_until > clock_timestamp())
    RETURNING queue.session_no`;
  return new Set(rows.map((row) => row.session_no));
}

/**
 * Moves a call that is being dialled to the next trunk, so that capacity is counted where it is used.
 * @returns false when the message is no longer this node's (its lease ran out in between): it must not be dialled again
 */
export async function moveToTrunk(db: Db, nodeId: string, key: QueueKey, trunkId: string): Promise<boolean> {
  const moved = await db`
    UPDATE queue SET trunk_id = ${trunkId}
    WHERE account_id = ${key.accountId} AND session_no = ${key.sessionNo} AND node_id = ${nodeId}
      AND state = 'dialling'
      AND EXISTS (SELECT 1 FROM nodes WHERE node_id = ${nodeId} AND lease_until > clock_timestamp())`;
  return moved.count === 1;
}

/** Puts messages that this node holds, and for which no INVITE has left, back into the queue. */
export async function giveBack(
  db: Db,
  nodeId: string,
  keys: readonly QueueKey[],
  dueAt: Date,
): Promise<void> {
  const [accounts, sessions] = columns(keys);
  await db`
    UPDATE queue SET state = 'queued', node_id = NULL, trunk_id = NULL, due_at = greatest(due_at, ${dueAt})
    FROM unnest(${accounts}::text[], ${sessions}::uuid[]) AS k (account_id, session_no)
    WHERE queue.account_id = k.account_id AND queue.session_no = k.session_no
      AND queue.node_id = ${nodeId}`;
}

/** Whose messages are nobody's: no node has it, so recovery finds them as those of a lost node. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Lets go of what is a node's in the queue but not in its memory: a commit whose answer got lost, a lease that lapsed
 * between claim and dial. Nobody else would ever take such a message over while the node lives.
 * @param held SessionNos that the node is working on
 * @returns how many
 */
export async function disown(db: Db, nodeId: string, held: readonly string[]): Promise<number> {
  const gone = await db`
    UPDATE queue SET node_id = ${NOBODY}
    WHERE state <> 'queued' AND node_id = ${nodeId} AND session_no <> ALL(${held as string[]}::uuid[])`;
  return gone.count;
}

/** Claimed, never dialled, and the node is lost: back into the queue. @returns how many */
export async function giveBackOfLostNodes(db: Db): Promise<number> {
  const back = await db`
    UPDATE queue SET state = 'queued', node_id = NULL, trunk_id = NULL
    WHERE state = 'claimed'
      AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.node_id = queue.node_id AND n.lease_until > clock_timestamp())`;
  return back.count;
}

/** Being dialled by a node that is lost: nobody will ever know. At most `limit`. */
export async function diallingOfLostNodes(db: Db, limit: number): Promise<(QueueKey & { nodeId: string })[]> {
  return await db<(QueueKey & { nodeId: string })[]>`
    SELECT account_id AS "accountId", session_no AS "sessionNo", node_id AS "nodeId" FROM queue
    WHERE state = 'dialling'
      AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.node_id = queue.node_id AND n.lease_until > clock_timestamp())
    LIMIT ${limit}`;
}

/** Due since `dueBefore`, with a purpose that nothing can carry. At most `limit`. */
export async function dueOfPurposes(
  db: Db,
  purposes: readonly number[],
  dueBefore: Date,
  limit: number,
): Promise<QueueKey[]> {
  return await db<QueueKey[]>`
    SELECT account_id AS "accountId", session_no AS "sessionNo" FROM queue
    WHERE state = 'queued' AND purpose = ANY(${purposes as number[]}::smallint[]) AND due_at <= ${dueBefore}
    LIMIT ${limit}`;
}

/** What waits of these accounts. At most `limit`. */
export async function queuedOf(db: Db, accountIds: readonly string[], limit: number): Promise<QueueKey[]> {
  return await db<QueueKey[]>`
    SELECT account_id AS "accountId", session_no AS "sessionNo" FROM queue
    WHERE state = 'queued' AND account_id = ANY(${accountIds as string[]}) LIMIT ${limit}`;
}

/** What settlement needs of a message that has just left the queue. */
export interface EndedMessage extends FundingColumns {
  accountId: string;
  sessionNo: string;
  /** What was reserved covers a talk of this length, and the call may not last longer. */
  maxTalkSeconds: number;
  /** The trunk that it was claimed for, or moved to. */
  trunkId: string | null;
  /** The row of a task that it was sent for, and which call of the row. */
  taskNo: string | null;
  taskLine: number | null;
  taskAttempt: number | null;
}

/**
 * Takes messages out of the queue for good, each only from the state and node it is expected in. Being the one who
 * removed the row is the right to settle: of two that try, one gets it.
 */
export async function takeOut(
  tx: Tx,
  endings: readonly (QueueKey & { from: 'queued' | 'claimed' | 'dialling'; nodeId: string | undefined })[],
): Promise<EndedMessage[]> {
  const [accounts, sessions] = columns(endings);
  return await tx<EndedMessage[]>`
    WITH gone AS (
      DELETE FROM queue USING unnest(
        ${accounts}::text[], ${sessions}::uuid[], ${endings.map((e) => e.from)}::text[],
        ${endings.map((e) => e.nodeId ?? null)}::uuid[]) AS e (account_id, session_no, state, node_id)
      WHERE queue.account_id = e.account_id AND queue.session_no = e.session_no AND queue.state = e.state
        AND (e.node_id IS NULL OR queue.node_id = e.node_id)
      RETURNING queue.account_id, queue.session_no, queue.trunk_id
    )
    SELECT m.account_id AS "accountId", m.session_no AS "sessionNo", g.trunk_id AS "trunkId", m.funding_account AS "fundingAccount",
      m.funding_parts AS "fundingParts", m.commodity, m.unit_price AS "unitPrice", m.step_s AS "stepSeconds",
      m.reserved, m.first_part AS "firstPart", m.max_talk_s AS "maxTalkSeconds", m.task_no AS "taskNo",
      m.task_line AS "taskLine", m.task_attempt AS "taskAttempt"
    FROM gone g JOIN messages m ON m.account_id = g.account_id AND m.session_no = g.session_no`;
}

/** How many messages wait, counted up to `most`. */
export async function queueDepth(db: Db, most: number): Promise<number> {
  const [row] = await db<{ depth: number }[]>`
    SELECT count(*)::int AS depth FROM (SELECT 1 FROM queue LIMIT ${most}) AS waiting`;
  return row?.depth ?? 0;
}

/** Whether anything is due, seen without a lock or a write: what an idle dispatcher asks. */
export async function anyDue(db: Db, now: Date): Promise<boolean> {
  const [row] = await plannedNow<object>(db)`
    SELECT 1 FROM queue WHERE state = 'queued' AND purpose IN (1, 2) AND due_at <= ${now} LIMIT 1`;
  return row !== undefined;
}

/** State of one message in the queue, or undefined when it is over (or never was). */
export async function queueState(
  db: Db,
  key: QueueKey,
): Promise<{ state: 'queued' | 'claimed' | 'dialling'; heldSince: Date | null } | undefined> {
  const [row] = await db<{ state: 'queued' | 'claimed' | 'dialling'; heldSince: Date | null }[]>`
    SELECT state, held_since AS "heldSince" FROM queue
    WHERE account_id = ${key.accountId} AND session_no = ${key.sessionNo}`;
  return row;
}

/** Channel on which the dispatcher hears that messages became due. */
export const DUE_CHANNEL = 'herald_due';

export async function announceDue(tx: Tx): Promise<void> {
  await tx`SELECT pg_notify(${DUE_CHANNEL}, '')`;
}
