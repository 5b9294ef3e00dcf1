import { type Sql, sqlState, type Tx } from './db.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const MOST_TRIES = 4;

/**
 * Runs `work` in one transaction; when the database chose it as the victim of a deadlock it is run again, so `work`
 * must have no effect but its statements.
 */
export async function inTransaction<Result>(sql: Sql, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return (await sql.begin((tx) => work(tx as unknown as Tx))) as Result;
    } catch (error) {
      const state = sqlState(error);
      if (tries === MOST_TRIES || (state !== DEADLOCK && state !== SERIALIZATION_FAILURE)) throw error;
    }
  }
}
