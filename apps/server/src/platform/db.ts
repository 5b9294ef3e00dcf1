import postgres from 'postgres';
import { surviveDriverFaults } from './driver-faults.ts';

/** Connection pool. Statements are tagged templates: a value can only ever be a parameter. */
export type Sql = postgres.Sql<{ bigint: bigint }>;
/** One open transaction. */
export type Tx = postgres.TransactionSql<{ bigint: bigint }>;
/** One connection of the pool, kept for a while. */
export type Reserved = postgres.ReservedSql<{ bigint: bigint }>;
/** What a statement function needs: either of the two. */
export type Db = Sql | Tx;

/**
 * For statements that every message passes: each is planned once a connection, and without its values. Planned for its
 * values each time, as the driver's arrays make the server do, it costs more than its execution. A plan that is kept must
 * hold for a table that was empty and has a million rows now: sorting what an index has in order is its last resort.
 */
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan', enable_sort: 'off' };

/**
 * Connects to PostgreSQL: bigint columns are bigint, json parameters are given as text already.
 * @param where postgres:// address, or the directory of a Unix socket
 * @param options.plannedOnce for the statements that every message passes
 */
export function connectDb(
  where: DbAddress,
  options: { name: string; max: number; plannedOnce?: boolean },
): Sql {
  const settings = {
    max: options.max,
    idle_timeout: 0,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: options.name,
      statement_timeout: 30_000,
      // A process that stalls, or is cut off, in the middle of a transaction holds its locks no longer than this.
      idle_in_transaction_session_timeout: 15_000,
      TimeZone: 'UTC',
      // Plans are kept with the connection, and one made while a table was empty would go on reading it whole when
      // it has a million rows: a whole read is chosen only where no index serves. See also `plannedNow`.
      enable_seqscan: 'off',
      ...(options.plannedOnce ? PLANNED_ONCE : {}),
    },
    types: {
      bigint: { to: 20, from: [20], serialize: (value: bigint) => value.toString(), parse: BigInt },
      json: {
        to: 114,
        from: [114, 3802],
        serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
        parse: (text: string) => JSON.parse(text) as unknown,
      },
      jsonb: {
        to: 3802,
        from: [],
        serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
        parse: (text: string) => JSON.parse(text) as unknown,
      },
    },
  };
  const sql =
    'url' in where
      ? postgres(where.url, settings)
      : postgres({ ...settings, host: where.socketDir, user: 'herald', database: where.database });
  surviveDriverFaults();
  // The driver waits up to twenty seconds before it connects again, counted over all connections together: leases would
  // run out on a database that has long been back. It takes another rhythm only with options that it has read itself.
  const backoff = (tries: number) => Math.min(1, 0.05 * 2 ** tries);
  return postgres({ ...sql.options, backoff } as unknown as postgres.Options<never>) as unknown as Sql;
}

export type DbAddress = { url: string } | { socketDir: string; database: string };

/**
 * A statement that is planned anew each time, for the tables as they are now: for those few that could use more than
 * one index, where a plan kept from when the tables were empty may have taken the wrong one. Values are parameters,
 * as ever.
 */
export function plannedNow<Row extends object>(db: Db) {
  return async (texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<Row[]> => {
    const statement = texts.reduce((before, text, index) => `${before}$${index}${text}`);
    return [...(await db.unsafe(statement, values as never[], { prepare: false }))] as unknown as Row[];
  };
}

/** SQLSTATE of an error from the server, else undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined;
}

/** Classes of SQLSTATE by which the server speaks of itself: connection, transaction, resources, operator, system. */
const SERVER_TROUBLE = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX']);
/** Codes of a connection that broke or could not be made: the driver's own, and the system's. */
const CONNECTION_TROUBLE = /^(?:CONNECT(?:ION)?_|E[A-Z]+$)/;

/**
 * Whether what failed would fail again: the fault is in the values (or in our code), not in a database that is away or
 * busy.
 */
export function isFaultOfData(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return !SERVER_TROUBLE.has(state.slice(0, 2));
  const code = (error as { code?: unknown } | undefined)?.code;
  return !(typeof code === 'string' && CONNECTION_TROUBLE.test(code));
}
