import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column } from '../../src/platform/array-column.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe('column', () => {
  test('rule: what comes back from the database is what went in, whatever is in it', async () => {
    const { sql } = database;
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
      fc.constantFrom('', '"', '\\', '\\"', '{}', ',', 'NULL', 'null', ' a ', '{"a":[1]}', '\n', "'", '您好'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 20 }), async (values) => {
        // As JSON: the driver reads a NULL within an array as a text.
        const [row] =
          await sql`SELECT array_to_json(${column(values, (value) => value)}::text[])::text AS read`;
        expect(JSON.parse(row?.read)).toEqual(values);
      }),
      { numRuns: 100 },
    );
  });

  test('rule: numbers are numbers, to their last digit', async () => {
    const { sql } = database;
    const values = [0, -1, 32_767];
    const big = [0n, -(2n ** 63n), 2n ** 63n - 1n];
    const [row] = await sql`SELECT ${column(values, (value) => value)}::smallint[] AS small,
      ${column(big, (value) => value)}::bigint[]::text[] AS big`;
    expect(row).toEqual({ small: values, big: big.map(String) });
  });
});
