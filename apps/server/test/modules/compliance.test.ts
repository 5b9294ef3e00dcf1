import { afterAll, beforeAll, expect, test } from 'vitest';
import { findRefusals, refuse } from '../../src/modules/compliance/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

const key = (number: string) => db.vault.key(number);
const refused = (accountId: string, number: string) =>
  refuse(db.sql, { accountId, calleeKey: key(number), source: 'test', at: new Date(db.clock.now()) });

test('4.3.2 a callee refuses one customer, or all of them, and nobody else is refused with them', async () => {
  await refused('a', '+861');
  await refused('', '+862');
  const pairs = ['a', 'b'].flatMap((accountId) =>
    ['+861', '+862', '+863'].map((number) => ({ accountId, calleeKey: key(number) })),
  );
  const refuses = await findRefusals(db.sql, pairs);
  expect(pairs.map(({ accountId, calleeKey }) => refuses(accountId, calleeKey))).toEqual([
    true, // refused a
    true, // refused everybody
    false,
    false, // a's refusal is not b's
    true,
    false,
  ]);
});

test('4.3.2 refusing twice is refusing once; nobody asked about is refused by nobody', async () => {
  await refused('c', '+864');
  await refused('c', '+864');
  expect(await db.sql`SELECT 1 FROM do_not_call WHERE account_id = 'c'`).toHaveLength(1);
  expect((await findRefusals(db.sql, []))('c', key('+864'))).toBe(false);
});

test('4.2.9 the list holds no number, only what none can be read from', async () => {
  const [row] = await db.sql<{ text: string }[]>`SELECT string_agg(d::text, ',') AS text FROM do_not_call d`;
  for (const number of ['+861', '+862', '+864']) {
    expect(row?.text).not.toContain(Buffer.from(number).toString('hex'));
  }
});
