import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../src/platform/config.ts';
import { checkMasterKey } from '../../src/platform/key-check.ts';
import { createVault } from '../../src/platform/vault.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

test('4.3.1 a database takes the key it was made with, from any number of processes, and no other', async () => {
  const key = randomBytes(32);
  await Promise.all([1, 2, 3].map(() => checkMasterKey(db.sql, createVault(key))));
  const other = checkMasterKey(db.sql, createVault(randomBytes(32)));
  await expect(other).rejects.toThrow(ConfigError);
  await expect(other).rejects.toThrow(/HERALD_MASTER_KEY/);
  await checkMasterKey(db.sql, createVault(key));
});
