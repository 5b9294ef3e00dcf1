import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

let world: TaskWorld;
beforeAll(async () => {
  world = await openTaskWorld();
});
afterAll(() => world.close());

test('4.2.8 a refusal during a running task stops every row that is not dialled yet, whether it waits or is in the queue', async () => {
  const accountId = await world.account({ cash: 1_000_000_000n });
  const numbers = Array.from({ length: 250 }, (_, nth) => `1391300${String(nth).padStart(4, '0')}`);
  const taskNo = await world.task(accountId, `号码,1\n${numbers.map((one) => `${one},A1B2\n`).join('')}`);
  await world.start(accountId, taskNo);
  await world.round();
  const before = await world.read(accountId, taskNo);
  expect(before.counts.queued).toBeGreaterThan(0);
  expect(before.counts.waiting).toBeGreaterThan(0);
  // Every second one refuses: some for this customer, some for its purpose, some for all.
  const refusing = new Set(numbers.filter((_, nth) => nth % 2 === 0).map((one) => `+86${one}`));
  for (const [nth, number] of [...refusing].entries()) {
    await refuse(world.sql, {
      accountId: nth % 3 === 0 ? '' : accountId,
      calleeKey: world.vault.key(number),
      source: 'portal',
      at: new Date(world.clock.now()),
      purpose: nth % 3 === 1 ? 1 : 0,
    });
  }
  const engine = scriptedEngine({ place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()) });
  const placer = await openPlacer(world, engine);
  for (let rounds = 0; rounds < 8; rounds++) {
    await placer.run();
    await world.sql`UPDATE trunks SET starts = '{}'`;
    await world.round();
  }
  expect(engine.placed.filter(({ callee }) => refusing.has(callee))).toEqual([]);
  expect(engine.placed).toHaveLength(125);
  const { counts } = await world.read(accountId, taskNo);
  expect(counts).toMatchObject({ answered: 125, refused: 125, waiting: 0, queued: 0 });
});
