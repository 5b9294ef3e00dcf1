import type { Sql, Tx } from '../../src/platform/db.ts';
import { inTransaction } from '../../src/platform/transaction.ts';

/**
 * Makes a race certain: holds rows while `racers` run into them, and lets go when so many of them wait for a lock.
 * @returns what the racers came to
 */
export async function whileHeld<Result>(
  sql: Sql,
  hold: (tx: Tx) => Promise<unknown>,
  racers: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  let running: Promise<Result>[] = [];
  await inTransaction(sql, async (tx) => {
    await hold(tx);
    running = racers.map((race) => race());
    for (const race of running) race.catch(() => {});
    while ((await waiting(sql)) < racers.length);
  });
  return await Promise.all(running);
}

/** How many wait for a lock in this database. */
export async function waiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}
