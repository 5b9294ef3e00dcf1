import { pipeline } from 'node:stream/promises';
import type { TaskFault, TaskRowState } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { TaskKey } from './store.ts';

/** A row that comes out of its part. */
export interface NewRow {
  line: number;
  sealed: Uint8Array;
  calleeKey: Uint8Array;
  state: 'waiting' | 'skipped' | 'cancelled';
  reason: string;
}

/** Sealed rows are bound to their place. */
export const rowContext = ({ accountId, taskNo }: TaskKey, line: number) =>
  `task_rows.sealed:${accountId}/${taskNo}/${line}`;

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** Columns of COPY's text form are parted by tabs; none of ours holds one, a line end or a backslash. */
const copied = (key: TaskKey, row: NewRow, at: string): string =>
  `${key.accountId}\t${key.taskNo}\t${row.line}\t\\\\x${hex(row.sealed)}\t\\\\x${hex(row.calleeKey)}\t${row.state}\t${row.reason}\t${at}\n`;

/**
 * Adds rows. By COPY: as parameters of an INSERT they cost the driver as much again as all that is done with a row
 * before.
 */
export async function addRows(tx: Tx, key: TaskKey, rows: readonly NewRow[], at: Date): Promise<void> {
  const into = await tx`
    COPY task_rows (account_id, task_no, line, sealed, callee_key, state, reason, due_at) FROM STDIN`.writable();
  const time = at.toISOString();
  await pipeline([rows.map((row) => copied(key, row, time)).join('')], into);
}

export async function insertFaults(
  db: Db,
  { accountId, taskNo }: TaskKey,
  faults: readonly { line: number; column: number; fault: TaskFault }[],
): Promise<void> {
  if (faults.length === 0) return;
  await db`
    INSERT INTO task_faults (account_id, task_no, line, col, fault)
    SELECT ${accountId}, ${taskNo}, * FROM unnest(
      ${faults.map((one) => one.line)}::integer[], ${faults.map((one) => one.column)}::smallint[],
      ${faults.map((one) => one.fault)}::text[])
    ON CONFLICT DO NOTHING`;
}

/** Takes rows and faults away, at most so many of each. @returns how many went */
export async function dropSomeRows(db: Db, { accountId, taskNo }: TaskKey, limit: number): Promise<number> {
  const rows = await db`
    DELETE FROM task_rows WHERE account_id = ${accountId} AND task_no = ${taskNo} AND line IN (
      SELECT line FROM task_rows WHERE account_id = ${accountId} AND task_no = ${taskNo} ORDER BY line LIMIT ${limit})`;
  const faults = await db`
    DELETE FROM task_faults WHERE account_id = ${accountId} AND task_no = ${taskNo} AND line IN (
      SELECT line FROM task_faults WHERE account_id = ${accountId} AND task_no = ${taskNo}
      ORDER BY line LIMIT ${limit})`;
  return rows.count + faults.count;
}

/** A row that is to be sent now. */
export interface DueRow {
  line: number;
  sealed: Uint8Array;
  attempts: number;
  sessionNo: string | null;
}

/** Rows that wait and whose time has come, in their order. The task is locked, so they are the caller's. */
export async function dueRows(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  now: Date,
  limit: number,
): Promise<DueRow[]> {
  return await tx<DueRow[]>`
    SELECT line, sealed, attempts, session_no AS "sessionNo" FROM task_rows
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'waiting' AND due_at <= ${now}
    ORDER BY due_at, line LIMIT ${limit}`;
}

/** When the first of the waiting rows is due. */
export async function earliestDue(db: Db, { accountId, taskNo }: TaskKey): Promise<Date | undefined> {
  const [row] = await db<{ dueAt: Date }[]>`
    SELECT due_at AS "dueAt" FROM task_rows
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'waiting' ORDER BY due_at LIMIT 1`;
  return row?.dueAt;
}

export interface RowUpdate {
  line: number;
  /** The state it must still be in, and of a queued one its message. */
  from: { state: 'waiting' } | { state: 'queued'; sessionNo: string };
  state: TaskRowState;
  reason: string;
  attempts: number;
  dueAt: number;
  /** Absent: stays as it is. */
  sessionNo?: string | undefined;
}

