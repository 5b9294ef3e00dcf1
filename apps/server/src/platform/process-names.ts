import type { Db } from './db.ts';
import type { MasterKeys } from './master-keys.ts';
import { sealingKey } from './vault.ts';

/*
 * Each connection says to the database whose it is and which master keys that process holds: role, the whole id of the
 * key that it seals with, the first digits of the others. It is true for as long as the process lives, however it ends.
 */
const SHORT = 4;

/** `herald-dialer 3fa91b20 77aa`. PostgreSQL keeps 63 characters: eight keys fit. */
export function processName(role: string, masters: MasterKeys): string {
  const [newest, ...others] = masters.map((master) => sealingKey(master).id);
  return [`herald-${role}`, newest, ...others.map((id) => id.slice(0, SHORT))].join(' ');
}

/** Processes on this database that do not hold a key: what it seals they cannot open. */
export async function processesWithout(db: Db, keyId: string): Promise<string[]> {
  return names(
    db,
    db`NOT ${keyId.slice(0, SHORT)} = ANY(SELECT left(held, ${SHORT}) FROM unnest(string_to_array(application_name, ' ')) held)`,
  );
}

/** Processes on this database that seal with another key. */
export async function processesSealingOtherwise(db: Db, keyId: string): Promise<string[]> {
  return names(db, db`split_part(application_name, ' ', 2) <> ${keyId}`);
}

async function names(db: Db, which: ReturnType<Db>): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    SELECT DISTINCT split_part(application_name, ' ', 1)
      || coalesce(' (' || host(client_addr) || ')', '') AS name
    FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'herald-%' AND ${which} ORDER BY 1 LIMIT 20`;
  return rows.map(({ name }) => name);
}
