import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findApiKey } from '../../src/modules/accounts/index.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const MIGRATOR = fileURLToPath(new URL('../support/migrator.ts', import.meta.url));
const PARENTS = ['messages', 'ledger_transfers', 'call_events', 'receipts', 'receipt_pushes'];

let db: TestDatabase;
let name: string;

beforeAll(async () => {
  db = await openTestDatabase();
  const [row] = await db.sql<{ name: string }[]>`SELECT current_database() AS name`;
  name = row?.name ?? '';
});
afterAll(() => db.drop());

/** Puts the database back to when nothing was in it. */
async function empty(): Promise<void> {
  await db.sql`DROP SCHEMA public CASCADE`;
  await db.sql`CREATE SCHEMA public`;
}

async function months(): Promise<Record<string, string[]>> {
  const rows = await db.sql<{ parent: string; child: string }[]>`
    SELECT inhparent::regclass::text AS parent, inhrelid::regclass::text AS child
    FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE c.relkind = 'r' ORDER BY 1, 2`;
  const found: Record<string, string[]> = {};
  for (const { parent, child } of rows) {
    found[parent] = [...(found[parent] ?? []), child.slice(parent.length + 1)];
  }
  return found;
}

const ALL = readdirSync('apps/server/migrations').sort();

async function applied(): Promise<string[]> {
  const rows = await db.sql<{ name: string }[]>`SELECT name FROM schema_migrations ORDER BY name`;
  return rows.map(({ name }) => name);
}

test('product: twice is as once, and the month of now and the two after it are there', async () => {
  const before = await months();
  await migrate(db.sql, db.clock.now());
  expect(await months()).toEqual(before);
  expect(before).toEqual(
    Object.fromEntries(PARENTS.map((parent) => [parent, ['2026_03', '2026_04', '2026_05']])),
  );
  expect(await applied()).toEqual(ALL);
});

test('product: two processes that migrate at once do it once', async () => {
  await empty();
  const processes = [1, 2, 3].map(() => fork(MIGRATOR, [inject('socketDir'), name, String(db.clock.now())]));
  const codes = await Promise.all(processes.map(async (one) => (await once(one, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0]);
  expect(await applied()).toEqual(ALL);
  expect(Object.keys(await months()).sort()).toEqual([...PARENTS].sort());
});

test('product: one that fails leaves nothing of it, no lock, and says why', async () => {
  await empty();
  await db.sql`CREATE TABLE complaints_of_another_program (id int)`;
  await db.sql`CREATE TABLE queue (id int)`; // in the way of the migration's own
  await expect(migrate(db.sql, db.clock.now())).rejects.toThrow('relation "queue" already exists');
  expect(await db.sql`SELECT to_regclass('accounts') AS accounts`).toEqual([{ accounts: null }]);
  const locks = await db.sql`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  expect(locks).toHaveLength(0);
  await db.sql`DROP TABLE queue`;
  await migrate(db.sql, db.clock.now());
  expect(Object.keys(await months()).sort()).toEqual([...PARENTS].sort());
  const [row] = await db.sql<{ value: string }[]>`SELECT current_setting('statement_timeout') AS value`;
  expect(row?.value).toBe('30s');
});

test('product: a new month is made while others read and write, and waits for none of them', async () => {
  const year = Date.UTC(2027, 0, 15);
  await inTransaction(db.sql, async (tx) => {
    for (const parent of PARENTS) await tx.unsafe(`LOCK TABLE ${parent} IN ROW EXCLUSIVE MODE`);
    await migrate(db.sql, year);
  });
  const made = await months();
  for (const parent of PARENTS) expect(made[parent]).toContain('2027_03');
});

test('product: a row of every month has its partition, at its first and last moment', async () => {
  for (const at of [Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1) - 1, Date.UTC(2026, 3, 1)]) {
    const hex = at.toString(16).padStart(12, '0');
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7fff-bfff-ffffffffffff`;
    await db.sql`INSERT INTO call_events (account_id, session_no, at, state) VALUES ('a', ${id}, now(), 'x')`;
    const [row] = await db.sql<{ part: string }[]>`
      SELECT tableoid::regclass::text AS part FROM call_events WHERE session_no = ${id}`;
    expect(row?.part).toBe(`call_events_${new Date(at).toISOString().slice(0, 7).replace('-', '_')}`);
  }
});

test('product: a database of the first version keeps its accounts and keys, and they work as before', async () => {
  await empty();
  const [first = '', second = '', ...later] = ALL;
  const { sql, vault, clock } = db;
  await sql`CREATE TABLE schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`;
  for (const name of [first, second]) {
    await sql.unsafe(readFileSync(`apps/server/migrations/${name}`, 'utf8'));
    await sql`INSERT INTO schema_migrations (name) VALUES (${name})`;
  }
  await sql`INSERT INTO accounts (account_id, name, created_at) VALUES ('old', 'old', now())`;
  await sql`
    INSERT INTO api_keys (public_key, account_id, private_key_sealed, created_at)
    VALUES ('pk', 'old', ${vault.seal('private', 'api_keys.private_key:pk')}, now())`;
  await migrate(sql, clock.now());
  expect(await applied()).toEqual([first, second, ...later]);
  const key = await findApiKey(sql, vault, 'pk');
  expect(key).toMatchObject({ accountId: 'old', privateKey: 'private', status: 'active', keyPairs: true });
  expect(key?.permissions.has('members:manage')).toBe(true);
});
