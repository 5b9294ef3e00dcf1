import type { TaskRowState } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { TaskKey } from './store.ts';

/** Why a row has no number any more. */
export const ERASED = 'NUMBER_ERASED';

const ofAccount = (db: Db, accountId: string) =>
  accountId === '' ? db`true` : db`account_id = ${accountId}`;

/**
 * Tasks of one customer, or ('') of all, that hold a number: by its key where rows are rows, by its mark where they lie
 * folded. The folded ones are read through; nobody waits for it.
 */
export async function tasksWithNumber(
  db: Db,
  { accountId, calleeKey, mark }: { accountId: string; calleeKey: Uint8Array; mark: Uint8Array },
  limit: number,
): Promise<TaskKey[]> {
  return await db<TaskKey[]>`
    SELECT account_id AS "accountId", task_no AS "taskNo" FROM task_rows
    WHERE ${ofAccount(db, accountId)} AND callee_key = ${calleeKey}
    UNION
    SELECT account_id, task_no FROM task_parts
    WHERE ${ofAccount(db, accountId)} AND position(${mark}::bytea IN marks) > 0
    LIMIT ${limit}`;
}

/** Whether a list is being read: what is in it is not known yet. */
export async function anyImporting(db: Db, accountId: string): Promise<boolean> {
  const rows =
    await db`SELECT 1 FROM tasks WHERE ${ofAccount(db, accountId)} AND state = 'importing' LIMIT 1`;
  return rows.length > 0;
}

/** Rows of a task to one callee whose message is not in the queue. The task is locked. */
export async function restingRows(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  calleeKey: Uint8Array,
): Promise<{ line: number; state: TaskRowState }[]> {
  return await tx<{ line: number; state: TaskRowState }[]>`
    SELECT line, state FROM task_rows
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND callee_key = ${calleeKey} AND state <> 'queued'
    ORDER BY line`;
}

/** Takes number and values out of rows; what waited is over. */
export async function eraseRows(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  rows: readonly { line: number; sealed: Uint8Array; calleeKey: Uint8Array }[],
): Promise<void> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  await tx`
    UPDATE task_rows t SET sealed = decode(e.sealed, 'hex'), callee_key = decode(e.key, 'hex'),
      reason = CASE WHEN t.state = 'waiting' THEN ${ERASED} ELSE t.reason END,
      state = CASE WHEN t.state = 'waiting' THEN 'cancelled' ELSE t.state END
    FROM unnest(${rows.map(({ line }) => line)}::integer[], ${rows.map(({ sealed }) => hex(sealed))}::text[],
      ${rows.map(({ calleeKey }) => hex(calleeKey))}::text[]) AS e (line, sealed, key)
    WHERE t.account_id = ${accountId} AND t.task_no = ${taskNo} AND t.line = e.line`;
}

/** Seals a part anew, with the marks of what is in it now. */
export async function erasePart(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  { firstLine, sealed, marks }: { firstLine: number; sealed: Uint8Array; marks: Uint8Array },
): Promise<void> {
  await tx`
    UPDATE task_parts SET sealed = ${sealed}, marks = ${marks}
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND first_line = ${firstLine}`;
}

/** Has every task of an account go, with its rows. @returns whether there is one still */
export async function dropTasksOf(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  await tx`
    UPDATE tasks SET state = 'deleted', next_at = ${at} WHERE account_id = ${accountId} AND state <> 'deleted'`;
  const rows = await tx`SELECT 1 FROM tasks WHERE account_id = ${accountId} LIMIT 1`;
  return rows.length > 0;
}
