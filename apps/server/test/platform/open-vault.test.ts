import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ConfigError } from '../../src/platform/config.ts';
import { connectDb } from '../../src/platform/db.ts';
import type { MasterKeys } from '../../src/platform/master-keys.ts';
import { openVault } from '../../src/platform/open-vault.ts';
import { processesSealingOtherwise, processName } from '../../src/platform/process-names.ts';
import { createVault, sealingKey } from '../../src/platform/vault.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

const open = (...masters: [Uint8Array, ...Uint8Array[]]) => openVault(db.sql, masters, db.clock.now());
async function emptyDatabase(): Promise<void> {
  await db.sql`DELETE FROM master_key`;
  await db.sql`DELETE FROM master_keys`;
}

test('4.3.1 a database takes the key it was made with, from any number of processes, and no other', async () => {
  const key = randomBytes(32);
  const vaults = await Promise.all([1, 2, 3].map(() => open(key)));
  expect(new Set(vaults.map((vault) => vault.key('a').toString('hex'))).size).toBe(1);
  const other = open(randomBytes(32));
  await expect(other).rejects.toThrow(ConfigError);
  await expect(other).rejects.toThrow(/HERALD_MASTER_KEY/);
  await open(key);
});

test('4.3.1 numbers are found by keys that no master key leads to, and a new master key finds them', async () => {
  await emptyDatabase();
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const before = await open(first);
  expect(before.key('+861')).not.toEqual(createVault(first).key('+861'));
  const after = await open(second, first);
  expect(after.key('+861')).toEqual(before.key('+861'));
  expect(after.verificationKeys).toEqual(before.verificationKeys);
  expect(after.open(before.seal('text', 'c'), 'c')).toBe('text');
});

test('4.3.1 a start without a key that data is still under is refused, and one that is empty may go', async () => {
  await emptyDatabase();
  const [first, second] = [randomBytes(32), randomBytes(32)];
  await open(first);
  await open(second, first);
  const without = open(second);
  await expect(without).rejects.toThrow(ConfigError);
  await expect(without).rejects.toThrow(
    `the master key ${sealingKey(first).id} is missing, and data is still sealed under it`,
  );
  await expect(open(first)).rejects.toThrow(`the master key ${sealingKey(second).id} is missing`);
  await db.sql`UPDATE master_keys SET emptied_at = now() WHERE key_id = ${sealingKey(first).id}`;
  // The lookup keys are sealed anew with the rest; here nothing was.
  const { sealed } = (
    await db.sql<{ sealed: Buffer }[]>`SELECT lookup_sealed AS sealed FROM master_key`
  )[0] as {
    sealed: Buffer;
  };
  const both = createVault([second, first]);
  const anew = both.seal(both.open(sealed, 'master_key.lookup'), 'master_key.lookup');
  await db.sql`UPDATE master_key SET lookup_sealed = ${anew}`;
  await open(second);
  // Sealed with again, it is needed again.
  await open(first, second);
  await expect(open(second)).rejects.toThrow(`the master key ${sealingKey(first).id} is missing`);
});

test('4.3.1 a database from before takes its one key over: what was found by it is found on', async () => {
  await emptyDatabase();
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const old = createVault(first);
  await db.sql`INSERT INTO master_key (fingerprint) VALUES (${old.key('herald.master-key')})`;
  await expect(open(second)).rejects.toThrow('not the one that this database was made with');
  const vault = await open(second, first);
  expect(vault.key('+861')).toEqual(old.key('+861'));
  await expect(open(second)).rejects.toThrow(`the master key ${sealingKey(first).id} is missing`);
});

test('4.3.1 a new key does not seal while a process runs that could not read it', async () => {
  await emptyDatabase();
  const [first, second] = [randomBytes(32), randomBytes(32)];
  await open(first);
  const database = db.sql.options.database as string;
  const running = async (...masters: MasterKeys) => {
    const name = processName('dialer', masters);
    const sql = connectDb({ socketDir: inject('socketDir'), database }, { name, max: 1 });
    await sql`SELECT 1`;
    return sql;
  };
  const unknowing = await running(first);
  await expect(open(second, first)).rejects.toThrow('herald-dialer would not be able to read');
  await unknowing.end();
  const knowing = await running(first, second);
  await open(second, first);
  const { id } = sealingKey(second);
  expect(await processesSealingOtherwise(db.sql, id)).toEqual(['herald-dialer']);
  await knowing.end();
  const following = await running(second, first);
  expect(await processesSealingOtherwise(db.sql, id)).toEqual([]);
  await following.end();
});
