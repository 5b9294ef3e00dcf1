import type { Db, Reserved, Tx } from '../../platform/db.ts';

/**
 * What is archived by the month, and dropped afterwards. `call_events` and `receipt_pushes` are what happened to
 * messages; `ledger_transfers`, which bills are made of, stays.
 */
export const ARCHIVED = ['messages', 'receipts', 'call_events', 'receipt_pushes'] as const;
export type Archived = (typeof ARCHIVED)[number];

/**
 * Never leaves the database: who was called, what was said, and what keys were pressed (`detail` is of call_events). A file
 * cannot be searched for a callee who asks to be forgotten, nor is what is sealed in it sealed anew.
 */
const LEFT_OUT = [
  ...['callee_sealed', 'callee_key', 'callee_mask', 'user_id', 'script_sealed'],
  ...['digits', 'flow_sealed', 'detail'],
];

export interface Archive {
  month: string;
  source: Archived;
  fileId: string;
  rows: bigint;
  bytes: bigint;
  sha256: string;
  archivedAt: Date;
  droppedAt: Date | null;
}

/** Months (`2026_03`) that have a partition of messages, the oldest first. */
export async function partitionedMonths(db: Db): Promise<string[]> {
  const rows = await db<{ month: string }[]>`
    SELECT right(c.relname, 7) AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'messages'::regclass ORDER BY 1`;
  return rows.map((row) => row.month);
}

/** Whether a message of a month, by its bounds on SessionNo, waits or is being called. */
export async function anyUnderWay(db: Db, from: string, until: string): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM queue WHERE session_no >= ${from}::uuid AND session_no < ${until}::uuid LIMIT 1`;
  return rows.length > 0;
}

/** Begins an archive. One that a crash left half-written is begun again. @returns the file that is of no use, if any */
export async function beginArchive(
  tx: Tx,
  begun: { month: string; source: Archived; fileId: string; keySealed: Uint8Array },
): Promise<{ done: boolean; stale: string | undefined }> {
  const [before] = await tx<{ fileId: string; done: boolean }[]>`
    SELECT file_id AS "fileId", archived_at IS NOT NULL AS done FROM archives
    WHERE month = ${begun.month} AND source = ${begun.source} FOR UPDATE`;
  if (before?.done) return { done: true, stale: undefined };
  await tx`
    INSERT INTO archives (month, source, file_id, key_sealed)
    VALUES (${begun.month}, ${begun.source}, ${begun.fileId}, ${begun.keySealed})
    ON CONFLICT (month, source) DO UPDATE SET file_id = excluded.file_id, key_sealed = excluded.key_sealed`;
  return { done: false, stale: before?.fileId };
}

/** The rows of a partition as CSV with a head, as they come. The names are of our own tables and columns. */
export async function readPartition(
  sql: Reserved,
  source: Archived,
  month: string,
): Promise<AsyncIterable<Uint8Array>> {
  const columns = await sql<{ name: string }[]>`
    SELECT quote_ident(attname) AS name FROM pg_attribute
    WHERE attrelid = ${`${source}_${month}`}::regclass AND attnum > 0 AND NOT attisdropped
      AND attname <> ALL(${LEFT_OUT}) ORDER BY attnum`;
  const names = columns.map((column) => column.name).join(', ');
  const copy = `COPY (SELECT ${names} FROM ${source}_${month}) TO STDOUT (FORMAT csv, HEADER)`;
  return (await sql.unsafe(copy).readable()) as AsyncIterable<Uint8Array>;
}

export async function finishArchive(
  db: Db,
  done: Pick<Archive, 'month' | 'source' | 'rows' | 'bytes' | 'sha256'> & { at: Date },
): Promise<void> {
  await db`
    UPDATE archives SET rows = ${done.rows}, bytes = ${done.bytes}, sha256 = ${done.sha256}, archived_at = ${done.at}
    WHERE month = ${done.month} AND source = ${done.source}`;
}

/**
 * Takes the partitions of a month away, where all of them are archived with every row that they have now.
 * @returns whether they are gone
 */
export async function dropMonth(tx: Tx, month: string, at: Date): Promise<boolean> {
  const archives = await tx<{ source: Archived; rows: bigint }[]>`
    SELECT source, rows FROM archives WHERE month = ${month} AND archived_at IS NOT NULL AND dropped_at IS NULL`;
  if (archives.length < ARCHIVED.length) return false;
  // Who sends waits while the tables are locked; when they are busy, this waits, and not for long.
  await tx`SET LOCAL lock_timeout = '2s'`;
  for (const source of ARCHIVED) await tx.unsafe(`ALTER TABLE ${source} DETACH PARTITION ${source}_${month}`);
  for (const { source, rows } of archives) {
    const [now] = await tx.unsafe<{ rows: bigint }[]>(`SELECT count(*) AS rows FROM ${source}_${month}`);
    if (now?.rows !== rows) throw new Error(`${source}_${month} has changed since it was archived`);
  }
  for (const source of ARCHIVED) await tx.unsafe(`DROP TABLE ${source}_${month}`);
  await tx`UPDATE archives SET dropped_at = ${at} WHERE month = ${month}`;
  return true;
}

const columns = (db: Db) => db`
  month, source, file_id AS "fileId", rows, bytes, sha256, archived_at AS "archivedAt", dropped_at AS "droppedAt"`;

/** Archives that are whole, the latest month first; at most 200. */
export async function listArchives(db: Db): Promise<Archive[]> {
  return await db<Archive[]>`
    SELECT ${columns(db)} FROM archives WHERE archived_at IS NOT NULL ORDER BY month DESC, source LIMIT 200`;
}

export async function findArchive(
  db: Db,
  month: string,
  source: string,
): Promise<(Archive & { keySealed: Uint8Array }) | undefined> {
  const [row] = await db<(Archive & { keySealed: Uint8Array })[]>`
    SELECT ${columns(db)}, key_sealed AS "keySealed" FROM archives
    WHERE month = ${month} AND source = ${source} AND archived_at IS NOT NULL`;
  return row;
}
