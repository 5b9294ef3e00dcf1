import { AsyncLocalStorage } from 'node:async_hooks';
import { type Sql, sqlState, type Tx } from './db.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const MOST_TRIES = 4;

/** What is written last in a transaction, whoever opens it. */
interface Closing {
  write(tx: Tx, facts: Readonly<Record<string, string>>): Promise<void>;
  facts: Record<string, string>;
  /** Whether a transaction that wrote it has been committed. */
  written: boolean;
}

const closing = new AsyncLocalStorage<Closing>();

/**
 * Runs `work`; the first transaction that it commits ends with the statements of `write`, so that what is done and what
 * is written of it stand or fall together. What `write` locks is held for the commit alone.
 * @param work is told, at its end, whether it was written
 */
export function withLastStatement<Result>(
  write: Closing['write'],
  work: (closing: Readonly<Closing>) => Promise<Result>,
): Promise<Result> {
  const mine: Closing = { write, facts: {}, written: false };
  return closing.run(mine, () => work(mine));
}

/** Adds a fact to what is written last: ids of what was made, which no request names. */
export function noteInAct(facts: Readonly<Record<string, string>>): void {
  Object.assign(closing.getStore()?.facts ?? {}, facts);
}

/**
 * Runs `work` in one transaction; when the database chose it as the victim of a deadlock it is run again, so `work`
 * must have no effect but its statements.
 */
export async function inTransaction<Result>(sql: Sql, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const store = closing.getStore();
  const last = store?.written === false ? store : undefined;
  for (let tries = 1; ; tries++) {
    try {
      const result = (await sql.begin(async (begun) => {
        const tx = begun as unknown as Tx;
        const done = await work(tx);
        await last?.write(tx, last.facts);
        return done;
      })) as Result;
      if (last) last.written = true;
      return result;
    } catch (error) {
      const state = sqlState(error);
      if (tries === MOST_TRIES || (state !== DEADLOCK && state !== SERIALIZATION_FAILURE)) throw error;
    }
  }
}

/**
 * Runs `work` on one view of the database, in which nothing can be written: none of it changes while it is read. What is
 * written last in an act waits for a transaction that writes.
 */
export async function inSnapshot<Result>(sql: Sql, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return (await sql.begin('ISOLATION LEVEL REPEATABLE READ, READ ONLY', (tx) =>
    work(tx as unknown as Tx),
  )) as Result;
}
