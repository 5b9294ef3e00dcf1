import { pipeline } from 'node:stream/promises';
import { binaryCopy, copyTime } from '../../platform/binary-copy.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { PART_ROWS } from './part-rules.ts';
import { dropSomeRows } from './rows.ts';
import type { TaskKey } from './store.ts';

/** Some rows of a list that nothing has happened to yet. */
export interface StoredPart {
  firstLine: number;
  lastLine: number;
  sealed: Uint8Array;
  dueAt: Date;
}

/** Parts are bound to their place. */
export const partContext = ({ accountId, taskNo }: TaskKey, firstLine: number) =>
  `task_parts.sealed:${accountId}/${taskNo}/${firstLine}`;

/** Adds parts of an import that still counts; false where it does not, and nothing is written. */
export async function addParts(
  tx: Tx,
  key: TaskKey,
  run: string,
  parts: readonly (StoredPart & { marks: Uint8Array })[],
): Promise<boolean> {
  const mine = await tx`
    SELECT 1 FROM tasks
    WHERE account_id = ${key.accountId} AND task_no = ${key.taskNo} AND import_run = ${run} FOR SHARE`;
  if (mine.length === 0) return false;
  // None of these rows counts before the import's last transaction, and that one is durable with all before it.
  await tx`SET LOCAL synchronous_commit = off`;
  const into = await tx`
    COPY task_parts (account_id, task_no, first_line, last_line, sealed, marks, due_at)
    FROM STDIN (FORMAT binary)`.writable();
  const { accountId, taskNo } = key;
  const rows = parts.map(({ firstLine, lastLine, sealed, marks, dueAt }) => {
    return [accountId, taskNo, firstLine, lastLine, sealed, marks, copyTime(dueAt)];
  });
  await pipeline([binaryCopy(rows)], into);
  return true;
}

/**
 * Parts that hold lines behind this one, in the order of the list.
 * @param filter.mark the mark of a number: only parts that have it, and seldom one that does not
 */
export async function partsAfter(
  db: Db,
  { accountId, taskNo }: TaskKey,
  filter: { after: number; mark: Uint8Array | undefined; limit: number },
): Promise<StoredPart[]> {
  const { after, mark, limit } = filter;
  return await db<StoredPart[]>`
    SELECT first_line AS "firstLine", last_line AS "lastLine", sealed, due_at AS "dueAt" FROM task_parts
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND last_line > ${after}
      ${mark === undefined ? db`` : db`AND position(${mark}::bytea IN marks) > 0`}
    ORDER BY first_line LIMIT ${limit}`;
}

/** Takes the first part out. The task is locked, so it is the caller's. */
export async function takeFirstPart(tx: Tx, { accountId, taskNo }: TaskKey): Promise<StoredPart | undefined> {
  const [part] = await tx<StoredPart[]>`
    DELETE FROM task_parts
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND first_line = (
      SELECT min(first_line) FROM task_parts WHERE account_id = ${accountId} AND task_no = ${taskNo})
    RETURNING first_line AS "firstLine", last_line AS "lastLine", sealed, due_at AS "dueAt"`;
  return part;
}

export async function hasParts(db: Db, { accountId, taskNo }: TaskKey): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM task_parts WHERE account_id = ${accountId} AND task_no = ${taskNo} LIMIT 1`;
  return rows.length > 0;
}

/** Seals a part anew, where it is there still. */
export async function replacePart(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  { firstLine, sealed }: Pick<StoredPart, 'firstLine' | 'sealed'>,
): Promise<void> {
  await tx`
    UPDATE task_parts SET sealed = ${sealed}
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND first_line = ${firstLine}`;
}

/** Takes away what a list has come to: rows, faults and parts, at most so many of each. @returns how many went */
export async function dropSomeOfList(db: Db, key: TaskKey, rows: number): Promise<number> {
  const { accountId, taskNo } = key;
  const parts = await db`
    DELETE FROM task_parts WHERE account_id = ${accountId} AND task_no = ${taskNo} AND first_line IN (
      SELECT first_line FROM task_parts WHERE account_id = ${accountId} AND task_no = ${taskNo}
      ORDER BY first_line LIMIT ${Math.ceil(rows / PART_ROWS)})`;
  return parts.count + (await dropSomeRows(db, key, rows));
}

/** What an import before has left behind. */
export async function clearList(db: Db, key: TaskKey): Promise<void> {
  while ((await dropSomeOfList(db, key, 20_000)) > 0);
}
