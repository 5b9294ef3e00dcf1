import { createSandboxCarrier, type SandboxCarrier } from '@herald/sandbox-carrier';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CallEngine, createCallEngine } from '../../src/calling/index.ts';
import { createTrunkWatch, type TrunkWatch } from '../../src/flow/carriers/watch-trunks.ts';
import { DEFAULT_ROUTING, enabledTrunks, saveTrunk } from '../../src/modules/carriers/index.ts';
import { createPasswordHasher } from '../../src/modules/identities/index.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { toneVoice } from '../calling/support/tone-voice.ts';
import { testTrunk } from '../support/database.ts';
import { openPlacer } from '../support/placing.ts';
import { giveStaff } from '../support/staff.ts';
import { openWorld, type World } from '../support/world.ts';

/**
 * voice "Trunks": the main trunk fails, its calls go by the backup, it is taken out, tried again and taken back, with
 * the engine and two sandbox carriers over real SIP; the clock of the platform is moved by hand.
 */

let world: World;
let engine: CallEngine;
let watch: TrunkWatch;
let main: SandboxCarrier;
let backup: SandboxCarrier;
let accountId: string;
let placer: Awaited<ReturnType<typeof openPlacer>>;
let callees = 0;

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 10_000_000n });
  await giveStaff(world, ['operations'], await createPasswordHasher(systemRandom).hash('a long password'));
  // Without a place for a call it answers 503, as a carrier does that has no way on.
  main = await createSandboxCarrier({
    port: 0,
    rtpPorts: { min: 36_000, max: 36_099 },
    limits: { calls: 0 },
  });
  backup = await createSandboxCarrier({ port: 0, rtpPorts: { min: 36_100, max: 36_199 } });
  const { sql, vault, clock, log, jobs, newId } = world;
  await sql`DELETE FROM trunks`;
  const routing = { ...DEFAULT_ROUTING, role: 'backup' as const };
  await saveTrunk(sql, vault, testTrunk({ trunkId: 'main', port: main.port }));
  await saveTrunk(sql, vault, testTrunk({ trunkId: 'backup', port: backup.port, routing }));
  await sql`UPDATE trunks SET health_since = ${new Date(clock.now())}`;
  engine = await createCallEngine({
    host: '127.0.0.1',
    sipPort: 0,
    rtpPortMin: 36_200,
    rtpPortMax: 36_299,
    capacity: 20,
    voice: toneVoice(50),
    warm: [],
  });
  const nodeId = await world.node();
  const deps = { sql, vault, clock, log, jobs, newId, nodeId, engine };
  watch = createTrunkWatch({ ...deps, trunks: () => enabledTrunks(sql, vault) });
  placer = await openPlacer(world, engine, { nodeId, ended: watch.ended });
});
afterAll(async () => {
  await engine?.close();
  await main?.close();
  await backup?.close();
  await world?.close();
});

/** Sends codes to callees who are busy, one after the other. @returns the trunks by which they were rung at last */
async function ring(count: number): Promise<(string | null | undefined)[]> {
  const trunks = [];
  for (let call = 0; call < count; call++) {
    const calledNumber = `+86138${String(callees++).padStart(4, '0')}0486`;
    const sessionNo = await world.send(accountId, { calledNumber });
    await placer.run();
    trunks.push((await world.receipt(sessionNo))?.trunkId);
    await watch.look();
  }
  return trunks;
}
const health = async () => {
  const rows = await world.sql<{ id: string; health: string }[]>`SELECT trunk_id AS id, health FROM trunks`;
  return Object.fromEntries(rows.map(({ id, health: state }) => [id, state]));
};
const mails = async () => (await world.sql`SELECT 1 FROM jobs.job WHERE name = 'send-mail'`).length;
const history = async () => {
  const rows = await world.sql<{ event: string }[]>`
    SELECT event FROM trunk_events WHERE trunk_id = 'main' ORDER BY event_id`;
  return rows.map(({ event }) => event);
};

test('voice: the main trunk is sick → taken out, told once → the backup carries on → tried → in again', async () => {
  expect(await ring(4), 'each is tried on the main trunk, then rung by the backup').toEqual(
    Array(4).fill('backup'),
  );
  expect(main.calls()).toHaveLength(0);
  expect(await health()).toEqual({ main: 'up', backup: 'up' });
  expect(await ring(1)).toEqual(['backup']);
  expect(await health(), 'five in a row are no accident').toEqual({ main: 'sick', backup: 'up' });
  expect(await mails()).toBe(1);

  expect(await ring(2), 'the backup alone').toEqual(['backup', 'backup']);
  world.clock.advance(29_000);
  await watch.look();
  expect(await health()).toMatchObject({ main: 'sick' });
  world.clock.advance(1000);
  await watch.look();
  expect(await health()).toMatchObject({ main: 'trial' });

  expect(await ring(1), 'the trial costs the customer nothing: the backup takes over').toEqual(['backup']);
  expect(await health(), 'a relapse').toMatchObject({ main: 'sick' });
  world.clock.advance(59_000);
  await watch.look();
  expect(await health(), 'rests twice as long').toMatchObject({ main: 'sick' });

  const { port } = main;
  await main.close();
  main = await createSandboxCarrier({ port, rtpPorts: { min: 36_000, max: 36_099 } });
  world.clock.advance(1000);
  await watch.look();
  expect(await ring(3)).toEqual(['main', 'main', 'main']);
  expect(await health()).toEqual({ main: 'up', backup: 'up' });
  expect(await ring(1)).toEqual(['main']);
  expect(await history()).toEqual(['sick', 'trial', 'sick', 'trial', 'up']);
  expect(await mails(), 'told that it went and that it came back').toBe(2);
});