/** Moves rows on. @returns the lines that were still where they were expected: those alone have moved */
export async function updateRows(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  updates: readonly RowUpdate[],
): Promise<Set<number>> {
  if (updates.length === 0) return new Set();
  const rows = await tx<{ line: number }[]>`
    UPDATE task_rows r SET state = u.state, reason = u.reason, attempts = u.attempts, due_at = u.due_at,
      session_no = coalesce(u.session_no, r.session_no)
    FROM unnest(
      ${updates.map((one) => one.line)}::integer[], ${updates.map((one) => one.from.state)}::text[],
      ${updates.map((one) => ('sessionNo' in one.from ? one.from.sessionNo : null))}::uuid[],
      ${updates.map((one) => one.state)}::text[], ${updates.map((one) => one.reason)}::text[],
      ${updates.map((one) => one.attempts)}::smallint[],
      ${updates.map((one) => new Date(one.dueAt).toISOString())}::timestamptz[],
      ${updates.map((one) => one.sessionNo ?? null)}::uuid[]
    ) AS u (line, from_state, from_session, state, reason, attempts, due_at, session_no)
    WHERE r.account_id = ${accountId} AND r.task_no = ${taskNo} AND r.line = u.line AND r.state = u.from_state
      AND (u.from_session IS NULL OR r.session_no = u.from_session)
    RETURNING r.line`;
  return new Set(rows.map((row) => row.line));
}

/** Waiting rows of a cancelled task are over, at most so many. @returns how many */
export async function giveUpWaiting(tx: Tx, { accountId, taskNo }: TaskKey, limit: number): Promise<number> {
  const rows = await tx`
    UPDATE task_rows SET state = 'cancelled'
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND line IN (
      SELECT line FROM task_rows WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'waiting'
      ORDER BY due_at, line LIMIT ${limit})`;
  return rows.count;
}

/** Says of waiting rows why they will not be sent, or no more. */
export async function setReasons(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  lines: readonly number[],
  reason: string,
): Promise<void> {
  await tx`
    UPDATE task_rows SET reason = ${reason}
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'waiting'
      AND line = ANY(${lines as number[]}::integer[])`;
}

/** Messages of the rows that are in the queue or being called. */
export async function queuedSessions(
  db: Db,
  { accountId, taskNo }: TaskKey,
  limit: number,
): Promise<string[]> {
  const rows = await db<{ sessionNo: string }[]>`
    SELECT session_no AS "sessionNo" FROM task_rows
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'queued' LIMIT ${limit}`;
  return rows.map((row) => row.sessionNo);
}

/** A row for the one whose list it is. */
export interface StoredRow {
  line: number;
  sealed: Uint8Array;
  state: TaskRowState;
  reason: string;
  attempts: number;
  dueAt: Date;
  sessionNo: string | null;
}

/** Rows in the order of the list, behind a line. */
export async function rowsAfter(
  db: Db,
  { accountId, taskNo }: TaskKey,
  filter: {
    after: number;
    state: TaskRowState | undefined;
    reason: string | undefined;
    calleeKey: Uint8Array | undefined;
    limit: number;
  },
): Promise<StoredRow[]> {
  const { after, state, reason, calleeKey, limit } = filter;
  return await db<StoredRow[]>`
    SELECT line, sealed, state, reason, attempts, due_at AS "dueAt", session_no AS "sessionNo" FROM task_rows
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND line > ${after}
      ${state === undefined ? db`` : db`AND state = ${state}`}
      ${reason === undefined ? db`` : db`AND reason = ${reason}`}
      ${calleeKey === undefined ? db`` : db`AND callee_key = ${calleeKey}::bytea`}
    ORDER BY line LIMIT ${limit}`;
}

export interface FaultRow {
  line: number;
  column: number;
  fault: TaskFault;
}

/** Faults in the order of the list, behind a place. */
export async function faultsAfter(
  db: Db,
  { accountId, taskNo }: TaskKey,
  after: { line: number; column: number },
  limit: number,
): Promise<FaultRow[]> {
  return await db<FaultRow[]>`
    SELECT line, col AS column, fault FROM task_faults
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND (line, col) > (${after.line}, ${after.column})
    ORDER BY line, col LIMIT ${limit}`;
}
