import type { Db, Sql, Tx } from '../../platform/db.ts';

/** A row as it is read here: sealed columns as bytes, null where there is nothing to do; all others as text. */
export type SealedRow = Readonly<Record<string, string | Uint8Array | null>>;

/** A table with the columns of it that are sealed. All names are of our own tables, and none comes from outside. */
export interface Place {
  table: string;
  key: readonly KeyColumn[];
  columns: readonly string[];
  /** What contexts are made of, beside the primary key. */
  beside: readonly string[];
}

export interface KeyColumn {
  name: string;
  /** As SQL has it. */
  type: string;
}

/** The columns of a table's primary key, in their order. */
export async function primaryKey(db: Db, table: string): Promise<KeyColumn[]> {
  return await db<KeyColumn[]>`
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
    WHERE i.indrelid = ${table}::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)`;
}

/**
 * The next rows of a place behind `after`, in the order of the primary key. A column that is sealed by the newest key
 * already is null.
 */
export async function rowsBehind(
  sql: Sql,
  { table, key, columns, beside }: Place,
  { after, sealedNow, limit }: { after: SealedRow | undefined; sealedNow: Uint8Array; limit: number },
): Promise<SealedRow[]> {
  const texts = [...key.map(({ name }) => name), ...beside].map((name) => `t.${name}::text AS ${name}`);
  const older = columns.map(
    (name) =>
      `CASE WHEN substring(t.${name} FROM 1 FOR ${sealedNow.length}) <> $1::bytea THEN t.${name} END AS ${name}`,
  );
  const names = key.map(({ name }) => `t.${name}`).join(', ');
  const places = key.map(({ type }, nth) => `$${nth + 3}::text::${type}`).join(', ');
  return now(
    sql,
    `SELECT ${[...texts, ...older].join(', ')} FROM ${table} t
     ${after ? `WHERE (${names}) > (${places})` : ''} ORDER BY ${names} LIMIT $2`,
    [sealedNow, limit, ...(after ? key.map(({ name }) => after[name]) : [])],
  );
}

/** A row with what was sealed anew of it. */
export interface Renewed {
  row: SealedRow;
  values: Readonly<Record<string, Uint8Array>>;
}

/**
 * Puts what was sealed anew in the place of what was read, where that still stands and nobody holds the row: it never
 * waits for anybody, so it is in no circle of those who wait.
 * @returns in how many rows
 */
export async function replaceSealed(
  tx: Tx,
  { table, key, columns }: Omit<Place, 'beside'>,
  renewed: readonly Renewed[],
): Promise<number> {
  if (renewed.length === 0) return 0;
  const hex = (bytes: unknown) => (bytes ? Buffer.from(bytes as Uint8Array).toString('hex') : null);
  const arrays = [
    ...key.map(({ name }) => renewed.map(({ row }) => row[name])),
    ...columns.map((name) => renewed.map(({ row, values }) => (values[name] ? hex(row[name]) : null))),
    ...columns.map((name) => renewed.map(({ values }) => hex(values[name]))),
  ];
  const given = arrays.map((_, nth) => `$${nth + 1}::text[]`).join(', ');
  const aliases = arrays.map((_, nth) => `x${nth}`).join(', ');
  const same = key.map(({ name }) => `t.${name} = e.${name}`).join(' AND ');
  const rows = await now(
    tx,
    `WITH e AS MATERIALIZED (
       SELECT ${key.map(({ name, type }, nth) => `x${nth}::${type} AS ${name}`).join(', ')},
         ${columns.map((name, nth) => `decode(x${key.length + nth}, 'hex') AS ${name}_was`).join(', ')},
         ${columns.map((name, nth) => `decode(x${key.length + columns.length + nth}, 'hex') AS ${name}_now`).join(', ')}
       FROM unnest(${given}) AS given (${aliases})),
     held AS MATERIALIZED (
       SELECT e.* FROM e JOIN ${table} t ON ${same}
       WHERE ${columns.map((name) => `(e.${name}_was IS NULL OR t.${name} = e.${name}_was)`).join(' AND ')}
       FOR NO KEY UPDATE OF t SKIP LOCKED)
     UPDATE ${table} t SET ${columns.map((name) => `${name} = coalesce(e.${name}_now, t.${name})`).join(', ')}
     FROM held e WHERE ${same} RETURNING 1`,
    arrays,
  );
  return rows.length;
}

/** Planned for the tables as they are: with a plan from when they were empty, each row would be looked for in all. */
async function now(db: Db, statement: string, values: readonly unknown[]): Promise<SealedRow[]> {
  return [...(await db.unsafe(statement, values as never[], { prepare: false }))] as unknown as SealedRow[];
}
