import type { Db, Tx } from '../../platform/db.ts';
import { bytes, inserter, moment } from '../../platform/insert-rows.ts';

export type PushState = 'none' | 'pending' | 'delivered' | 'dead';

/** What became of a message. Written once; only the push columns change afterwards. */
export interface Receipt {
  accountId: string;
  sessionNo: string;
  /** 1 success, 2 failure, 3 unknown */
  result: 1 | 2 | 3;
  /** Name in the receipt catalogue. */
  reason: string;
  code: number;
  callId: string | undefined;
  trunkId: string | undefined;
  showNumber: string | undefined;
  startedAt: number | undefined;
  answeredAt: number | undefined;
  endedAt: number;
  talkMs: number;
  /** Messages or minutes charged. */
  costCount: number;
  /** In the commodity of the message. */
  charge: bigint;
  digits: string;
  playsCompleted: number;
  endedBy: string | undefined;
  /** RTP report as JSON text. */
  media: string | undefined;
  /** What came of a flow, sealed. */
  flowSealed?: Uint8Array | undefined;
  pushState: 'none' | 'pending';
}

export const flowContext = (sessionNo: string) => `receipts.flow:${sessionNo}`;

const time = (ms: number | undefined) => (ms === undefined ? null : moment(ms));

const insertWritten = inserter<Receipt, number>('receipts', {
  account_id: ['text', (r) => r.accountId],
  session_no: ['uuid', (r) => r.sessionNo],
  result: ['smallint', (r) => r.result],
  reason: ['text', (r) => r.reason],
  code: ['integer', (r) => r.code],
  call_id: ['text', (r) => r.callId ?? null],
  trunk_id: ['text', (r) => r.trunkId ?? null],
  show_number: ['text', (r) => r.showNumber ?? null],
  started_at: ['timestamptz', (r) => time(r.startedAt)],
  answered_at: ['timestamptz', (r) => time(r.answeredAt)],
  ended_at: ['timestamptz', (r) => time(r.endedAt)],
  talk_ms: ['integer', (r) => r.talkMs],
  cost_count: ['integer', (r) => r.costCount],
  charge: ['bigint', (r) => r.charge],
  digits: ['text', (r) => r.digits],
  plays_completed: ['smallint', (r) => r.playsCompleted],
  ended_by: ['text', (r) => r.endedBy ?? null],
  media: ['text', (r) => r.media ?? null],
  push_state: ['text', (r) => r.pushState],
  flow_sealed: ['bytea', (r) => (r.flowSealed ? bytes(r.flowSealed) : null)],
  at: ['timestamptz', (_, at) => moment(at)],
});

/** Writes final receipts. @throws 23505 when a message has one already */
export async function insertReceipts(tx: Tx, receipts: readonly Receipt[], at: Date): Promise<void> {
  await insertWritten(tx, receipts, at.getTime());
}

/** A receipt together with what of its message belongs into it. */
export interface ReceiptView {
  sessionNo: string;
  calleeSealed: Uint8Array;
  showNumber: string | null;
  costCount: number;
  result: 1 | 2 | 3;
  reason: string;
  code: number;
  startedAt: Date | null;
  answeredAt: Date | null;
  endedAt: Date;
  talkMs: number;
  userId: string | null;
  /** Null for a message that was sent by itself. */
  taskNo: string | null;
  purpose: 1 | 2;
  commodity: string;
  charge: bigint;
  callId: string | null;
  trunkId: string | null;
  digits: string;
  playsCompleted: number;
  endedBy: string | null;
  media: string | null;
  flowSealed: Uint8Array | null;
  pushState: PushState;
  pushAttempts: number;
}

/** Receipts of these messages of one account, as far as they are there. */
export async function findReceipts(
  db: Db,
  accountId: string,
  sessionNos: readonly string[],
): Promise<ReceiptView[]> {
  return await db<ReceiptView[]>`
    SELECT r.session_no AS "sessionNo", m.callee_sealed AS "calleeSealed", r.show_number AS "showNumber",
      r.cost_count AS "costCount", r.result, r.reason, r.code, r.started_at AS "startedAt", r.answered_at AS "answeredAt",
      r.ended_at AS "endedAt", r.talk_ms AS "talkMs", m.user_id AS "userId", m.task_no AS "taskNo", m.purpose, m.commodity, r.charge,
      r.call_id AS "callId", r.trunk_id AS "trunkId", r.digits, r.plays_completed AS "playsCompleted",
      r.ended_by AS "endedBy", r.media, r.flow_sealed AS "flowSealed", r.push_state AS "pushState", r.push_attempts AS "pushAttempts"
    FROM receipts r JOIN messages m ON m.account_id = r.account_id AND m.session_no = r.session_no
    WHERE r.account_id = ${accountId} AND r.session_no = ANY(${sessionNos as string[]}::uuid[])`;
}

/**
 * Notes one attempt to deliver a receipt, and what it means for the receipt. What was delivered stays so: a run that
 * was given up for lost may end after the one that took its place.
 * @returns the receipt's state now
 */
