import { billCsv } from '@herald/server/flow/money/bill-csv.ts';
import { closeBills } from '@herald/server/flow/money/close-bills.ts';
import { readBill } from '@herald/server/flow/money/read-bill.ts';
import { monthOf, monthStart } from '@herald/server/platform/beijing-time.ts';
import { connectDb } from '@herald/server/platform/db.ts';
import { migrate } from '@herald/server/platform/migrate.ts';
import { startDatabase } from './database.ts';
import { printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { ACCOUNT, seedAccount, seedEnded } from './seed.ts';

const MESSAGES = Number(process.env.BENCH_BILL_MESSAGES ?? 1_000_000);
const DAY_MS = 86_400_000;
const MONTH = monthOf(Date.UTC(2026, 2, 10));

/**
 * The bill of one account with a million messages: its file with every posting beside the database's own COPY of the
 * same rows, what memory it takes, and how long a look at the bill lasts while the month runs and when it is closed.
 */
export async function bills(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const sql = connectDb(
    { socketDir: environment.BENCH_SOCKET as string, database: 'postgres' },
    { name: 'bench', max: 4 },
  );
  scope.defer(() => sql.end({ timeout: 1 }));
  const [from, until] = [monthStart(MONTH), monthStart(MONTH + 1)];
  await migrate(sql, from);
  await seedAccount(sql, new Date(from));
  const days = Math.round((until - from) / DAY_MS);
  for (let day = 0; day < days; day++) {
    const start = from + day * DAY_MS;
    const count = Math.ceil(MESSAGES / days);
    await seedEnded(sql, {
      count,
      from: start,
      until: start + DAY_MS - 60_000,
      postings: true,
      tag: `c${day.toString(16).padStart(2, '0')}`,
    });
  }
  await sql`ANALYZE`;
  const clock = { now: () => until - 3_600_000, setTimer: () => ({ cancel() {} }) };
  const deps = { sql, clock };

  const written = await seconds(() => closeBills(deps));
  const open = await seconds(() => readBill(deps, { accountId: ACCOUNT, month: MONTH }));
  const over = { sql, clock: { ...clock, now: () => until + DAY_MS } };
  const closing = await seconds(() => closeBills(over));
  const closed = await seconds(() => readBill(over, { accountId: ACCOUNT, month: MONTH }));

  let copied = 0;
  const copying = await seconds(async () => {
    await sql.begin(async (tx) => {
      await tx`SET LOCAL statement_timeout = 0`;
      await tx`SET LOCAL enable_seqscan = on`;
      const stream = await tx`
      COPY (SELECT t.at, t.kind, t.commodity, t.amount, t.id, m.template_id, m.callee_mask, m.brevity_code, r.talk_ms,
          r.cost_count
        FROM ledger_transfers t
        LEFT JOIN messages m ON m.account_id = t.account_id AND m.session_no = t.id
        LEFT JOIN receipts r ON r.account_id = t.account_id AND r.session_no = t.id
        WHERE t.account_id = 'bench' AND t.kind NOT IN ('reserve', 'release')
        ORDER BY t.at, t.id) TO STDOUT (FORMAT csv)`.readable();
      for await (const chunk of stream) copied += linesIn(chunk as Buffer);
    });
  });
  let lines = -1; // the head
  const cpu = process.cpuUsage();
  const writing = await seconds(async () => {
    for await (const chunk of billCsv(over, { accountId: ACCOUNT, month: MONTH, language: 'zh' })) {
      lines += linesIn(chunk);
    }
  });
  const { user, system } = process.cpuUsage(cpu);
  if (lines !== copied) throw new Error(`the file has ${lines} lines, ${copied} were posted`);

  printMeasurement({
    what: `Bill of ${MESSAGES.toLocaleString('en')} messages: lines of its CSV per second`,
    unit: 'lines/s',
    floor: { name: 'COPY of the same rows by the database', value: copied / copying },
    ours: lines / writing,
    target: { ratioAtLeast: 0.2 },
    notes: [
      `${lines} lines in ${writing.toFixed(1)} s, CPU of this process ${((user + system) / lines).toFixed(1)} µs a line`,
      `peak memory of this process, generator included: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
      `lines of ${days - 1} days written in ${written.toFixed(1)} s, one after the other; the month closed in ${closing.toFixed(2)} s`,
      `a look at the bill: ${(open * 1000).toFixed(0)} ms while the month runs, ${(closed * 1000).toFixed(0)} ms when it is closed`,
    ],
  });
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

function linesIn(chunk: Uint8Array): number {
  let lines = 0;
  for (const byte of chunk) if (byte === 10) lines++;
  return lines;
}
