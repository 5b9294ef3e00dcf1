import type { Db } from '../../platform/db.ts';

/** A table in which an account's own rows are. All names are of our own tables, and none comes from outside. */
export interface OwnTable {
  table: string;
  /** The primary key, in its order, with its types as SQL has them. */
  key: readonly { name: string; type: string }[];
  /** Left out where they are read. */
  without: readonly string[];
  /** Only rows that have something in it. */
  onlyWith?: string | undefined;
}

/** A row as JSON has it, binary values as `\x…`, and its primary key as texts. */
export interface OwnRow {
  row: Record<string, unknown>;
  key: string[];
}

/** The columns of a table that are binary: sealed values, keyed hashes. */
export async function binaryColumns(db: Db, table: string): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    SELECT attname AS name FROM pg_attribute
    WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped AND atttypid = 'bytea'::regtype`;
  return rows.map(({ name }) => name);
}

/** The account's rows behind `after`, in the order of the primary key: whoever reads slowly holds no transaction. */
export async function ownRows(
  db: Db,
  { table, key, without, onlyWith }: OwnTable,
  asked: { accountId: string; after: readonly string[] | undefined; limit: number },
): Promise<OwnRow[]> {
  const { accountId, after, limit } = asked;
  const names = key.map(({ name }) => `t.${name}`);
  const places = key.map(({ type }, nth) => `$${nth + 4}::text::${type}`);
  const rows = await db.unsafe(
    `SELECT to_jsonb(t) - $2::text[] AS row, ARRAY[${names.map((name) => `${name}::text`).join(', ')}] AS key
     FROM ${table} t WHERE t.account_id = $1
       ${onlyWith === undefined ? '' : `AND t.${onlyWith} IS NOT NULL`}
       ${after ? `AND (${names.join(', ')}) > (${places.join(', ')})` : ''}
     ORDER BY ${names.join(', ')} LIMIT $3`,
    [accountId, without as string[], limit, ...(after ?? [])],
    { prepare: false },
  );
  return [...rows] as unknown as OwnRow[];
}
