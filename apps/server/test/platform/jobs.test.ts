import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Jobs, startJobs } from '../../src/platform/jobs.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { memoryLog } from '../support/memory-log.ts';

const QUEUE = 'push-receipt';

let db: TestDatabase;
let started: Jobs[] = [];
const log = memoryLog();

beforeAll(async () => {
  db = await openTestDatabase();
});
afterEach(async () => {
  await Promise.all(started.map((jobs) => jobs.stop()));
  started = [];
  log.lines.length = 0;
  await db.sql`DELETE FROM jobs.job`;
});
afterAll(() => db.drop());

async function start(role: 'client' | 'worker' = 'worker'): Promise<Jobs> {
  const jobs = await startJobs(db.sql, { role, log });
  started.push(jobs);
  return jobs;
}

const enqueue = (jobs: Jobs, names: string[], group?: string) =>
  inTransaction(db.sql, (tx) =>
    jobs.enqueue(
      tx,
      QUEUE,
      names.map((name) => ({ data: { name }, ...(group ? { group } : {}) })),
    ),
  );
const states = async () => {
  const rows = await db.sql<
    { name: string; state: string }[]
  >`SELECT data ->> 'name' AS name, state FROM jobs.job`;
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
};

test('product: any number of processes may start at once on an empty database', async () => {
  const all = await Promise.all([start('client'), start('worker'), start('client')]);
  for (const [index, jobs] of all.entries()) await enqueue(jobs, [`from ${index}`]);
  expect(Object.keys(await states())).toHaveLength(3);
});

test('product: a job is there with the commit of its transaction, and not without it', async () => {
  const jobs = await start('client');
  await expect(
    inTransaction(db.sql, async (tx) => {
      await jobs.enqueue(tx, QUEUE, [{ data: { name: 'never' } }]);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await states()).toEqual({});
  await inTransaction(db.sql, async (tx) => {
    await jobs.enqueue(tx, QUEUE, [{ data: { name: 'soon' } }]);
    expect(await states()).toEqual({}); // nobody else sees it yet
  });
  expect(await states()).toEqual({ soon: 'created' });
});

test('product: a job is worked, once, by one of two workers, with its data', async () => {
  const seen: string[] = [];
  for (const jobs of [await start(), await start()]) {
    await jobs.work<{ name: string }>(QUEUE, 20, async ({ name }) => {
      seen.push(name);
    });
  }
  const names = Array.from({ length: 100 }, (_, index) => `job-${index}`);
  await enqueue(started[0] as Jobs, names);
  await expect
    .poll(async () => new Set(Object.values(await states())), { timeout: 20_000 })
    .toEqual(new Set(['completed']));
  expect([...seen].sort()).toEqual([...names].sort());
});

test('product: one that throws is tried again later; the others of its moment are done, and done once', async () => {
  const seen: string[] = [];
  const jobs = await start();
  await enqueue(jobs, ['a', 'bad', 'b', 'c']);
  await jobs.work<{ name: string }>(QUEUE, 20, async ({ name }) => {
    seen.push(name);
    if (name === 'bad') throw new Error('not today');
  });
  await expect
    .poll(states, { timeout: 20_000 })
    .toEqual({ a: 'completed', b: 'completed', c: 'completed', bad: 'retry' });
  expect(seen.sort()).toEqual(['a', 'b', 'bad', 'c']);
  expect(log.lines.map((line) => line.message)).toContain('a job failed and is tried again');
  // And it is had again when its time has come.
  await db.sql`UPDATE jobs.job SET start_after = now() WHERE data ->> 'name' = 'bad'`;
  await expect.poll(() => seen.filter((name) => name === 'bad').length, { timeout: 20_000 }).toBe(2);
});

test('product: one that hangs keeps its own place only', async () => {
  const seen: string[] = [];
  let release = () => {};
  const jobs = await start();
  await enqueue(jobs, ['hangs', 'a', 'b']);
  await jobs.work<{ name: string }>(QUEUE, 20, async ({ name }) => {
    if (name === 'hangs') {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    seen.push(name);
  });
  await expect.poll(states, { timeout: 20_000 }).toEqual({ hangs: 'active', a: 'completed', b: 'completed' });
  await enqueue(jobs, ['later']);
  await expect.poll(() => seen.includes('later'), { timeout: 20_000 }).toBe(true);
  release();
  await expect.poll(async () => (await states()).hangs, { timeout: 20_000 }).toBe('completed');
});

test('product: jobs of one customer that hang do not take the places of the others', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hanging = 0;
  const jobs = await start();
  await enqueue(
    jobs,
    Array.from({ length: 200 }, (_, index) => `slow-${index}`),
    'slow customer',
  );
  await jobs.work<{ name: string }>(QUEUE, 60, async ({ name }) => {
    if (!name.startsWith('slow')) return;
    hanging++;
    await held;
  });
  await enqueue(jobs, ['quick'], 'quick customer');
  await expect.poll(async () => (await states()).quick, { timeout: 20_000 }).toBe('completed');
  // A tenth of the sixty places, and what one fetch brought beyond it.
  expect(hanging).toBeLessThanOrEqual(6 + 20);
  release();
});

test('product: a job waits for the time it was given', async () => {
  const jobs = await start();
  await inTransaction(db.sql, (tx) =>
    jobs.enqueue(tx, QUEUE, [
      { data: { name: 'now' } },
      { data: { name: 'later' }, startAfterSeconds: 3600 },
    ]),
  );
  await jobs.work(QUEUE, 20, async () => {});
  await expect.poll(states, { timeout: 20_000 }).toEqual({ now: 'completed', later: 'created' });
});

test('product: stopping waits for what is at work, and takes nothing more', async () => {
  let release = () => {};
  let begun = 0;
  const jobs = await start();
  await enqueue(jobs, ['one']);
  await jobs.work(QUEUE, 1, async () => {
    begun++;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await expect.poll(() => begun, { timeout: 20_000 }).toBe(1);
  await enqueue(jobs, ['two']);
  const stopped = jobs.stop();
  release();
  await stopped;
  expect(await states()).toEqual({ one: 'completed', two: 'created' });
  started = started.filter((one) => one !== jobs);
});
