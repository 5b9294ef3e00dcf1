import { ConfigError } from './config.ts';
import type { Sql } from './db.ts';
import type { Vault } from './vault.ts';

/**
 * One database, one master key: what a process with another key sealed, the others could not open, and a callee who
 * refused towards one would be unknown to the next. The first process leaves the key's fingerprint.
 * @throws ConfigError when this process has another key
 */
export async function checkMasterKey(sql: Sql, vault: Vault): Promise<void> {
  const fingerprint = vault.key('herald.master-key');
  await sql`INSERT INTO master_key (fingerprint) VALUES (${fingerprint}) ON CONFLICT DO NOTHING`;
  const [row] = await sql<{ fingerprint: Buffer }[]>`SELECT fingerprint FROM master_key`;
  if (row?.fingerprint.equals(fingerprint)) return;
  throw new ConfigError(
    'the master key is not the one that this database was made with: set HERALD_MASTER_KEY, or put the right master.key into DATA_DIR',
  );
}
