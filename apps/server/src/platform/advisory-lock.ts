import type { Reserved, Sql } from './db.ts';

/** What one process at a time does on a database, by its lock. */
const LOCKS = {
  migrate: 4_739_201,
  jobs: 4_739_202,
  archive: 4_739_203,
  erasures: 4_739_204,
  reseal: 4_739_205,
} as const;

/**
 * Runs `work` while no other process runs what has the same lock, and waits for it as long as that takes. The lock is
 * the connection's, so it goes with a process that dies.
 * @param work gets the connection that holds the lock
 */
export async function alone<Result>(
  sql: Sql,
  lock: keyof typeof LOCKS,
  work: (connection: Reserved) => Promise<Result>,
): Promise<Result> {
  const connection = await sql.reserve();
  try {
    await connection`SET statement_timeout = 0`;
    await connection`SELECT pg_advisory_lock(${LOCKS[lock]})`;
    return await work(connection);
  } finally {
    // A connection that is gone has let go of its lock.
    await connection`SELECT pg_advisory_unlock(${LOCKS[lock]})`.catch(() => {});
    await connection`RESET statement_timeout`.catch(() => {});
    connection.release();
  }
}

/** The same, where nobody else is at it; else nothing is done. */
export async function ifAlone<Result>(
  sql: Sql,
  lock: keyof typeof LOCKS,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const connection = await sql.reserve();
  try {
    const [row] = await connection<{ mine: boolean }[]>`SELECT pg_try_advisory_lock(${LOCKS[lock]}) AS mine`;
    if (!row?.mine) return undefined;
    return await work().finally(() => connection`SELECT pg_advisory_unlock(${LOCKS[lock]})`.catch(() => {}));
  } finally {
    connection.release();
  }
}
