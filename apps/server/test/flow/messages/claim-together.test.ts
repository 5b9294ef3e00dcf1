import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages, firstTurns } from '../../../src/flow/messages/claim-messages.ts';
import { DEFAULT_ROUTING, saveTrunk } from '../../../src/modules/carriers/index.ts';
import type { ClaimedMessage } from '../../../src/modules/messages/index.ts';
import { connectDb, type Sql } from '../../../src/platform/db.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { NOTICE_TEMPLATE, TEN_IN_BEIJING, testTrunk } from '../../support/database.ts';
import { openDialPlan } from '../../support/dial-plan.ts';
import { openWorld, type World } from '../../support/world.ts';

const CLAIMERS = 64;
const AT_ONCE = 10;

let world: World;
/** A connection for each claimer, so that all of them are in a transaction at the same time. */
let connections: Sql;
let nodes: string[];

beforeAll(async () => {
  world = await openWorld();
  const [here] = await world.sql<{ name: string; sockets: string }[]>`
    SELECT current_database() AS name, current_setting('unix_socket_directories') AS sockets`;
  const where = { socketDir: here?.sockets ?? '', database: here?.name ?? '' };
  connections = connectDb(where, { name: 'claimers', max: CLAIMERS });
  nodes = await Promise.all(Array.from({ length: CLAIMERS }, () => world.node()));
});
afterAll(async () => {
  await connections.end();
  await world.close();
});
beforeEach(async () => {
  await world.emptyQueue();
  await world.sql`DELETE FROM trunks`;
  world.clock.set(TEN_IN_BEIJING);
});

/** Every claimer claims once, all at the same time. */
async function claimTogether(): Promise<ClaimedMessage[]> {
  const dialPlan = openDialPlan(world);
  const plan = {
    trunks: await dialPlan.trunks(),
    pool: await dialPlan.pool(),
    narrowings: await dialPlan.narrowings(),
  };
  const claims = nodes.map((nodeId) =>
    inTransaction(connections, (tx) =>
      claimMessages(tx, { ...world, nodeId }, plan, firstTurns(), { limit: AT_ONCE, except: [] }),
    ),
  );
  return (await Promise.all(claims)).flat();
}

/** Accounts whose messages wait, the first of them with the most and the longest. */
async function fill(counts: readonly number[], templateId?: string): Promise<string[]> {
  const accounts: string[] = [];
  for (const count of counts) {
    const accountId = await world.account({ cash: 100_000_000n });
    await Promise.all(
      Array.from({ length: count }, () => world.send(accountId, templateId ? { templateId } : {})),
    );
    accounts.push(accountId);
    world.clock.advance(1);
  }
  return accounts;
}

const of = (claimed: readonly ClaimedMessage[], accountId: string) =>
  claimed.filter((one) => one.accountId === accountId).length;
const through = (claimed: readonly ClaimedMessage[], trunkId: string) =>
  claimed.filter((one) => one.trunkId === trunkId).length;

test('rules: 64 dialers that claim at once never claim a message twice, nor more than the trunks have places for', async () => {
  await saveTrunk(world.sql, world.vault, testTrunk({ concurrency: 60, cps: 1000 }));
  await saveTrunk(world.sql, world.vault, testTrunk({ trunkId: 'trunk-2', concurrency: 30, cps: 1000 }));
  await fill([250]);
  const seen = new Set<string>();
  for (let round = 0; seen.size < 250; round++) {
    expect(round).toBeLessThan(5);
    const claimed = await claimTogether();
    expect(claimed.length).toBe(Math.min(90, 250 - seen.size));
    expect(through(claimed, 'trunk-1')).toBeLessThanOrEqual(60);
    expect(through(claimed, 'trunk-2')).toBeLessThanOrEqual(30);
    for (const { sessionNo } of claimed) {
      expect(seen).not.toContain(sessionNo);
      seen.add(sessionNo);
    }
    const rows = await world.sql<{ sessionNo: string }[]>`
      SELECT session_no AS "sessionNo" FROM queue WHERE state = 'claimed' ORDER BY session_no`;
    expect(rows.map(({ sessionNo }) => sessionNo)).toEqual(claimed.map(({ sessionNo }) => sessionNo).sort());
    // All of them are full: nobody finds another place before a call is over.
    if (claimed.length === 90) expect(await claimTogether()).toEqual([]);
    await world.sql`DELETE FROM queue WHERE state = 'claimed'`;
    world.clock.advance(1000);
  }
});

test('rules: calls a second of a trunk hold for 64 dialers together, each second anew', async () => {
  await saveTrunk(world.sql, world.vault, testTrunk({ concurrency: 1000, cps: 12 }));
  await saveTrunk(world.sql, world.vault, testTrunk({ trunkId: 'trunk-2', concurrency: 1000, cps: 5 }));
  await fill([100]);
  for (let second = 0; second < 3; second++) {
    const claimed = [...(await claimTogether()), ...(await claimTogether())];
    expect(through(claimed, 'trunk-1')).toBe(12);
    expect(through(claimed, 'trunk-2')).toBe(5);
    world.clock.advance(1000);
  }
});

test('rules: accounts share what 64 dialers claim, however much longer the queue of one of them is', async () => {
  await saveTrunk(world.sql, world.vault, testTrunk({ concurrency: 100, cps: 1000, purposes: [2] }));
  const [most = '', ...others] = await fill([200, 30, 30, 30], NOTICE_TEMPLATE);
  const claimed = await claimTogether();
  // A fifth of the places is kept for codes.
  expect(claimed.length).toBe(80);
  for (const accountId of others) expect(of(claimed, accountId)).toBeGreaterThanOrEqual(AT_ONCE);
  expect(of(claimed, most)).toBeLessThanOrEqual(30);
});

test('rules: one callee is rung by one of 64 dialers, whichever accounts and trunks it is', async () => {
  for (const trunkId of ['trunk-1', 'trunk-2', 'trunk-3']) {
    await saveTrunk(world.sql, world.vault, testTrunk({ trunkId, routing: DEFAULT_ROUTING }));
  }
  const calledNumber = world.freshNumber();
  for (let nth = 0; nth < 20; nth++) {
    const accountId = await world.account({ cash: 1_000_000n });
    await world.send(accountId, { calledNumber });
  }
  expect(await claimTogether()).toHaveLength(1);
});
