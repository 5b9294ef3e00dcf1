import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@herald/server/platform/embedded-postgres.ts';
import type { Scope } from './scope.ts';
import { PRIVATE_KEY } from './send-request.ts';

/** Starts a database as it ships (fsync on) on a fresh folder; the environment that the servers need to use it. */
export async function startDatabase(scope: Scope): Promise<Record<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  scope.defer(() => rm(dataDir, { recursive: true, force: true }));
  const starting = startEmbeddedPostgres({ dataDir });
  // It would outlive us: interrupted while it starts, it is waited for and stopped.
  scope.defer(() => starting.then((started) => started.stop()).catch(() => {}));
  const postgres = await starting;
  return {
    DATA_DIR: dataDir,
    BENCH_SOCKET: 'socketDir' in postgres.address ? postgres.address.socketDir : '',
    BENCH_PRIVATE_KEY: PRIVATE_KEY,
  };
}
