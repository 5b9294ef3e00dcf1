import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTrunkTester, requestTrunkTest } from '../../../src/flow/carriers/test-trunk.ts';
import { findTrunkTest } from '../../../src/modules/carriers/index.ts';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { giveUpLease } from '../../../src/modules/nodes/index.ts';
import { openDialPlan } from '../../support/dial-plan.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.sql`DELETE FROM trunk_tests`;
  await world.sql`UPDATE trunks SET starts = '{}', enabled = true`;
});

const ask = (operatorId = 'staff', calledNumber = '+8613800000200') =>
  requestTrunkTest(world, {
    trunkId: 'trunk-1',
    operatorId,
    calledNumber,
    language: 'zh',
    sentence: '线路测试。',
  });

async function tester(engine: ReturnType<typeof scriptedEngine>) {
  const { sql, vault, clock, log } = world;
  const nodeId = await world.node();
  const deps = { sql, vault, clock, log, nodeId, engine, ringTimeoutMs: 45_000 };
  return { nodeId, ...createTrunkTester({ ...deps, dialPlan: openDialPlan(world) }) };
}
const answers = () =>
  scriptedEngine({
    place: async () =>
      outcomeOf({ kind: 'answered' }, world.clock.now(), {
        ladder: [{ at: world.clock.now(), direction: 'out', message: 'INVITE', method: 'INVITE' }],
      }),
  });

test('voice: a test over a trunk, also a disabled one, rings the number, says the sentence and tells the ladder', async () => {
  await world.sql`UPDATE trunks SET enabled = false`;
  const testId = await ask();
  const engine = answers();
  const { look, stop } = await tester(engine);
  await look();
  await stop();
  expect(engine.placed).toMatchObject([
    { callee: '+8613800000200', trunk: { trunkId: 'trunk-1' }, script: { pieces: [{ text: '线路测试。' }] } },
  ]);
  const done = await findTrunkTest(world.sql, testId);
  expect(done?.state).toBe('ended');
  expect(JSON.parse(done?.outcome ?? '')).toMatchObject({
    result: 'answered',
    ladder: [{ message: 'INVITE' }],
  });
  expect(await world.sql`SELECT 1 FROM trunk_events WHERE event = 'tested'`).toHaveLength(1);
  const [kept] = await world.sql`SELECT t::text AS text FROM trunk_tests t`;
  expect(kept?.text).not.toContain('13800000200');
});

test('rules: it takes a call of the second of its trunk, and waits where none is left', async () => {
  await world.sql`UPDATE trunks SET cps = 1, starts = ARRAY[${BigInt(world.clock.now())}]::bigint[]`;
  const testId = await ask();
  const { look, stop } = await tester(answers());
  await look();
  expect((await findTrunkTest(world.sql, testId))?.state).toBe('waiting');
  world.clock.advance(1000);
  await look();
  await stop();
  const [row] = await world.sql<{ starts: bigint[] }[]>`SELECT starts FROM trunks`;
  expect(row?.starts).toEqual([BigInt(world.clock.now())]);
  await world.sql`UPDATE trunks SET cps = 100`;
});

test('rules: one at a time over a trunk, twenty an hour by one of the staff, and nobody who refuses all calls', async () => {
  const both = await Promise.allSettled([ask(), ask()]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await world.sql`UPDATE trunk_tests SET state = 'ended'`;
  await expect(ask('other', '+8613800')).rejects.toMatchObject({ name: 'CALLED_NUMBER_INVALID' });
  for (let made = 1; made < 20; made++) {
    await ask();
    await world.sql`UPDATE trunk_tests SET state = 'ended'`;
  }
  await expect(ask()).rejects.toMatchObject({ name: 'TRUNK_TEST_LIMIT' });
  await ask('other');
  await world.sql`UPDATE trunk_tests SET state = 'ended'`;
  const calleeKey = world.vault.key('+8613800000299');
  await refuse(world.sql, { accountId: '', calleeKey, source: 'portal', at: new Date(world.clock.now()) });
  await expect(ask('other', '+8613800000299')).rejects.toMatchObject({ name: 'CALLEE_REFUSES' });
});

test('product: a test whose node is lost is over, and is not dialled again', async () => {
  const testId = await ask();
  const never = scriptedEngine({ place: () => new Promise(() => {}) });
  const lost = await tester(never);
  await lost.look();
  await expect.poll(() => never.placed.length).toBe(1);
  await giveUpLease(world.sql, lost.nodeId);
  const engine = answers();
  const { look, stop } = await tester(engine);
  await look();
  await stop();
  expect(engine.placed).toEqual([]);
  expect((await findTrunkTest(world.sql, testId))?.state).toBe('ended');
});
