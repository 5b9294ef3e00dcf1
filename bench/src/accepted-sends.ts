import { startServer } from './child.ts';
import { startDatabase } from './database.ts';
import { load } from './load.ts';
import { printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { sendRequest } from './send-request.ts';

const CONNECTIONS = 128;
const WARM_UP = 6000;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 30_000);

/** Accepted sends per second, durable, with every rule on, beside a bare server with the signature and one row. */
export async function acceptedSends(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const measure = async (port: number, templateId: string) => {
    const run = (from: number, count: number) =>
      load({
        port,
        connections: CONNECTIONS,
        bodies: Array.from({ length: count }, (_, index) => sendRequest(templateId, from + index)),
        contentType: 'application/json',
        expect: '"RetCode":0',
      });
    await run(0, WARM_UP);
    return run(WARM_UP, REQUESTS);
  };
  const floorServer = await startServer<{ port: number }>(scope, 'floor-http.ts', environment);
  const floor = await measure(floorServer.facts.port, 'UVVT-floor');
  await floorServer.stop();
  const apiServer = await startServer<{ port: number; codeTemplateId: string }>(
    scope,
    'herald-api.ts',
    environment,
  );
  const ours = await measure(apiServer.facts.port, apiServer.facts.codeTemplateId);
  await apiServer.stop();
  for (const result of [floor, ours]) {
    if (result.unexpected > 0) throw new Error(`${result.unexpected} refusals: ${result.firstUnexpected}`);
  }
  printMeasurement({
    what: 'Accepted sends per second (durable, all rules on)',
    unit: 'sends/s',
    floor: { name: 'bare node:http, signature, one group-committed row', value: floor.perSecond },
    ours: ours.perSecond,
    target: { ratioAtLeast: 0.5 },
    notes: [
      `${CONNECTIONS} connections; answer within p50 ${ours.p50Ms.toFixed(1)} ms, p99 ${ours.p99Ms.toFixed(1)} ms (floor: ${floor.p50Ms.toFixed(1)}, ${floor.p99Ms.toFixed(1)})`,
    ],
  });
}
