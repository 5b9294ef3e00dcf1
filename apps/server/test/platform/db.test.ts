import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFaultOfData, plannedNow, sqlState } from '../../src/platform/db.ts';
import { listenTo } from '../../src/platform/listen.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
  await db.sql`CREATE TABLE pairs (name text PRIMARY KEY, value int)`;
  await db.sql`INSERT INTO pairs VALUES ('a', 0), ('b', 0)`;
});
afterAll(() => db.drop());

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('whose fault an error is', () => {
  test('product: a value that cannot be stored, or may not be there twice, is a fault of the data', async () => {
    for (const statement of [
      db.sql`SELECT ${'\0'}::text`,
      db.sql`SELECT ${'x'}::text::int`,
      db.sql`INSERT INTO pairs VALUES ('a', 1)`,
      db.sql`SELECT * FROM no_such_table`,
    ]) {
      expect(isFaultOfData(await failure(statement))).toBe(true);
    }
    expect(isFaultOfData(new RangeError('charge outside the reservation'))).toBe(true);
  });

  test('product: a database that is away, ended us, or is too slow is not', async () => {
    const ended = failure(db.sql`SELECT pg_terminate_backend(pg_backend_pid())`);
    const slow = failure(
      inTransaction(db.sql, async (tx) => {
        await tx`SET LOCAL statement_timeout = 1`;
        await tx`SELECT pg_sleep(10)`;
      }),
    );
    for (const error of [await ended, await slow]) expect(isFaultOfData(error)).toBe(false);
    const outage = await db.outage();
    expect(isFaultOfData(await failure(db.sql`SELECT 1`))).toBe(false);
    await outage.back();
    for (const code of ['ECONNREFUSED', 'EPIPE', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT']) {
      expect(isFaultOfData(Object.assign(new Error('x'), { code }))).toBe(false);
    }
  });
});

describe('transactions', () => {
  test('product: the victim of a deadlock is run again, and both are done', async () => {
    await db.sql`UPDATE pairs SET value = 0`;
    let runs = 0;
    let inside = 0;
    const both = [
      ['a', 'b'],
      ['b', 'a'],
    ].map(([first, second]) =>
      inTransaction(db.sql, async (tx) => {
        const run = ++runs;
        await tx`UPDATE pairs SET value = value + 1 WHERE name = ${first as string}`;
        inside++;
        // Until both hold their first row, or, in a run after the deadlock, at once.
        while (inside < 2 && run <= 2) await new Promise((resolve) => setImmediate(resolve));
        await tx`UPDATE pairs SET value = value + 1 WHERE name = ${second as string}`;
      }),
    );
    await Promise.all(both);
    expect(runs).toBe(3);
    expect((await db.sql`SELECT value FROM pairs ORDER BY name`).map((row) => row.value)).toEqual([2, 2]);
  });

  test('product: any other error is the caller’s, and nothing of the transaction stays', async () => {
    let runs = 0;
    const work = inTransaction(db.sql, async (tx) => {
      runs++;
      await tx`UPDATE pairs SET value = 99`;
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(runs).toBe(1);
    expect(await db.sql`SELECT 1 FROM pairs WHERE value = 99`).toHaveLength(0);
  });

  test('product: who stalls in a transaction is ended by the database and holds nobody up', async () => {
    const [row] = await db.sql<{ name: string; value: string }[]>`
      SELECT current_setting('idle_in_transaction_session_timeout') AS value`;
    expect(row?.value).toBe('15s');
  });
});

test('product: a statement that is planned anew takes its values as parameters', async () => {
  const rows = await plannedNow<{ text: string; more: number }>(
    db.sql,
  )`SELECT ${"'; DROP"}::text AS text, ${2}::int AS more`;
  expect(rows).toEqual([{ text: "'; DROP", more: 2 }]);
  expect(sqlState(await failure(plannedNow(db.sql)`SELECT ${'x'}::text::int`))).toBe('22P02');
});

describe('listening', () => {
  test('product: news are heard, also after the connection was lost and could not be made for a while', async () => {
    let heard = 0;
    const listener = listenTo(db.sql, { channel: 'test_news', clock: db.clock, onNews: () => heard++ });
    const notified = async () => {
      const before = heard;
      await db.sql`SELECT pg_notify('test_news', '')`;
      await expect.poll(() => heard).toBeGreaterThan(before);
    };
    await expect.poll(() => heard).toBe(1); // what came before it listened may have been missed
    await notified();

    const outage = await db.outage();
    for (let tries = 0; tries < 3; tries++) {
      await expect.poll(() => db.clock.untilNext()).toBeDefined();
      db.clock.advance(1000);
    }
    const before = heard;
    await outage.back();
    await expect
      .poll(() => {
        db.clock.advance(1000);
        return heard;
      })
      .toBeGreaterThan(before);
    await notified();

    await listener.stop();
    const after = heard;
    await db.sql`SELECT pg_notify('test_news', '')`;
    expect(heard).toBe(after);
  });
});
