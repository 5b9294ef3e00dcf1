// A fresh service with an account that can pay for every message of a run, for the servers of this folder.
import { seedDemo } from '@herald/server/flow/service/seed-demo.ts';
import { createApiKey } from '@herald/server/modules/accounts/index.ts';
import { CASH, CNY, EXTERNAL, postTransfers } from '@herald/server/modules/ledger/index.ts';
import { readConfig } from '@herald/server/platform/config.ts';
import { UNITS_PER_YUAN } from '@herald/server/platform/money.ts';
import { inTransaction } from '@herald/server/platform/transaction.ts';
import { type Base, openBase } from '@herald/server/processes/base.ts';

/** For a million messages and more. */
const TOP_UP = 1_000_000n * UNITS_PER_YUAN;

/**
 * Opens the database at BENCH_SOCKET and makes it ready; the account's key is `bench` with BENCH_PRIVATE_KEY.
 * @param trunk where calls would go
 */
export async function openDemo(
  connections: number,
  trunk: { port: number; concurrency: number; cps: number },
): Promise<{ base: Base; codeTemplateId: string }> {
  const config = readConfig({
    ...process.env,
    PORT: '0',
    SIP_PORT: '0',
    REQUESTS_PER_SECOND: '1000000',
    LOG_LEVEL: 'error',
  });
  const address = { socketDir: process.env.BENCH_SOCKET as string, database: 'postgres' };
  const base = await openBase(config, 'bench', address, connections);
  const demo = await seedDemo({
    ...base,
    trunk: {
      trunkId: 'bench',
      name: 'bench',
      host: '127.0.0.1',
      username: undefined,
      password: undefined,
      purposes: [1, 2],
      priority: 1,
      ...trunk,
    },
  });
  const keys = { publicKey: 'bench', privateKey: process.env.BENCH_PRIVATE_KEY as string };
  await createApiKey(base.sql, base.vault, { accountId: 'demo', ...keys, at: new Date(base.clock.now()) });
  const topUp = {
    accountId: 'demo',
    id: base.newId(),
    kind: 'top-up',
    debit: EXTERNAL,
    credit: CASH,
    commodity: CNY,
    amount: TOP_UP,
  } as const;
  await inTransaction(base.sql, (tx) => postTransfers(tx, [topUp], new Date(base.clock.now())));
  return { base, codeTemplateId: demo.codeTemplateId };
}
