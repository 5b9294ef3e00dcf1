import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytes, inserter, moment } from '../../src/platform/insert-rows.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

interface Row {
  id: number;
  word: string | null;
  amount: bigint;
  yes: boolean;
  raw: Uint8Array | null;
  at: number;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.sql`
    CREATE TABLE things (id integer PRIMARY KEY, word text, amount bigint, yes boolean, raw bytea, at timestamptz)`;
});
afterAll(() => database.drop());

const insertThings = inserter<Row>(
  'things',
  {
    id: ['integer', (row) => row.id],
    word: ['text', (row) => row.word],
    amount: ['bigint', (row) => row.amount],
    yes: ['boolean', (row) => row.yes],
    raw: ['bytea', (row) => row.raw && bytes(row.raw)],
    at: ['timestamptz', (row) => moment(row.at)],
  },
  'ON CONFLICT DO NOTHING',
);

const row = fc.record({
  word: fc.option(
    fc.oneof(
      fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
      fc.constantFrom('', 'NULL', '{"a":1}', '\\', "'; --", '您好'),
    ),
  ),
  amount: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  yes: fc.boolean(),
  raw: fc.option(fc.uint8Array({ maxLength: 40 })),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
});

test('rule: what comes back is what went in, of one row as of many', async () => {
  const { sql } = database;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 4 }), async (given) => {
      const rows = given.map((one, id) => ({ ...one, id }));
      await sql`DELETE FROM things`;
      await insertThings(sql, rows);
      const read = await sql`SELECT id, word, amount, yes, raw, at FROM things ORDER BY id`;
      expect(
        read.map((one) => ({ ...one, raw: one.raw && new Uint8Array(one.raw), at: one.at.getTime() })),
      ).toEqual(rows);
    }),
    { numRuns: 100 },
  );
});

test('rule: the suffix holds for one row as for many', async () => {
  const { sql } = database;
  const rows = [1, 2].map((id) => ({ id, word: null, amount: 1n, yes: true, raw: null, at: 0 }));
  await sql`DELETE FROM things`;
  await insertThings(sql, rows.slice(0, 1));
  await insertThings(sql, rows.slice(0, 1));
  await insertThings(sql, rows);
  expect(await sql`SELECT id FROM things ORDER BY id`).toEqual([{ id: 1 }, { id: 2 }]);
});
