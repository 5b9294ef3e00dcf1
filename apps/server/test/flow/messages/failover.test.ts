import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallCause, CallOutcome, CallPlan } from '../../../src/calling/index.ts';
import { recoverStuckMessages } from '../../../src/flow/messages/recover-stuck-messages.ts';
import { saveTrunk } from '../../../src/modules/carriers/index.ts';
import { giveUpLease } from '../../../src/modules/nodes/index.ts';
import { DAY_TEMPLATE, TEN_IN_BEIJING, testTrunk } from '../../support/database.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.emptyQueue();
  world.clock.set(TEN_IN_BEIJING);
  await world.sql`UPDATE trunks SET enabled = false, starts = '{}'`;
  for (const priority of [1, 2, 3]) await trunk({ trunkId: `trunk-${priority}`, priority });
});

async function trunk(change: Parameters<typeof testTrunk>[0] & { trunkId: string }): Promise<void> {
  await saveTrunk(world.sql, world.vault, testTrunk(change));
  await world.sql`UPDATE trunks SET enabled = true WHERE trunk_id = ${change.trunkId}`;
}

const sip = (status: number): CallCause => ({ kind: 'sip', status, reason: '' });
const unavailable = sip(503);

/** Sends one message and places it; what each trunk answers is told by its id. Returns the trunks that were tried. */
async function tried(
  answers: Record<string, CallCause>,
  more: Partial<CallOutcome> = {},
  during?: (plan: CallPlan) => unknown,
) {
  const sessionNo = await world.send(accountId);
  const engine = scriptedEngine({
    async place(plan) {
      await during?.(plan);
      return outcomeOf(answers[plan.trunk.trunkId] ?? { kind: 'answered' }, world.clock.now(), more);
    },
  });
  const placer = await openPlacer(world, engine);
  await placer.run();
  return {
    sessionNo,
    trunks: engine.placed.map((plan) => plan.trunk.trunkId),
    calls: engine.placed.map((plan) => plan.callId),
  };
}

