import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallTrunk } from '../../../src/calling/index.ts';
import { createRegistrationKeeper } from '../../../src/flow/messages/keep-registered.ts';
import { enabledTrunks, saveTrunk } from '../../../src/modules/carriers/index.ts';
import { testTrunk } from '../../support/database.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const registers = testTrunk({ trunkId: 'carrier-2', username: 'herald', password: 'secret' });

async function keeper() {
  const { sql, vault, clock } = world;
  const asked: (readonly CallTrunk[])[] = [];
  const log = memoryLog();
  const kept = createRegistrationKeeper({
    ...{ sql, clock, log, nodeId: await world.node() },
    engine: { register: (trunks) => asked.push(trunks) },
    trunks: () => enabledTrunks(sql, vault),
  });
  await saveTrunk(sql, vault, { ...registers, terms: { registrar: 'carrier.example' } });
  return { ...kept, asked, log };
}

const written = () => world.sql`SELECT trunk_id AS trunk, state, detail FROM trunk_registrations`;

test('product: the engine registers at enabled trunks with a registrar, and at no other', async () => {
  const { look, asked } = await keeper();
  await look();
  expect(asked.at(-1)).toMatchObject([
    { trunkId: 'carrier-2', username: 'herald', password: 'secret', terms: { registrar: 'carrier.example' } },
  ]);
  await world.sql`UPDATE trunks SET enabled = false WHERE trunk_id = 'carrier-2'`;
  await look();
  expect(asked.at(-1)).toEqual([]);
  await world.sql`UPDATE trunks SET enabled = true WHERE trunk_id = 'carrier-2'`;
});

test('product: a failure is logged once and can be read, until the trunk is registered or gone', async () => {
  const { look, heard, log } = await keeper();
  const at = world.clock.now();
  const failed = { trunkId: 'carrier-2', state: 'failed', detail: '403 Forbidden', at } as const;
  heard(failed);
  heard({ ...failed, state: 'registering', detail: '' });
  heard(failed);
  await look();
  expect(await written()).toEqual([{ trunk: 'carrier-2', state: 'failed', detail: '403 Forbidden' }]);
  expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1);
  heard({ ...failed, state: 'registered', detail: '' });
  await look();
  expect(await written()).toEqual([{ trunk: 'carrier-2', state: 'registered', detail: '' }]);
  await world.sql`UPDATE trunks SET enabled = false WHERE trunk_id = 'carrier-2'`;
  await look();
  expect(await written()).toEqual([]);
});
