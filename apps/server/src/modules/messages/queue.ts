import type { Db, Tx } from '../../platform/db.ts';
import type { FundingColumns } from './store.ts';

/** Messages that are not over: queued → claimed → dialling → gone (with a receipt). See flow/messages/lifecycle.ts. */

export interface QueueKey {
  accountId: string;
  sessionNo: string;
}

/** Keys as two arrays for unnest. */
export const keyColumns = (keys: readonly QueueKey[]) =>
  [keys.map((k) => k.accountId), keys.map((k) => k.sessionNo)] as const;

/**
 * From here on an INVITE may leave. Only for messages that the node still holds, while its lease runs: a node that
 * was away too long gets nothing back and must not dial.
 * @returns the SessionNos that may be dialled
 */
export async function markDialling(db: Db, nodeId: string, keys: readonly QueueKey[]): Promise<Set<string>> {
  const [accounts, sessions] = keyColumns(keys);
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

/**
 * Puts messages that this node holds, and for which no INVITE has left, back into the queue, each until its time.
 * @returns those that were still this node's, with what they had been claimed for
 */
export async function giveBack(
  db: Db,
  nodeId: string,
  keys: readonly (QueueKey & { dueAt: number })[],
): Promise<{ trunkId: string; showNumber: string | null }[]> {
  const [accounts, sessions] = keyColumns(keys);
  const due = keys.map(({ dueAt }) => new Date(dueAt).toISOString());
  return await db<{ trunkId: string; showNumber: string | null }[]>`
    UPDATE queue SET state = 'queued', node_id = NULL, trunk_id = NULL, show_number = NULL,
      due_at = greatest(queue.due_at, k.due_at)
    FROM queue was JOIN unnest(${accounts}::text[], ${sessions}::uuid[], ${due}::text[]::timestamptz[])
      AS k (account_id, session_no, due_at) ON was.account_id = k.account_id AND was.session_no = k.session_no
    WHERE queue.account_id = was.account_id AND queue.session_no = was.session_no AND queue.node_id = ${nodeId}
    RETURNING was.trunk_id AS "trunkId", was.show_number AS "showNumber"`;
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
    UPDATE queue SET state = 'queued', node_id = NULL, trunk_id = NULL, show_number = NULL
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
  brevityCode: string;
  acceptedAt: Date;
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
  const [accounts, sessions] = keyColumns(endings);
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
      m.brevity_code AS "brevityCode", m.accepted_at AS "acceptedAt", m.task_line AS "taskLine", m.task_attempt AS "taskAttempt"
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
  const [row] = await db<{ due: boolean | null }[]>`
    SELECT least(
      (SELECT due_at FROM queue WHERE state = 'queued' AND purpose = 1 ORDER BY due_at LIMIT 1),
      (SELECT due_at FROM queue WHERE state = 'queued' AND purpose = 2 ORDER BY due_at LIMIT 1)) <= ${now} AS due`;
  return row?.due === true;
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

/** What the queue holds, by what it waits for. */
export interface QueueLoad {
  due: number;
  later: number;
  held: number;
  claimed: number;
  dialling: number;
  /** Since when the first of those that are due waits. */
  oldestDueAt: Date | null;
}

/** Counts the queue, up to `most` of its rows. */
export async function queueLoad(db: Db, now: Date, most: number): Promise<QueueLoad> {
  const [row] = await db<QueueLoad[]>`
    SELECT count(*) FILTER (WHERE state = 'queued' AND held_since IS NULL AND due_at <= ${now})::int AS due,
      count(*) FILTER (WHERE state = 'queued' AND held_since IS NULL AND due_at > ${now})::int AS later,
      count(*) FILTER (WHERE held_since IS NOT NULL)::int AS held,
      count(*) FILTER (WHERE state = 'claimed')::int AS claimed,
      count(*) FILTER (WHERE state = 'dialling')::int AS dialling,
      min(due_at) FILTER (WHERE state = 'queued' AND held_since IS NULL AND due_at <= ${now}) AS "oldestDueAt"
    FROM (SELECT state, held_since, due_at FROM queue LIMIT ${most}) AS counted`;
  return row as QueueLoad;
}

/** Channel on which the dispatcher hears that messages became due. */
export const DUE_CHANNEL = 'herald_due';

export async function announceDue(tx: Tx): Promise<void> {
  await tx`SELECT pg_notify(${DUE_CHANNEL}, '')`;
}