describe('the next trunk', () => {
  test('product: each call of a message tells its own ladder, with its trunk and Call-ID', async () => {
    const sessionNo = await world.send(accountId);
    const now = world.clock.now();
    const invite = { at: now, direction: 'out', message: 'INVITE', method: 'INVITE' } as const;
    const engine = scriptedEngine({
      place: async ({ trunk }) =>
        outcomeOf(trunk.trunkId === 'trunk-1' ? unavailable : { kind: 'answered' }, now, {
          ladder: [invite],
        }),
    });
    const told: string[] = [];
    const progress = (_key: unknown, { state, detail }: { state: string; detail?: string }) => {
      told.push(`${state} ${detail}`);
    };
    await (await openPlacer(world, engine, { progress })).run();
    expect(told).toEqual([
      `ladder ["${sessionNo}.1","trunk-1",[[0,true,"INVITE","INVITE"]]]`,
      `ladder ["${sessionNo}.2","trunk-2",[[0,true,"INVITE","INVITE"]]]`,
    ]);
  });

  test.each<[string, CallCause]>([
    ['500', sip(500)],
    ['502', sip(502)],
    ['503', unavailable],
    ['599', sip(599)],
    ['403', sip(403)],
    ['a timeout', { kind: 'timeout' }],
    ['a transport error', { kind: 'transport-error', detail: 'unreachable' }],
  ])('voice: is tried after %s, under a Call-ID of its own', async (_title, cause) => {
    const { sessionNo, trunks, calls } = await tried({ 'trunk-1': cause });
    expect(trunks).toEqual(['trunk-1', 'trunk-2']);
    expect(calls).toEqual([`${sessionNo}.1`, `${sessionNo}.2`]);
    expect(await world.receipt(sessionNo)).toMatchObject({
      result: 1,
      trunkId: 'trunk-2',
      callId: `${sessionNo}.2`,
    });
  });

  test.each<[string, CallCause]>([
    ['busy', sip(486)],
    ['busy everywhere', sip(600)],
    ['declined', sip(603)],
    ['unavailable callee', sip(480)],
    ['no such number', sip(404)],
    ['no answer', { kind: 'no-answer' }],
    ['cancelled', { kind: 'cancelled' }],
    ['no sound agreed', { kind: 'bad-media', detail: '' }],
    ['engine lost', { kind: 'engine-lost' }],
    ['answered', { kind: 'answered' }],
  ])('voice: is not tried after: %s', async (_title, cause) => {
    const { sessionNo, trunks } = await tried({ 'trunk-1': cause });
    expect(trunks).toEqual(['trunk-1']);
    expect(await world.receipt(sessionNo)).toMatchObject({ trunkId: 'trunk-1' });
  });

  test('voice: is never tried once it rang', async () => {
    const { trunks } = await tried({ 'trunk-1': unavailable }, { ringingAt: TEN_IN_BEIJING });
    expect(trunks).toEqual(['trunk-1']);
  });

  test('voice: every trunk is tried once, and the last word counts', async () => {
    const { sessionNo, trunks } = await tried({
      'trunk-1': unavailable,
      'trunk-2': { kind: 'timeout' },
      'trunk-3': sip(500),
    });
    expect(trunks).toEqual(['trunk-1', 'trunk-2', 'trunk-3']);
    expect(await world.receipt(sessionNo)).toMatchObject({ trunkId: 'trunk-3', reason: 'carrier-fault' });
  });

  test('voice: one that does not carry the purpose is left out', async () => {
    await trunk({ trunkId: 'trunk-2', priority: 2, purposes: [2] });
    const { trunks } = await tried({ 'trunk-1': unavailable });
    expect(trunks).toEqual(['trunk-1', 'trunk-3']);
  });

  test('voice: one without a free place, or a call of this second, is left out', async () => {
    await trunk({ trunkId: 'trunk-2', priority: 2, cps: 1 });
    await world.sql`UPDATE trunks SET starts = ARRAY[${BigInt(TEN_IN_BEIJING)}]::bigint[] WHERE trunk_id = 'trunk-2'`;
    const { trunks } = await tried({ 'trunk-1': unavailable });
    expect(trunks).toEqual(['trunk-1', 'trunk-3']);
  });

  test('voice: the call counts on the trunk where it is, and on no other', async () => {
    const seen: unknown[] = [];
    await tried({ 'trunk-1': unavailable }, {}, async () => {
      seen.push((await world.sql`SELECT trunk_id AS on FROM queue WHERE state = 'dialling'`)[0]?.on);
    });
    expect(seen).toEqual(['trunk-1', 'trunk-2']);
    const [row] = await world.sql<
      { starts: bigint[] }[]
    >`SELECT starts FROM trunks WHERE trunk_id = 'trunk-2'`;
    expect(row?.starts).toEqual([BigInt(TEN_IN_BEIJING)]);
  });

  test('voice: an engine that is full at the second try leaves the first word standing: nothing goes back', async () => {
    const { sessionNo, trunks } = await tried({ 'trunk-1': unavailable, 'trunk-2': { kind: 'engine-busy' } });
    expect(trunks).toEqual(['trunk-1', 'trunk-2']);
    expect(await world.queued(sessionNo)).toBeUndefined();
    expect(await world.receipt(sessionNo)).toMatchObject({ trunkId: 'trunk-1', reason: 'network-busy' });
  });
});

describe('no further call', () => {
  test('rules: when the window closed while a trunk was tried', async () => {
    world.clock.set(TEN_IN_BEIJING + 10 * 3_600_000 - 1000); // 19:59:59
    const sessionNo = await world.send(accountId, { templateId: DAY_TEMPLATE });
    const engine = scriptedEngine({
      async place() {
        world.clock.advance(1000);
        return outcomeOf({ kind: 'timeout' }, world.clock.now());
      },
    });
    await (await openPlacer(world, engine)).run();
    expect(engine.placed).toHaveLength(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'carrier-fault', code: 408 });
  });

  test('product: when the node lost its lease in between, and the message has its receipt', async () => {
    const sessionNo = await world.send(accountId);
    const nodeId = await world.node();
    const engine = scriptedEngine({
      async place() {
        await giveUpLease(world.sql, nodeId);
        await recoverStuckMessages({ db: world.sql, settler: world.settler });
        return outcomeOf(unavailable, world.clock.now());
      },
    });
    await (await openPlacer(world, engine, { nodeId })).run();
    expect(engine.placed).toHaveLength(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 3, reason: 'unknown' });
  });
});
