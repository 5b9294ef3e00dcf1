import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoverStuckMessages } from '../../../src/flow/messages/recover-stuck-messages.ts';
import { balanceOf, packageAccount, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { giveBack, markDialling } from '../../../src/modules/messages/index.ts';
import { extendLease, giveUpLease } from '../../../src/modules/nodes/index.ts';
import { answered } from '../../support/endings.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const recover = () => recoverStuckMessages({ db: world.sql, settler: world.settler });
const units = (accountId: string) => balanceOf(world.sql, accountId, packageAccount('P1'));

test('product: a lost node: what it had claimed is claimed again, what it may have dialled ends as unknown, unpaid', async () => {
  const accountId = await world.account({ codes: 5n });
  const [first, second] = [await world.send(accountId), await world.send(accountId)];
  const nodeId = await world.node();
  const claimed = await world.claim(nodeId);
  await markDialling(
    world.sql,
    nodeId,
    claimed.filter((message) => message.sessionNo === first),
  );
  expect(await recover()).toEqual({ requeued: 0, unknown: 0 });
  await giveUpLease(world.sql, nodeId);
  expect(await recover()).toEqual({ requeued: 1, unknown: 1 });
  expect(await world.receipt(first)).toMatchObject({ result: 3, code: 1000, reason: 'unknown', charge: 0n });
  expect((await world.claim(await world.node())).map((message) => message.sessionNo)).toEqual([second]);
  expect(await units(accountId)).toBe(4n); // the second is still reserved
});

test('product: a node whose lease lapses while its call is on cannot settle it a second time', async () => {
  const accountId = await world.account({ codes: 5n });
  const message = await world.dialled(accountId);
  await giveUpLease(world.sql, message.nodeId);
  expect(await recover()).toMatchObject({ unknown: 1 });
  // It comes back, lease and all, and its call ends as answered.
  await extendLease(world.sql, { nodeId: message.nodeId, kind: 'test', leaseMs: 60_000 });
  expect(await world.settler.settle(answered(message, world.clock.now(), 5000))).toBe(false);
  expect(await world.receipt(message.sessionNo)).toMatchObject({ result: 3, charge: 0n });
  expect(await units(accountId)).toBe(5n);
});

test('product: two recoveries at once end each message once', async () => {
  const accountId = await world.account({ codes: 9n });
  const message = await world.dialled(accountId);
  await giveUpLease(world.sql, message.nodeId);
  const both = await Promise.all([recover(), recover()]);
  expect(both.reduce((sum, { unknown }) => sum + unknown, 0)).toBe(1);
  expect(await units(accountId)).toBe(9n);
});

test('product: a message that its node let go of, and another one dials by now, is not ended by a recovery that is late', async () => {
  const accountId = await world.account({ codes: 5n });
  const lost = await world.dialled(accountId);
  await giveUpLease(world.sql, lost.nodeId);
  const nodeId = await world.node();
  // Between what recovery saw and what it does, the lost node comes back and lets go, and another one dials.
  const settle: World['settler']['settle'] = async (ending) => {
    await giveBack(world.sql, lost.nodeId, [{ ...lost, dueAt: world.clock.now() }]);
    await markDialling(world.sql, nodeId, await world.claim(nodeId));
    return world.settler.settle(ending);
  };
  const recovered = await recoverStuckMessages({ db: world.sql, settler: { ...world.settler, settle } });
  expect(recovered).toEqual({ requeued: 0, unknown: 0 });
  expect(await world.queued(lost.sessionNo)).toMatchObject({ state: 'dialling', nodeId });
});

test('product: a node that has been silent for a day is forgotten, one that runs is not', async () => {
  const [silent, running] = [await world.node(), await world.node()];
  await world.sql`UPDATE nodes SET lease_until = now() - interval '25 hours' WHERE node_id = ${silent}`;
  await recover();
  const left = await world.sql<
    { id: string }[]
  >`SELECT node_id AS id FROM nodes WHERE node_id IN (${silent}, ${running})`;
  expect(left.map((row) => row.id)).toEqual([running]);
});

test('3.4 the ledger is sound after all of this', async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
});
