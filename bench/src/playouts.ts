import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram, startServer } from './child.ts';
import { compile, hasCompiler, type Received, startReceiver } from './receiver.ts';
import { median, printMeasurement, printSkipped } from './report.ts';
import type { Scope } from './scope.ts';

/** As many as a core carries on a small machine with room to spare: packets are to be in time, not to queue up. */
const STREAMS = Number(process.env.BENCH_STREAMS ?? 1000);
const PACKETS_PER_SECOND = 50;
const ROUNDS = 3;
const WARM_UP_MS = 2000;
const MEASURED_MS = 4000;
const P99_LIMIT_MS = 10;

interface Run extends Omit<Received, 'packets'> {
  /** CPU of the sending process, user and system. */
  microsPerPacket: number;
}

/**
 * Concurrent PCMA playouts that one core carries: what a core second buys in packets, by the CPU time of the sending
 * process, which, unlike a rate, another program on the machine can hardly change. Both sides send as many streams to
 * the same receiver, which measures the packets' spacing by the times that the kernel gave them.
 */
export async function playouts(scope: Scope): Promise<void> {
  const what = 'Concurrent PCMA playouts per core';
  if (process.platform !== 'linux') return printSkipped(what, 'the receiver needs Linux');
  if (!hasCompiler()) return printSkipped(what, 'no cc');
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const [sendto, receive] = await Promise.all([compile(folder, 'sendto'), compile(folder, 'receive')]);

  const floors: Run[] = [];
  const ours: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await received(scope, receive, (port, restart) => playWithC(scope, sendto, port, restart)));
    ours.push(await received(scope, receive, (port, restart) => playWithOurs(scope, port, restart)));
  }
  const micros = (runs: Run[]) => median(runs.map((one) => one.microsPerPacket));
  const perCore = (runs: Run[]) => 1e6 / micros(runs) / PACKETS_PER_SECOND;
  const p99 = median(ours.map((one) => one.p99Ms));
  printMeasurement({
    what,
    unit: 'streams',
    floor: { name: 'C, one socket a stream, sendto', value: perCore(floors) },
    ours: perCore(ours),
    target: { ratioAtLeast: 0.5 },
    notes: [
      `${STREAMS} streams at once; CPU a packet, median: floor ${micros(floors).toFixed(2)} µs, ours ${micros(ours).toFixed(2)} µs`,
      `all runs, µs a packet: floor ${told(floors)}; ours ${told(ours)}`,
      `spacing off by p99 ${p99.toFixed(1)} ms (to stay under: ${P99_LIMIT_MS} ms) ${p99 < P99_LIMIT_MS ? 'reached' : 'MISSED'}; ${spread(ours)}`,
      `the floor's spacing: ${spread(floors)}`,
    ],
  });
}

const told = (runs: Run[]) => runs.map((one) => one.microsPerPacket.toFixed(2)).join(', ');

const spread = (runs: Run[]) =>
  `p50 / p99 of each run ${runs.map((one) => `${one.p50Ms.toFixed(2)} / ${one.p99Ms.toFixed(2)}`).join(', ')} ms, ${runs.reduce((sum, one) => sum + one.lost, 0)} packets lost`;

/** Sends to a fresh receiver; `restart` begins the receiver's measurement, when the warm-up is over. */
async function received(
  scope: Scope,
  receive: string,
  play: (port: number, restart: () => void) => Promise<number>,
): Promise<Run> {
  const receiver = await startReceiver(scope, receive, 60);
  const microsPerPacket = await play(receiver.port, receiver.restart);
  const { packets, ...timing } = await receiver.end();
  const expected = STREAMS * PACKETS_PER_SECOND * (MEASURED_MS / 1000);
  if (packets < expected / 2) throw new Error(`${packets} packets arrived, ${expected} were expected`);
  return { microsPerPacket, ...timing };
}

async function playWithC(scope: Scope, sendto: string, port: number, restart: () => void): Promise<number> {
  const args = [port, STREAMS, WARM_UP_MS, MEASURED_MS].map(String);
  const { child, exited } = await startProgram(scope, sendto, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
  });
  await pause(WARM_UP_MS);
  restart();
  if ((await exited) !== 0) throw new Error('the floor ended early');
  const [packets = 0, nanos = 0] = told.trim().split(' ').map(Number);
  return nanos / 1000 / packets;
}

async function playWithOurs(scope: Scope, port: number, restart: () => void): Promise<number> {
  const server = await startServer(scope, 'rtp-player.ts', {
    BENCH_PORT: String(port),
    BENCH_STREAMS: String(STREAMS),
  });
  const look = () => server.ask<{ sent: number; cpuMicros: number }>('look');
  await pause(WARM_UP_MS);
  restart();
  const first = await look();
  await pause(MEASURED_MS);
  const last = await look();
  await server.stop();
  return (last.cpuMicros - first.cpuMicros) / (last.sent - first.sent);
}
