import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../src/modules/ledger/index.ts';
import { type Caller, jsonCaller } from './support/callers.ts';
import { makeDataDir, openDatabase, type Service, startService, until } from './support/service.ts';

const MESSAGES = 200;
/** What the carrier does with a callee: most are over soon, some are in the middle of their message when all dies. */
const ENDINGS = ['0486', '0404', '0603', '0200', '0486', '0201', '0486', '0200', '0404', '0480'];
const VICTIMS = ['engine', 'everything', 'database', 'main', 'carrier', 'everything'] as const;
const SETTINGS = {
  NODE_LEASE_MS: '2000',
  RTP_PORTS: '14000-14999',
  SANDBOX_RTP_PORTS: '15000-15999',
  LOG_LEVEL: 'error',
};

test('3.6 200 messages while every process is killed at random: each accepted one has one receipt, the ledger sums to zero, nobody is rung twice', async () => {
  const data = await makeDataDir();
  let service = await startService(data.dataDir, SETTINGS);
  const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const random = mulberry32(seed);
  console.info(`CRASH_SEED=${seed}`);
  try {
    let sending = true;
    const sent = sendAll(() => service, random).finally(() => {
      sending = false;
    });
    for (const victim of VICTIMS) {
      await pause(300 + random() * 1500);
      const mainDies = kill(victim, service, data.dataDir);
      if (mainDies) service = await startService(data.dataDir, SETTINGS);
    }
    const accepted = await sent;
    expect(sending).toBe(false);
    expect(accepted.size).toBe(MESSAGES);

    const sql = openDatabase(data.dataDir);
    await until(
      'every message is over',
      async () => {
        const [left] = await sql<{ count: number }[]>`SELECT count(*)::int AS count FROM queue`;
        return left?.count === 0 ? true : undefined;
      },
      120_000,
    );
    const messages = await sql<{ session_no: string; receipts: number; result: number; charge: bigint }[]>`
      SELECT m.session_no, count(r.session_no)::int AS receipts, max(r.result)::int AS result,
        coalesce(sum(r.charge), 0)::bigint AS charge
      FROM messages m LEFT JOIN receipts r USING (account_id, session_no) GROUP BY 1`;
    expect(new Set(messages.map((message) => message.session_no))).toEqual(new Set(accepted.values()));
    expect(messages.filter((message) => message.receipts !== 1)).toEqual([]);
    expect(messages.filter((message) => message.charge !== (message.result === 1 ? 1n : 0n))).toEqual([]);
    expect(await verifyLedger(sql)).toEqual([]);
    const [held] = await sql<{ held: bigint }[]>`
      SELECT coalesce(sum(credits - debits), 0)::bigint AS held FROM ledger_accounts WHERE ledger_account LIKE 'held%'`;
    expect(held?.held).toBe(0n);

    // The carrier wrote down every INVITE that reached it, in a file that outlives it. One that is only sent again has
    // the branch of the first (RFC 3261 17.2.3).
    const rung = new Map<string, Set<string>>();
    for (const line of (await readFile(join(service.facts.heardDir, 'calls.jsonl'), 'utf8'))
      .trim()
      .split('\n')) {
      const { callId, branch } = JSON.parse(line) as { callId: string; branch: string };
      // Each message has a number of its own.
      const sessionNo = callId.split('.', 1)[0] as string;
      rung.set(sessionNo, (rung.get(sessionNo) ?? new Set()).add(branch));
    }
    expect([...rung].filter(([, invites]) => invites.size !== 1)).toEqual([]);
    const results = [1, 2, 3].map((result) => messages.filter((message) => message.result === result).length);
    console.info(`answered ${results[0]}, failed ${results[1]}, unknown ${results[2]}; ${rung.size} rung`);
    // Were the crashes to stop the service for good, all of this would hold of nothing.
    expect(results[0]).toBeGreaterThan(0);
    expect(rung.size).toBeGreaterThan(MESSAGES / 2);
    await sql.end();
  } finally {
    await service.stop();
    await data.remove();
  }
}, 300_000);

/** A customer who does not hear an answer asks again with the same ClientToken. @returns token → SessionNo */
async function sendAll(service: () => Service, random: () => number): Promise<Map<string, string>> {
  const accepted = new Map<string, string>();
  for (let nth = 0; nth < MESSAGES; nth++) {
    const parameters = {
      CalledNumber: `+86137${String(nth).padStart(4, '0')}${ENDINGS[nth % ENDINGS.length]}`,
      TemplateId: service().facts.codeTemplateId,
      TemplateParams: [String(1000 + nth)],
      ClientToken: `crash-${nth}`,
    };
    const sessionNo = await until(
      `message ${nth} is accepted`,
      async () => {
        const call: Caller = jsonCaller(service().facts);
        const answer = await call('SendUVMSMessage', parameters).catch(() => undefined);
        return answer?.RetCode === 0 ? (answer.SessionNo as string) : undefined;
      },
      120_000,
    );
    accepted.set(parameters.ClientToken, sessionNo);
    await pause(random() * 60);
  }
  return accepted;
}

/** kill -9, as the machine's own bad luck would. @returns whether the main process is dead */
function kill(victim: (typeof VICTIMS)[number], { child }: Service, dataDir: string): boolean {
  const main = child.pid as number;
  const childOf = (file: string) =>
    pidsIn(spawnSync('pgrep', ['-P', String(main), '-f', file], { encoding: 'utf8' }).stdout);
  const pidFile = join(dataDir, 'postgres/postmaster.pid');
  const postmaster = () => (existsSync(pidFile) ? pidsIn(readFileSync(pidFile, 'utf8')).slice(0, 1) : []);
  const pids = {
    engine: () => childOf('processes/engine.ts'),
    carrier: () => childOf('sandbox-carrier'),
    database: postmaster,
    main: () => [main],
    everything: () => [
      main,
      ...childOf('processes/engine.ts'),
      ...childOf('sandbox-carrier'),
      ...postmaster(),
    ],
  }[victim]();
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Still dead from the round before.
    }
  }
  return pids.includes(main);
}

/** Process ids, one a line; never 0, which would be ourselves. */
function pidsIn(text: string): number[] {
  return text
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 1);
}

/** A small seeded generator: a failure is run again with its CRASH_SEED. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
