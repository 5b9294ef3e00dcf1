import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { alone } from './advisory-lock.ts';
import type { Sql } from './db.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

/**
 * Brings the schema up to date: every numbered file once, each in its own transaction, one process at a time.
 * Then makes sure that the month of `now` and the two after it have their partitions.
 */
export async function migrate(sql: Sql, now: number): Promise<void> {
  await alone(sql, 'migrate', async (connection) => {
    await connection`
      CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`;
    const applied = await connection<{ name: string }[]>`SELECT name FROM schema_migrations`;
    const done = new Set(applied.map((row) => row.name));
    const names = (await readdir(MIGRATIONS)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
    for (const name of names) {
      if (done.has(name)) continue;
      const statements = await readFile(`${MIGRATIONS}${name}`, 'utf8');
      // One simple-protocol query is one implicit transaction: all of the file and its bookkeeping row, or nothing.
      await connection.unsafe(`${statements}\n;INSERT INTO schema_migrations (name) VALUES ('${name}')`);
    }
    await connection`CALL ensure_partitions(${new Date(now)}, 2)`;
  });
}
