import { afterAll, beforeAll, expect, test } from 'vitest';
import { endWaitingMessages } from '../../../src/flow/messages/end-waiting-messages.ts';
import { balanceOf, CASH, packageAccount, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { DAY_TEMPLATE, NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const endWaiting = () => endWaitingMessages({ db: world.sql, clock: world.clock, settler: world.settler });

/** Runs a part of a test at another time. */
async function at(now: number, run: () => Promise<void>): Promise<void> {
  world.clock.set(now);
  await run().finally(() => world.clock.set(TEN_IN_BEIJING));
}

test('3.6 a code that waited five minutes ends with a receipt and costs nothing', async () => {
  const accountId = await world.account({ codes: 5n });
  const sessionNo = await world.send(accountId);
  await at(TEN_IN_BEIJING + 5 * 60_000 - 1, async () => {
    expect(await endWaiting()).toBe(0);
  });
  await at(TEN_IN_BEIJING + 5 * 60_000, async () => {
    expect(await world.claim(await world.node())).toEqual([]);
    expect(await endWaiting()).toBe(1);
    expect(await endWaiting()).toBe(0);
  });
  expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired', result: 2, charge: 0n });
  expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(5n);
});

test('rules: a message held for its window is not dialled when that has closed again', async () => {
  const accountId = await world.account({ cash: 100_000n });
  const night = TEN_IN_BEIJING + 12 * 3_600_000; // 22:00
  let sessionNo = '';
  await at(night, async () => {
    sessionNo = await world.send(accountId, { templateId: DAY_TEMPLATE, holdForWindow: true });
    expect(await world.claim(await world.node())).toEqual([]);
    expect(await endWaiting()).toBe(0);
  });
  await at(night + 22 * 3_600_000, async () => {
    expect(await world.claim(await world.node())).toEqual([]); // 20:00 of the next day
    expect(await endWaiting()).toBe(1);
  });
  expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired' });
  expect(await balanceOf(world.sql, accountId, CASH)).toBe(100_000n);
});

test('api: with no enabled trunk for its purpose a message ends as no trunk, after five seconds', async () => {
  const accountId = await world.account({ cash: 100_000n });
  const code = await world.send(accountId);
  const notice = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
  await world.sql`UPDATE trunks SET purposes = '{2}'`;
  await at(TEN_IN_BEIJING + 4999, async () => {
    expect(await endWaiting()).toBe(0);
  });
  await at(TEN_IN_BEIJING + 5000, async () => {
    expect(await endWaiting()).toBe(1);
  });
  expect(await world.receipt(code)).toMatchObject({ reason: 'no-trunk', code: 1001 });
  expect(await world.receipt(notice)).toBeUndefined();
  await world.sql`UPDATE trunks SET purposes = '{1,2}'`;
});

test('product: after an outage all that expired ends in one run, however many', async () => {
  await world.emptyQueue();
  const accountId = await world.account({ cash: 10_000_000n });
  const many = 1200;
  await Promise.all(Array.from({ length: many }, () => world.send(accountId)));
  await at(TEN_IN_BEIJING + 10 * 60_000, async () => {
    // Two nodes do it at once: together they end each message once.
    const [one, two] = await Promise.all([endWaiting(), endWaiting()]);
    expect(one + two).toBe(many);
  });
  expect(await balanceOf(world.sql, accountId, CASH)).toBe(10_000_000n);
});

test('product: a claimed message is not ended from the queue', async () => {
  await world.emptyQueue();
  const sessionNo = await world.send(await world.account({ codes: 1n }));
  await world.claim(await world.node());
  await at(TEN_IN_BEIJING + 3_600_000, async () => {
    expect(await endWaiting()).toBe(0);
  });
  expect(await world.queued(sessionNo)).toMatchObject({ state: 'claimed' });
});

test('3.4 the ledger is sound after all of this', async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
});
