import { type Server, startServer } from './child.ts';
import { cpuSeconds } from './cpu.ts';
import { startDatabase } from './database.ts';
import { type LoadResult, load } from './load.ts';
import { median, printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { sendRequest } from './send-request.ts';

/**
 * One request each at a time: with fewer, the service waits for answers on their way and batches stay small; with more,
 * only the wait for an answer grows.
 */
const CONNECTIONS = 256;
const WARM_UP = 6000;
const ROUNDS = 3;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 10_000);

interface Run extends LoadResult {
  /** CPU of the server per request; NaN where it cannot be had. */
  cpuMicros: number;
}

/**
 * Accepted sends per second, durable, with every rule on, beside a bare server with the signature and one row, in
 * turn on one database. Of the rounds the quickest counts, since another program can only make a round slower.
 */
export async function acceptedSends(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const floorServer = await startServer<{ port: number }>(scope, 'floor-http.ts', environment);
  const apiServer = await startServer<{ port: number; codeTemplateId: string }>(
    scope,
    'herald-api.ts',
    environment,
  );
  const measureFloor = requestsTo(floorServer, 'UVVT-floor');
  const measureOurs = requestsTo(apiServer, apiServer.facts.codeTemplateId);

  await measureFloor(WARM_UP);
  await measureOurs(WARM_UP);
  const floors: Run[] = [];
  const ours: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await measureFloor(REQUESTS));
    ours.push(await measureOurs(REQUESTS));
  }
  const [floor, our] = [quickest(floors), quickest(ours)];
  const cpu = (runs: Run[]) => median(runs.map((run) => run.cpuMicros));
  printMeasurement({
    what: 'Accepted sends per second (durable, all rules on)',
    unit: 'sends/s',
    floor: { name: 'bare node:http, signature, one group-committed row', value: floor.perSecond },
    ours: our.perSecond,
    target: { ratioAtLeast: 0.5 },
    notes: [
      `${CONNECTIONS} connections; answer within p50 ${our.p50Ms.toFixed(1)} ms, p99 ${our.p99Ms.toFixed(1)} ms (floor: ${floor.p50Ms.toFixed(1)}, ${floor.p99Ms.toFixed(1)})`,
      `all rounds, floor: ${told(floors)}; ours: ${told(ours)}`,
      `CPU of the server per send, median: floor ${cpu(floors).toFixed(0)} µs, ours ${cpu(ours).toFixed(0)} µs`,
    ],
  });
}

const told = (runs: Run[]) => runs.map((run) => Math.round(run.perSecond)).join(', ');

const quickest = (runs: Run[]) =>
  runs.reduce((one, other) => (other.perSecond > one.perSecond ? other : one)) as Run;

/** Sends so many requests to a server, each message to another callee. @throws Error when one is refused */
function requestsTo(server: Server<{ port: number }>, templateId: string): (count: number) => Promise<Run> {
  let next = 0;
  return async (count) => {
    const bodies = Array.from({ length: count }, () => sendRequest(templateId, next++));
    const before = cpuSeconds(server.child.pid) ?? Number.NaN;
    const result = await load({
      port: server.facts.port,
      connections: CONNECTIONS,
      bodies,
      contentType: 'application/json',
      expect: '"RetCode":0',
    });
    if (result.unexpected > 0) throw new Error(`${result.unexpected} refusals: ${result.firstUnexpected}`);
    const used = (cpuSeconds(server.child.pid) ?? Number.NaN) - before;
    return { ...result, cpuMicros: (used / count) * 1e6 };
  };
}
