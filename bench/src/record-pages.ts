import { findRecords } from '@herald/server/flow/messages/search-records.ts';
import type { RecordPage } from '@herald/server/modules/records/index.ts';
import { connectDb } from '@herald/server/platform/db.ts';
import { uuidFloor } from '@herald/server/platform/ids.ts';
import { migrate } from '@herald/server/platform/migrate.ts';
import { startDatabase } from './database.ts';
import { median, printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { ACCOUNT, seedAccount, seedEnded } from './seed.ts';

/** Ten million take a quarter of an hour to write. */
const RECORDS = Number(process.env.BENCH_RECORDS ?? 1_000_000);
const AT_ONCE = 100_000;
const TIMES = 21;
const WEEK_MS = 7 * 86_400_000;
const UNTIL = Date.UTC(2026, 2, 20);

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
  const parts = Math.ceil(RECORDS / AT_ONCE);
  for (let part = 0; part < parts; part++) {
    const [start, end] = [from + (part * WEEK_MS) / parts, from + ((part + 1) * WEEK_MS) / parts - 60_000];
    const tag = `e${part.toString(16).padStart(2, '0')}`.slice(-3);
    await seedEnded(sql, { count: AT_ONCE, from: Math.floor(start), until: Math.floor(end), tag });
  }
  await sql`ANALYZE messages, receipts`;
  const [some] = await sql<{ id: string; callee: Buffer }[]>`
    SELECT session_no AS id, callee_key AS callee FROM messages WHERE account_id = ${ACCOUNT} LIMIT 1`;
  if (!some) throw new Error('nothing was written');

  const probe = await timed(
    () => sql`SELECT * FROM receipts WHERE account_id = ${ACCOUNT} AND session_no = ${some.id}`,
  );
  const page = (change: Partial<RecordPage>) =>
    timed(() =>
      findRecords(sql, {
        ...{ accountId: ACCOUNT, from: uuidFloor(from), until: uuidFloor(UNTIL), projects: 'all' },
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
    );
  const first = await page({});
  const deep = await page({ offset: 50_000 });
  const template = await page({ templateId: 'UVVT-7' });
  const callee = await page({ calleeKey: some.callee });
  const city = await page({ calledCityCode: '027', calledOperator: 'cmcc', orderBy: 'received' });
  printMeasurement({
    what: `A page of ${RECORDS.toLocaleString('en')} send records of a week, with its count (median)`,
    unit: 'ms',
    floor: { name: 'one probe of an index', value: probe },
    ours: first,
    target: { below: 500 },
    notes: [
      `the 5,001st page ${deep.toFixed(0)} ms; one of 40 templates ${template.toFixed(0)} ms; one callee ${callee.toFixed(1)} ms; one city and operator, by receipt ${city.toFixed(0)} ms`,
    ],
  });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
}
