import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@herald/server/platform/embedded-postgres.ts';
import { startServer } from './child.ts';
import { load } from './load.ts';
import { printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';

const CONNECTIONS = 128;
const WARM_UP = 6000;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 30_000);
const PRIVATE_KEY = 'a private key of forty characters or so';

/** Accepted sends per second, durable, with every rule on, beside a bare server with the signature and one row. */
export async function acceptedSends(scope: Scope): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  scope.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir });
  scope.defer(() => postgres.stop());
  const environment = {
    DATA_DIR: dataDir,
    BENCH_SOCKET: 'socketDir' in postgres.address ? postgres.address.socketDir : '',
    BENCH_PRIVATE_KEY: PRIVATE_KEY,
  };
  const measure = async (port: number, templateId: string) => {
    const run = (from: number, count: number) =>
      load({
        port,
        connections: CONNECTIONS,
        bodies: Array.from({ length: count }, (_, index) => signed(templateId, from + index)),
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
    target: 0.5,
    notes: [
      `${CONNECTIONS} connections; answer within p50 ${ours.p50Ms.toFixed(1)} ms, p99 ${ours.p99Ms.toFixed(1)} ms (floor: ${floor.p50Ms.toFixed(1)}, ${floor.p99Ms.toFixed(1)})`,
    ],
  });
}

/** A send as an SDK posts it: JSON, every callee another one. */
function signed(templateId: string, nth: number): string {
  const parameters: Record<string, string> = {
    Action: 'SendUVMSMessage',
    CalledNumber: `+86139${String(nth).padStart(8, '0')}`,
    PublicKey: 'bench',
    TemplateId: templateId,
    'TemplateParams.0': String(100_000 + (nth % 900_000)),
    UserId: `bench-${nth}`,
  };
  const text = Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name])
    .join('');
  const Signature = createHash('sha1')
    .update(text + PRIVATE_KEY)
    .digest('hex');
  return JSON.stringify({ ...parameters, Signature });
}
