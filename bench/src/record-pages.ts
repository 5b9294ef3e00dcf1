import { findRecords } from '@herald/server/flow/messages/search-records.ts';
import { countedDay } from '@herald/server/flow/records/count-days.ts';
import { type RecordPage, writeDay } from '@herald/server/modules/records/index.ts';
import { connectDb, type Sql } from '@herald/server/platform/db.ts';
import { uuidFloor } from '@herald/server/platform/ids.ts';
import { migrate } from '@herald/server/platform/migrate.ts';
import { inTransaction } from '@herald/server/platform/transaction.ts';
import { startDatabase } from './database.ts';
import { median, printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { ACCOUNT, inBulk, seedAccount, seedEnded } from './seed.ts';

/** Ten million take some minutes to write. */
const RECORDS = Number(process.env.BENCH_RECORDS ?? 1_000_000);
const AT_ONCE = 100_000;
const TIMES = 21;
/** A connection plans a statement anew five times, and then once and for all: what a service that runs has behind it. */
const TIMES_BEFORE = 100;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Midnight in Beijing. */
const UNTIL = Date.UTC(2026, 2, 20, -8);
/** A page may take so many times what one probe takes. */
const MOST_TIMES = 5;

/** A page of send records of an account with very many in the span that is asked for, beside one probe of an index. */
export async function recordPages(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const sql = connectDb(
    { socketDir: environment.BENCH_SOCKET as string, database: 'postgres' },
    { name: 'bench', max: 4 },
  );
  scope.defer(() => sql.end({ timeout: 1 }));
  const from = UNTIL - WEEK_MS;
  await migrate(sql, from);
  await seedAccount(sql, new Date(from));
  const startedAt = performance.now();
  await inBulk(sql, () => seedWeek(sql, from));
  await inTransaction(sql, async (tx) => {
    await tx`SET LOCAL statement_timeout = 0`;
    await tx`ANALYZE messages, receipts`;
  });
  // What the job for days that are over has done by then (flow/records/count-days.ts).
  for (let at = from; at < UNTIL; at += DAY_MS) {
    const day = countedDay(at);
    await inTransaction(sql, async (tx) => {
      await tx`SET LOCAL statement_timeout = 0`;
      await tx`SET LOCAL enable_seqscan = on`;
      await writeDay(tx, ACCOUNT, day);
    });
  }
  const writtenS = (performance.now() - startedAt) / 1000;
  const [some] = await sql<{ id: string; callee: Buffer }[]>`
    SELECT session_no AS id, callee_key AS callee FROM messages WHERE account_id = ${ACCOUNT} LIMIT 1`;
  if (!some) throw new Error('nothing was written');

  const probe = await timed(
    () => sql`SELECT * FROM receipts WHERE account_id = ${ACCOUNT} AND session_no = ${some.id}::uuid`,
    TIMES_BEFORE,
  );
  const page = (change: Partial<RecordPage>, before = 0) =>
    timed(
      () =>
        findRecords(sql, {
          ...{ accountId: ACCOUNT, from: uuidFloor(from), until: uuidFloor(UNTIL), projects: 'all' },
          now: UNTIL,
          ...{ sessionNo: undefined, taskNo: undefined, calleeKey: undefined, digits: undefined },
          ...{
            brevityCode: undefined,
            exceptBrevityCode: undefined,
            purpose: undefined,
            templateId: undefined,
          },
          ...{ calledCityCode: undefined, callingCityCode: undefined, calledOperator: undefined },
          ...{ orderBy: 'started', descending: true, offset: 0, limit: 10 },
          ...change,
        }),
      before,
    );
  const first = await page({}, TIMES_BEFORE);
  const deep = await page({ offset: 50_000 });
  const template = await page({ templateId: 'UVVT-7' });
  const callee = await page({ calleeKey: some.callee });
  const city = await page({ calledCityCode: '027', calledOperator: 'cmcc', orderBy: 'received' });
  printMeasurement({
    what: `A page of ${RECORDS.toLocaleString('en')} send records of a week, with its count (median)`,
    unit: 'ms',
    floor: { name: 'one probe of an index', value: probe },
    ours: first,
    target: { ratioAtMost: MOST_TIMES },
    notes: [
      `written, indexed and counted by day in ${writtenS.toFixed(0)} s`,
      `the 5,001st page ${deep.toFixed(0)} ms; one of 40 templates ${template.toFixed(0)} ms; one callee ${callee.toFixed(1)} ms; one city and operator, by receipt ${city.toFixed(0)} ms`,
    ],
  });
}

/** So many messages, over and spread over a week, two parts at once. */
async function seedWeek(sql: Sql, from: number): Promise<void> {
  const parts = Math.ceil(RECORDS / AT_ONCE);
  const one = (part: number) => {
    const [start, end] = [from + (part * WEEK_MS) / parts, from + ((part + 1) * WEEK_MS) / parts - 60_000];
    const tag = `e${part.toString(16).padStart(2, '0')}`.slice(-3);
    const span = { from: Math.floor(start), until: Math.floor(end) };
    return seedEnded(sql, { count: AT_ONCE, ...span, tag, postings: false });
  };
  for (let part = 0; part < parts; part += 2) {
    await Promise.all([one(part), part + 1 < parts ? one(part + 1) : undefined]);
  }
}

async function timed(run: () => Promise<unknown>, before = 0): Promise<number> {
  for (let time = 0; time < before; time++) await run();
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
}
