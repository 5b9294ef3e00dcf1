import {
  type CallSettler,
  createCallSettler,
  type Ending,
} from '@herald/server/flow/messages/settle-calls.ts';
import { systemClock } from '@herald/server/platform/clock.ts';
import { connectDb, type Sql } from '@herald/server/platform/db.ts';
import { startJobs } from '@herald/server/platform/jobs.ts';
import { migrate } from '@herald/server/platform/migrate.ts';
import { startDatabase } from './database.ts';
import { median, printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { ACCOUNT, seedAccount, seedDialling } from './seed.ts';

const CALLS = Number(process.env.BENCH_SETTLEMENTS ?? 10_000);
const AT_ONCE = 512;
const BATCH = 256;
const ROUNDS = 3;
const NODE = '00000000-0000-7000-8000-000000000001';

interface Run {
  perSecond: number;
  /** CPU of this process per settlement. */
  cpuMicros: number;
}

/**
 * Calls that are settled per second, durable: out of the queue, charged, receipt written, beside a floor that writes the
 * very same rows with its values known beforehand, in statements of as many rows, on the same database in turn.
 */
export async function settlements(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const where = { socketDir: environment.BENCH_SOCKET as string, database: 'postgres' };
  const sql = connectDb(where, { name: 'bench', max: 4 });
  const hot = connectDb(where, { name: 'bench', max: 4, plannedOnce: true });
  scope.defer(() => Promise.all([sql.end({ timeout: 1 }), hot.end({ timeout: 1 })]));
  const now = Date.now();
  await migrate(sql, now);
  await seedAccount(sql, new Date(now));
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  const jobs = await startJobs(sql, { role: 'client', log } as unknown as Parameters<typeof startJobs>[1]);
  scope.defer(() => jobs.stop());
  const settler = createCallSettler({ sql: hot, clock: systemClock, jobs });

  const floors: Run[] = [];
  const ours: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await measure(await seed(`a0${round}`, round * 2), (ids) => bare(hot, ids)));
    ours.push(await measure(await seed(`b0${round}`, round * 2 + 1), (ids) => settleAll(settler, ids)));
  }

  function seed(tag: string, nth: number): Promise<string[]> {
    return seedDialling(sql, { count: CALLS, at: now + nth * 10, tag, nodeId: NODE });
  }

  const best = (runs: Run[]) => Math.max(...runs.map((run) => run.perSecond));
  const cpu = (runs: Run[]) => median(runs.map((run) => run.cpuMicros)).toFixed(0);
  printMeasurement({
    what: 'Calls settled per second (durable: queue, charge, receipt)',
    unit: 'calls/s',
    floor: { name: `the same rows by four statements of ${BATCH} rows, nothing read`, value: best(floors) },
    ours: best(ours),
    target: { ratioAtLeast: 0.5 },
    notes: [
      `${CALLS} calls a round, ${AT_ONCE} at once, one account; all rounds, floor: ${told(floors)}; ours: ${told(ours)}`,
      `CPU of this process per call, median: floor ${cpu(floors)} µs, ours ${cpu(ours)} µs`,
    ],
  });
}

const told = (runs: Run[]) => runs.map((run) => Math.round(run.perSecond)).join(', ');

async function measure(ids: string[], settle: (ids: string[]) => Promise<void>): Promise<Run> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await settle(ids);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: ids.length / seconds, cpuMicros: (user + system) / ids.length };
}

/** So many calls end at once, and whenever one is settled the next one ends. */
async function settleAll(settler: CallSettler, ids: string[]): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
      if (!(await settler.settle(endingOf(id)))) throw new Error('a call was settled before');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

function endingOf(sessionNo: string): Ending {
  const endedAt = Date.now();
  return {
    ...{ accountId: ACCOUNT, sessionNo, nodeId: NODE, from: 'dialling', cause: { kind: 'answered' } },
    call: {
      ...{ callId: `${sessionNo}.1`, trunkId: 'trunk-1', showNumber: '+862151860001', digits: '' },
      ...{ startedAt: endedAt - 20_000, answeredAt: endedAt - 15_000, endedAt, talkMs: 15_000 },
      ...{ playsCompleted: 2, endedBy: 'us', media: undefined },
    },
  };
}

/** The least that writes the same: no lock asked for, nothing read back, every value known. */
async function bare(sql: Sql, ids: string[]): Promise<void> {
  const batches: string[][] = [];
  for (let from = 0; from < ids.length; from += BATCH) batches.push(ids.slice(from, from + BATCH));
  let next = 0;
  const one = async () => {
    for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
      const part = batch;
      const sum = part.length * 1000;
      await sql.begin((tx) =>
        Promise.all([
          tx`DELETE FROM queue USING unnest(${part}::uuid[]) AS k (id)
            WHERE queue.account_id = ${ACCOUNT} AND queue.session_no = k.id`,
          tx`INSERT INTO receipts (account_id, session_no, result, reason, code, call_id, trunk_id, show_number,
              started_at, answered_at, ended_at, talk_ms, cost_count, charge, plays_completed, ended_by, at, push_state)
            SELECT ${ACCOUNT}, id, 1, 'answered', 200, id || '.1', 'trunk-1', '+862151860001', now(), now(), now(),
              15000, 1, 1000, 2, 'us', now(), 'none' FROM unnest(${part}::uuid[]) AS k (id)`,
          tx`INSERT INTO ledger_transfers (account_id, id, kind, debit_account, credit_account, commodity, amount, at)
            SELECT ${ACCOUNT}, id, 'charge', 'cash:held', 'revenue', 'CNY', 1000, now()
            FROM unnest(${part}::uuid[]) AS k (id)`,
          tx`INSERT INTO ledger_accounts (account_id, ledger_account, commodity, debits, credits)
            VALUES (${ACCOUNT}, 'cash:held', 'CNY', ${sum}, ${sum}), (${ACCOUNT}, 'revenue', 'CNY', 0, ${sum})
            ON CONFLICT (account_id, ledger_account) DO UPDATE SET
              debits = ledger_accounts.debits + excluded.debits,
              credits = ledger_accounts.credits + CASE WHEN excluded.ledger_account = 'revenue' THEN excluded.credits
                ELSE 0 END`,
        ]),
      );
    }
  };
  // One transaction after the other, as our batcher runs them.
  await one();
}
