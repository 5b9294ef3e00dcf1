import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findApiKey } from '@herald/server/modules/accounts/index.ts';
import { enabledTrunks } from '@herald/server/modules/carriers/index.ts';
import { verifyLedger } from '@herald/server/modules/ledger/index.ts';
import { readConfig } from '@herald/server/platform/config.ts';
import { startEmbeddedPostgres } from '@herald/server/platform/embedded-postgres.ts';
import { openBase } from '@herald/server/processes/base.ts';
import { expect, test } from 'vitest';

const run = promisify(execFile);

test('examples/provision.ts makes an account that can sign, and a trunk', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-docs-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  try {
    const { sql, vault } = await openBase(readConfig({ DATA_DIR: dataDir }), 'test', postgres.address, 1);
    try {
      const { DATABASE_URL: _, ...env } = process.env;
      const { stdout } = await run('node', ['docs/examples/provision.ts'], {
        env: { ...env, DATA_DIR: dataDir, TRUNK_HOST: '198.51.100.7' },
      });
      const { publicKey, privateKey } = JSON.parse(stdout) as Record<string, string>;
      expect(await findApiKey(sql, vault, publicKey ?? '')).toMatchObject({ privateKey, status: 'active' });
      expect(await enabledTrunks(sql, vault)).toMatchObject([{ host: '198.51.100.7', port: 5060 }]);
      expect(await verifyLedger(sql)).toEqual([]);
    } finally {
      await sql.end();
    }
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
