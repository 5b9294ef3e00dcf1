// The API as it ships, in a process of its own: gateway, all rules, money, queue.

import { seedDemo } from '@herald/server/flow/seed-demo.ts';
import { createApiKey } from '@herald/server/modules/accounts/index.ts';
import { readConfig } from '@herald/server/platform/config.ts';
import { migrate } from '@herald/server/platform/migrate.ts';
import { startApi } from '@herald/server/processes/api.ts';
import { openBase } from '@herald/server/processes/base.ts';

const config = readConfig({ ...process.env, PORT: '0', REQUESTS_PER_SECOND: '1000000', LOG_LEVEL: 'error' });
const base = await openBase(
  config,
  'bench',
  { socketDir: process.env.BENCH_SOCKET as string, database: 'postgres' },
  4,
);
await migrate(base.sql, base.clock.now());
const demo = await seedDemo({
  ...base,
  trunk: {
    trunkId: 'none',
    name: 'none',
    host: '127.0.0.1',
    port: 9,
    username: undefined,
    password: undefined,
    purposes: [1, 2],
    priority: 1,
    concurrency: 1,
    cps: 1,
  },
});
const keys = { publicKey: 'bench', privateKey: process.env.BENCH_PRIVATE_KEY as string };
await createApiKey(base.sql, base.vault, { accountId: 'demo', ...keys, at: new Date(base.clock.now()) });
// Enough of a package that every message of the run is paid.
await base.sql`UPDATE ledger_accounts SET credits = credits + 10000000 WHERE account_id = 'demo' AND ledger_account LIKE 'package:%'`;
const api = await startApi(base);
process.send?.({ port: Number(new URL(api.url).port), codeTemplateId: demo.codeTemplateId });
process.once('disconnect', () => process.exit(0));
