import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from './child.ts';
import { compile, hasCompiler, startReceiver } from './receiver.ts';
import { printMeasurement, printSkipped } from './report.ts';
import type { Scope } from './scope.ts';
import { hasSipp, startSipp } from './sipp.ts';

const CALLS = Number(process.env.BENCH_CALLS ?? 1500);
/** Of the engine; as MEDIA_THREADS. */
const THREADS = Number(process.env.BENCH_MEDIA_THREADS ?? 0);
const MEASURED_MS = 60_000;
const PACKETS_PER_SECOND = 50;
/** Placing the calls on a busy machine, and hanging up. */
const MARGIN_S = 240;

interface Look {
  cpuMicros: number;
  rssBytes: number;
}

/**
 * Calls of one call engine that all play for a minute: SIP to SIPp, which answers, and sound to a receiver that counts
 * what is missing. The floor is what has to arrive when every stream sends a packet each 20 ms.
 */
export async function calls1500(scope: Scope): Promise<void> {
  const what = `${CALLS} calls of one process playing for ${MEASURED_MS / 1000} s`;
  if (process.platform !== 'linux') return printSkipped(what, 'the receiver needs Linux');
  if (!hasCompiler()) return printSkipped(what, 'no cc');
  if (!hasSipp()) return printSkipped(what, 'no sipp');
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const mostSeconds = MEASURED_MS / 1000 + MARGIN_S;
  const receiver = await startReceiver(scope, await compile(folder, 'receive'), mostSeconds);
  const callee = await startSipp(scope, {
    ...{ scenario: 'uas', folder, name: 'callee', mostSeconds },
    rtpPort: receiver.port,
  });
  const server = await startServer<Look>(scope, 'engine-caller.ts', {
    BENCH_SIP_PORT: String(callee.port),
    BENCH_CALLS: String(CALLS),
    BENCH_MEDIA_THREADS: String(THREADS),
    BENCH_SECONDS: String(mostSeconds),
  });
  await server.ask('place');
  // The sound of the last answered call goes out by now, too.
  await pause(1000);
  receiver.restart();
  const first = await server.ask<Look>('look');
  await pause(MEASURED_MS);
  const last = await server.ask<Look>('look');
  const received = await receiver.end();
  const { answered } = await server.ask<{ answered: number }>('end');
  const streams = received.packets / (MEASURED_MS / 1000) / PACKETS_PER_SECOND;
  printMeasurement({
    what,
    unit: 'streams in time',
    floor: { name: 'a packet each 20 ms of each call', value: CALLS },
    ours: streams,
    target: { ratioAtLeast: 0.99 },
    notes: [
      `${answered} of ${CALLS} calls answered; ${received.packets} packets arrived, ${received.lost} lost ${received.lost === 0 ? 'reached' : 'MISSED'}`,
      `spacing off by p50 / p99 ${received.p50Ms.toFixed(2)} / ${received.p99Ms.toFixed(2)} ms`,
      `resident memory: ${(first.rssBytes / 1024 ** 2).toFixed(0)} MB with all calls on, ${((first.rssBytes - server.facts.rssBytes) / CALLS / 1024).toFixed(0)} KB a call`,
      `CPU ${((last.cpuMicros - first.cpuMicros) / received.packets).toFixed(1)} µs a packet, ${THREADS === 0 ? 'in the thread of the calls' : `${THREADS} media threads`} (BENCH_MEDIA_THREADS)`,
    ],
  });
}
