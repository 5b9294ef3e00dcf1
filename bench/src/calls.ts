import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from './child.ts';
import { cpuSeconds } from './cpu.ts';
import { median, printMeasurement, printSkipped } from './report.ts';
import type { Scope } from './scope.ts';
import { hasSipp, startSipp } from './sipp.ts';

/**
 * How the highest rate is found. A closed loop keeps a number of calls in flight and starts the next one when one is
 * over, so the caller itself finds its rate; asking for calls at a fixed rate would have to guess it, and beyond it
 * measures only how a queue overflows. More calls in flight hide more of the two sides' waiting for each other, until
 * one of them is busy all the time: so a few numbers are tried, and of all runs in which no call failed the quickest
 * counts, since another program on the machine can only make a run slower. SIPp and ours get the same runs, in turn.
 */
const IN_FLIGHT = [32, 128, 512];
const ROUNDS = 2;
/** Whoever takes calls for days does it with compiled code, which V8 has made of ours after some seconds. SIPp comes so. */
const WARM_UP_MS = 6000;
const MEASURED_MS = 2500;

interface Run {
  inFlight: number;
  perSecond: number;
  /** CPU of the caller per call; undefined where it cannot be had. */
  cpuMicros: number | undefined;
  failed: number;
}

/**
 * Calls set up and torn down per second by one process: INVITE with SDP, 180, 200 with SDP, ACK, BYE, 200. Both
 * callers call the same SIPp, which counts both sides' calls.
 */
export async function calls(scope: Scope): Promise<void> {
  const what = 'Calls set up and torn down per second (one process)';
  if (!hasSipp()) return printSkipped(what, 'no sipp');
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));

  const floors: Run[] = [];
  const ours: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const inFlight of IN_FLIGHT) {
      const name = `${round}-${inFlight}`;
      floors.push(await measure(scope, folder, `${name}-floor`, inFlight, callWithSipp));
      ours.push(await measure(scope, folder, `${name}-ours`, inFlight, callWithOurs));
    }
  }
  const [floor, our] = [best(floors), best(ours)];
  printMeasurement({
    what,
    unit: 'calls/s',
    floor: { name: 'SIPp calling SIPp', value: floor.perSecond },
    ours: our.perSecond,
    target: { ratioAtLeast: 0.4 },
    notes: [
      `closed loop; best at ${floor.inFlight} (floor) and ${our.inFlight} (ours) calls in flight`,
      `all runs, floor: ${told(floors)}; ours: ${told(ours)}`,
      ...cpuNote(floors, ours),
    ],
  });
}

const told = (runs: Run[]) =>
  runs
    .map((run) => `${Math.round(run.perSecond)}${run.failed > 0 ? ` (${run.failed} failed)` : ''}`)
    .join(', ');

/** What the callers cost: depends less than rates on what else the machine does. */
function cpuNote(floors: Run[], ours: Run[]): string[] {
  const cost = (runs: Run[]) => median(runs.map((run) => run.cpuMicros ?? Number.NaN));
  const [floor, our] = [cost(floors), cost(ours)];
  if (Number.isNaN(floor) || Number.isNaN(our)) return [];
  return [
    `CPU of the caller per call, median: floor ${floor.toFixed(0)} µs, ours ${our.toFixed(0)} µs: ratio ${(floor / our).toFixed(2)}`,
  ];
}

function best(runs: Run[]): Run {
  const sound = runs.filter((run) => run.failed === 0);
  if (sound.length === 0) throw new Error(`calls failed in every run: ${JSON.stringify(runs)}`);
  return sound.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
}

interface Calling {
  pid: number | undefined;
  /** Calls that failed so far, as the caller sees it. */
  failed(): Promise<number>;
  stop(): Promise<void>;
}

type StartCalling = (
  scope: Scope,
  o: { folder: string; name: string; inFlight: number; port: number },
) => Promise<Calling>;

async function measure(
  scope: Scope,
  folder: string,
  name: string,
  inFlight: number,
  start: StartCalling,
): Promise<Run> {
  const callee = await startSipp(scope, { scenario: 'uas', folder, name: `${name}-uas` });
  const caller = await start(scope, { folder, name, inFlight, port: callee.port });
  await pause(WARM_UP_MS);
  const look = async () => ({ cpu: cpuSeconds(caller.pid), count: (await callee.counts()).at(-1) });
  const first = await look();
  await pause(MEASURED_MS);
  const last = await look();
  const failed = await caller.failed();
  await caller.stop();
  await callee.kill();
  if (!first.count || !last.count || last.count.at <= first.count.at) {
    throw new Error('SIPp told no statistics');
  }
  const perSecond =
    (last.count.succeeded - first.count.succeeded) / ((last.count.at - first.count.at) / 1000);
  return {
    inFlight,
    perSecond,
    // The two windows differ by less than SIPp's one second between two lines.
    cpuMicros:
      first.cpu === undefined || last.cpu === undefined
        ? undefined
        : ((last.cpu - first.cpu) / (perSecond * (MEASURED_MS / 1000))) * 1e6,
    failed: failed + last.count.failed,
  };
}

/** SIPp opens calls up to -l in flight whenever its rate (-r, out of reach) says that it is late: a closed loop. */
const callWithSipp: StartCalling = async (scope, { folder, name, inFlight, port }) => {
  const args = ['-s', 'callee', '-r', '1000000', '-l', `${inFlight}`, `127.0.0.1:${port}`];
  const sipp = await startSipp(scope, { scenario: 'uac', folder, name: `${name}-uac`, args });
  return {
    pid: sipp.child.pid,
    failed: async () => (await sipp.counts()).at(-1)?.failed ?? 0,
    stop: sipp.kill,
  };
};

const callWithOurs: StartCalling = async (scope, { inFlight, port }) => {
  const environment = { BENCH_TARGET: `sip:callee@127.0.0.1:${port}`, BENCH_IN_FLIGHT: `${inFlight}` };
  const server = await startServer(scope, 'sip-caller.ts', environment);
  return { pid: server.child.pid, failed: () => server.ask<number>('failed'), stop: server.stop };
};
