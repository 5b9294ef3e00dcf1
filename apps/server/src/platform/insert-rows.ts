import { column } from './array-column.ts';
import type { Db } from './db.ts';

type Value = string | number | bigint | boolean | null;
type SqlType =
  | 'text'
  | 'uuid'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'boolean'
  | 'timestamptz'
  /** Given as `bytes(…)`. */
  | 'bytea';

/** By column of the table: its type, and where its value is; `common` is one for all rows of a batch. */
export type Columns<Row, Common> = Record<
  string,
  readonly [type: SqlType, pick: (row: Row, common: Common) => Value]
>;

/**
 * A statement that inserts the rows of a batch, however many. Many rows are one array a column, which `unnest` makes
 * rows again; for a single one that alone would cost a millisecond at the thirty columns of a message (each array is a
 * function scan of its own), so its values are parameters as they are.
 * @param table, columns are of our own code, never of a request
 * @param suffix of the statement, e.g. ON CONFLICT
 */
export function inserter<Row, Common = void>(
  table: string,
  columns: Columns<Row, Common>,
  suffix = '',
): (db: Db, rows: readonly Row[], common: Common) => Promise<void> {
  const names = Object.keys(columns).join(', ');
  const picks = Object.values(columns).map(([, pick]) => pick);
  const types = Object.values(columns).map(([type]) => type);
  const one = types.map((type, index) => `$${index + 1}::text::${type}`);
  // The driver has formats of its own for arrays of these two; text is taken as it is.
  const array = (type: SqlType) => (type === 'boolean' || type === 'bytea' ? `text[]::${type}` : type);
  const many = types.map((type, index) => `$${index + 1}::${array(type)}[]`);
  const insert = `INSERT INTO ${table} (${names})`;
  const insertOne = `${insert} VALUES (${one.join(', ')}) ${suffix}`;
  const insertMany = `${insert} SELECT * FROM unnest(${many.join(', ')}) ${suffix}`;
  return async (db, rows, common) => {
    const [first] = rows;
    if (first === undefined) return;
    if (rows.length === 1) {
      await db.unsafe(
        insertOne,
        picks.map((pick) => written(pick(first, common))),
        { prepare: true },
      );
    } else {
      await db.unsafe(
        insertMany,
        picks.map((pick) => column(rows, (row) => plain(pick(row, common)))),
        { prepare: true },
      );
    }
  };
}

const plain = (value: Value) => (typeof value === 'boolean' ? String(value) : value);
const written = (value: Value) => (value === null ? null : String(value));

/** Bytes as PostgreSQL writes them in text (8.4.1). */
export const bytes = (value: Uint8Array): string =>
  `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;

/** A moment in milliseconds since 1970, for `timestamptz`. */
export function moment(ms: number): string {
  // Of a batch many rows bear the same one.
  if (ms !== lastMoment.ms) lastMoment = { ms, text: new Date(ms).toISOString() };
  return lastMoment.text;
}
let lastMoment = { ms: 0, text: new Date(0).toISOString() };