export async function recordPush(
  tx: Tx,
  push: {
    accountId: string;
    sessionNo: string;
    at: Date;
    status: number | undefined;
    error: string | undefined;
    state: PushState;
  },
): Promise<PushState | undefined> {
  const [row] = await tx<{ state: PushState }[]>`
    WITH attempt AS (
      UPDATE receipts SET push_attempts = push_attempts + 1,
        push_state = CASE WHEN push_state = 'delivered' THEN push_state ELSE ${push.state} END,
        pushed_at = CASE WHEN ${push.state} = 'delivered' THEN ${push.at}::timestamptz ELSE pushed_at END
      WHERE account_id = ${push.accountId} AND session_no = ${push.sessionNo}
      RETURNING account_id, session_no, push_attempts, push_state
    ), noted AS (
      INSERT INTO receipt_pushes (account_id, session_no, attempt, at, status, error)
      SELECT account_id, session_no, push_attempts, ${push.at}, ${push.status ?? null}, ${push.error ?? null}
      FROM attempt
    )
    SELECT push_state AS state FROM attempt`;
  return row?.state;
}

/** The account no longer has a URL: the receipt is there to be pulled, and not waiting for a push. */
export async function forgoPush(db: Db, accountId: string, sessionNo: string): Promise<void> {
  await db`
    UPDATE receipts SET push_state = 'none'
    WHERE account_id = ${accountId} AND session_no = ${sessionNo} AND push_state = 'pending'`;
}

/** A call as its receipt has it, for whoever compares it with the carrier's records. */
export interface TrunkCall {
  accountId: string;
  sessionNo: string;
  /** Null where the call was lost sight of. */
  callId: string | null;
  /** Hex. */
  calleeKey: string;
  calleeMask: string;
  /** It started within these; they differ where the start is not known. */
  earliest: Date;
  latest: Date;
  answered: boolean;
  talkMs: number;
  /** Its receipt is unknown. */
  unknown: boolean;
}

/** Longer than any message waits before it is dialled, maintenance included. */
const LONGEST_WAIT = '7 days';

/** Calls of one trunk that may have started within [from, until), whoever the customers are, by SessionNo. */
export async function callsOfTrunk(
  db: Db,
  span: { trunkId: string; from: Date; until: Date; after: string | undefined; limit: number },
): Promise<TrunkCall[]> {
  const { trunkId, from, until, after, limit } = span;
  return await db<TrunkCall[]>`
    SELECT r.account_id AS "accountId", r.session_no AS "sessionNo", r.call_id AS "callId",
      encode(m.callee_key, 'hex') AS "calleeKey", m.callee_mask AS "calleeMask",
      coalesce(r.started_at, m.accepted_at) AS earliest, coalesce(r.started_at, r.ended_at) AS latest,
      r.answered_at IS NOT NULL AS answered, r.talk_ms AS "talkMs", r.result = 3 AS unknown
    FROM receipts r JOIN messages m ON m.account_id = r.account_id AND m.session_no = r.session_no
    WHERE r.trunk_id = ${trunkId}
      AND r.session_no >= uuid_floor(${from}::timestamptz - ${LONGEST_WAIT}::interval)
      AND r.session_no < uuid_floor(${until}::timestamptz)
      ${after === undefined ? db`` : db`AND r.session_no > ${after}::uuid`}
      AND coalesce(r.started_at, r.ended_at) >= ${from} AND coalesce(r.started_at, m.accepted_at) < ${until}
    ORDER BY r.session_no LIMIT ${limit}`;
}

/** What a carrier's records say of a message whose receipt is unknown. */
export interface Resolution {
  accountId: string;
  sessionNo: string;
  answered: boolean;
  answeredAt: Date | null;
  seconds: number;
}

/** Notes what a reconciliation found out. The first word of a message stands; receipts and money stay as they are. */
export async function insertResolutions(
  tx: Tx,
  runId: string,
  resolutions: readonly Resolution[],
  at: Date,
): Promise<void> {
  if (resolutions.length === 0) return;
  await tx`
    INSERT INTO receipt_resolutions (account_id, session_no, answered, answered_at, seconds, run_id, at)
    SELECT r.account_id, r.session_no, r.answered = 1, r.answered_at, r.seconds, ${runId}, ${at} FROM unnest(
      ${resolutions.map((r) => r.accountId)}::text[], ${resolutions.map((r) => r.sessionNo)}::uuid[],
      ${resolutions.map((r) => (r.answered ? 1 : 0))}::integer[],
      ${resolutions.map((r) => r.answeredAt?.toISOString() ?? null)}::timestamptz[],
      ${resolutions.map((r) => r.seconds)}::integer[]) AS r (account_id, session_no, answered, answered_at, seconds)
    ON CONFLICT DO NOTHING`;
}

/** What is known by now of a message whose receipt is unknown. */
export async function findResolution(
  db: Db,
  accountId: string,
  sessionNo: string,
): Promise<(Resolution & { at: Date }) | undefined> {
  const [row] = await db<(Resolution & { at: Date })[]>`
    SELECT account_id AS "accountId", session_no AS "sessionNo", answered, answered_at AS "answeredAt", seconds, at
    FROM receipt_resolutions WHERE account_id = ${accountId} AND session_no = ${sessionNo}`;
  return row;
}
