import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../../src/flow/money/check-ledger.ts';
import { CASH } from '../../../src/modules/ledger/index.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('3.4 a ledger that adds up has nothing told of it', async () => {
  const log = memoryLog();
  await world.send(await world.account({ cash: 10_000n }));
  expect(await checkLedger({ sql: world.sql, log })).toEqual([]);
  expect(log.lines).toEqual([]);
});

test('3.4 a balance that somebody changed by hand is found, named and told', async () => {
  const accountId = await world.account({ cash: 10_000n });
  const log = memoryLog();
  await world.sql`
    UPDATE ledger_accounts SET credits = credits + 1 WHERE account_id = ${accountId} AND ledger_account = ${CASH}`;
  try {
    const faults = await checkLedger({ sql: world.sql, log });
    expect(faults).toContainEqual({
      accountId,
      ledgerAccount: CASH,
      fault: 'balance 10001 but transfers sum to 10000',
    });
    expect(log.lines).toContainEqual({
      level: 'error',
      message: 'the ledger does not add up',
      facts: expect.objectContaining({ accountId }),
    });
  } finally {
    await world.sql`
      UPDATE ledger_accounts SET credits = credits - 1 WHERE account_id = ${accountId} AND ledger_account = ${CASH}`;
  }
});
