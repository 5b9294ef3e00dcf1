import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CallCause, CallEngineError, type CallEngineErrorCode } from '../../../src/calling/index.ts';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { balanceOf, CASH, HELD, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { giveUpLease } from '../../../src/modules/nodes/index.ts';
import { DAY_TEMPLATE, NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { setNumberOwner } from '../../support/numbers.ts';
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
});

/** An engine whose calls all come to this. */
const ending = (cause: CallCause) =>
  scriptedEngine({ place: async () => outcomeOf(cause, world.clock.now()) });
const answering = () => ending({ kind: 'answered' });

describe('before the INVITE', () => {
  test('product: `dialling` is committed before the engine is told to dial', async () => {
    const sessionNo = await world.send(accountId);
    let seen: string | undefined;
    const engine = scriptedEngine({
      async place(plan) {
        seen = (await world.queued(plan.callId.split('.')[0] as string))?.state;
        return outcomeOf({ kind: 'answered' }, world.clock.now());
      },
    });
    await (await openPlacer(world, engine)).run();
    expect(seen).toBe('dialling');
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 1, callId: `${sessionNo}.1` });
  });

  test('voice: the plan has numbers, words, limits and the trunk', async () => {
    const calledNumber = world.freshNumber();
    const sessionNo = await world.send(accountId, { calledNumber, values: ['A3F9'] });
    const engine = answering();
    await (await openPlacer(world, engine)).run();
    const [plan] = engine.placed;
    expect(plan).toMatchObject({
      callId: `${sessionNo}.1`,
      trunk: { trunkId: 'trunk-1', host: '127.0.0.1', port: 5070 },
      callee: calledNumber,
      ringTimeoutMs: 45_000,
    });
    const pieces = plan && 'pieces' in plan.script ? plan.script.pieces : [];
    expect(pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')).toBe('您的验证码是A3F9。');
    expect(plan?.caller).toMatch(/^\+86215186000[12]$/);
    expect(plan?.maxTalkMs).toBeGreaterThan(5000);
  });

  test('rules: outside its window at the moment of dialling a message is not dialled', async () => {
    const sessionNo = await world.send(accountId, { templateId: DAY_TEMPLATE });
    const engine = answering();
    const placer = await openPlacer(world, engine);
    const claimed = await world.claim(placer.nodeId);
    world.clock.set(TEN_IN_BEIJING + 10 * 3_600_000); // 20:00
    for (const message of claimed) await placer.place(message);
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'out-of-window', charge: 0n });
  });

  test('rules: nor is a code whose sound took longer than it is of use', async () => {
    const sessionNo = await world.send(accountId);
    const engine = scriptedEngine({
      prepare: async () => world.clock.advance(5 * 60_000),
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()),
    });
    await (await openPlacer(world, engine)).run();
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired', charge: 0n });
  });

  test('4.3.2 a callee who refuses while the sound is made is not rung', async () => {
    const calledNumber = world.freshNumber();
    const sessionNo = await world.send(accountId, { calledNumber });
    const engine = scriptedEngine({
      prepare: () =>
        refuse(world.sql, {
          accountId: '',
          calleeKey: world.vault.key(calledNumber),
          source: 'test',
          at: new Date(world.clock.now()),
        }),
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()),
    });
    await (await openPlacer(world, engine)).run();
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'refused-list', code: 1004, charge: 0n });
  });

  test('4.3.8 a template that is disabled while the sound is made is not spoken, and nothing is paid', async () => {
    const own = await world.account({ cash: 1_000_000n });
    const sessionNo = await world.send(own, { templateId: NOTICE_TEMPLATE, values: ['1001'] });
    const engine = scriptedEngine({
      prepare: async () => {
        await world.sql`
          UPDATE templates SET status = 4, blocked = true
          WHERE account_id = ${own} AND template_id = ${NOTICE_TEMPLATE}`;
      },
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()),
    });
    await (await openPlacer(world, engine)).run();
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'withdrawn', code: 1005, charge: 0n });
  });

  test.each<[CallEngineErrorCode, number]>([
    ['voice', 15_000],
    ['busy', 1000],
    ['lost', 1000],
    ['closed', 1000],
  ])('product: no sound now (%s): tried again %i ms later, not lost', async (code, afterMs) => {
    const sessionNo = await world.send(accountId);
    const engine = scriptedEngine({
      prepare: () => Promise.reject(new CallEngineError(code, 'not now')),
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()),
    });
    await (await openPlacer(world, engine)).run();
    expect(await world.queued(sessionNo)).toEqual({
      state: 'queued',
      nodeId: null,
      dueAt: TEN_IN_BEIJING + afterMs,
    });
    world.clock.advance(afterMs);
    await (await openPlacer(world, answering())).run();
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 1 });
  });

  test('voice: a script that can never be said ends at once, unpaid', async () => {
    const sessionNo = await world.send(accountId);
    const engine = scriptedEngine({
      prepare: () => Promise.reject(new CallEngineError('bad-script', 'nothing to say')),
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()),
    });
    await (await openPlacer(world, engine)).run();
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 2, reason: 'bad-media', charge: 0n });
  });

  test('product: a message that cannot be read is given back and told, and no other one with it', async () => {
    const [broken, whole] = [await world.send(accountId), await world.send(accountId)];
    await world.sql`UPDATE messages SET script_sealed = 'x'::bytea WHERE session_no = ${broken}`;
    await (await openPlacer(world, answering())).run();
    expect(await world.queued(broken)).toMatchObject({ state: 'queued' });
    expect(await world.receipt(whole)).toMatchObject({ result: 1 });
  });

  test('product: a node without its lease dials nothing', async () => {
    const sessionNo = await world.send(accountId);
    const engine = answering();
    const placer = await openPlacer(world, engine);
    const claimed = await world.claim(placer.nodeId);
    await giveUpLease(world.sql, placer.nodeId);
    for (const message of claimed) await placer.place(message);
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toBeUndefined();
  });

  test('rules: a trunk that the dial plan does not know yet: the message waits for the plan', async () => {
    const sessionNo = await world.send(accountId);
    const placer = await openPlacer(world, answering());
    const claimed = await world.claim(placer.nodeId);
    await world.sql`UPDATE trunks SET enabled = false`;
    for (const message of claimed) await placer.place(message);
    await world.sql`UPDATE trunks SET enabled = true`;
    expect(await world.queued(sessionNo)).toMatchObject({ state: 'queued', dueAt: TEN_IN_BEIJING + 3000 });
  });
});

describe('the number shown', () => {
  const price = { purpose: 1, group: 2 };
  const own = '+862151867777';

  beforeAll(async () => {
    await world.sql`
      INSERT INTO prices (version, purpose, group_type, prefix, amount) VALUES (1, ${price.purpose}, ${price.group}, '+86', 1500)`;
  });

  test('rules: an exclusive number shows for its account', async () => {
    await setNumberOwner(world.sql, own, accountId);
    await world.send(accountId, { fromNumber: own });
    const engine = answering();
    await (await openPlacer(world, engine)).run();
    expect(engine.placed[0]?.caller).toBe(own);
  });

  test('rules: and for nobody who gave it up after the acceptance', async () => {
    await setNumberOwner(world.sql, own, accountId);
    const sessionNo = await world.send(accountId, { fromNumber: own });
    await setNumberOwner(world.sql, own, 'somebody-else');
    const engine = answering();
    await (await openPlacer(world, engine)).run();
    expect(engine.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'no-trunk', charge: 0n });
  });

  test('rules: a callee sees the same number of the pool on every call', async () => {
    const calledNumber = world.freshNumber();
    const engine = answering();
    for (let minute = 0; minute < 5; minute++) {
      world.clock.set(TEN_IN_BEIJING + minute * 60_000);
      await world.send(accountId, { calledNumber });
      await (await openPlacer(world, engine)).run();
    }
    expect(new Set(engine.placed.map((plan) => plan.caller)).size).toBe(1);
    expect(engine.placed).toHaveLength(5);
  });
});

describe('what the engine says', () => {
  test('voice: an engine that is full sent nothing: the message goes back, for a second', async () => {
    const sessionNo = await world.send(accountId);
    await (await openPlacer(world, ending({ kind: 'engine-busy' }))).run();
    expect(await world.queued(sessionNo)).toEqual({
      state: 'queued',
      nodeId: null,
      dueAt: TEN_IN_BEIJING + 1000,
    });
    expect(await world.receipt(sessionNo)).toBeUndefined();
  });

  test('rules: many that go back together leave their trunk as it was: none of its calls of the day is used up', async () => {
    const sent = [await world.send(accountId), await world.send(accountId), await world.send(accountId)];
    const callsToday = async () =>
      Number((await world.sql`SELECT sum(day_calls)::int AS calls FROM trunks`)[0]?.calls);
    const before = await callsToday();
    await (await openPlacer(world, ending({ kind: 'engine-busy' }))).run();
    for (const sessionNo of sent) expect((await world.queued(sessionNo))?.state).toBe('queued');
    expect(await callsToday()).toBe(before);
  });

  test('product: an engine that is lost ends the call as unknown, unpaid', async () => {
    const sessionNo = await world.send(accountId);
    await (await openPlacer(world, ending({ kind: 'engine-lost' }))).run();
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 3, code: 1000, charge: 0n });
  });

  test('product: so does one that breaks its word and fails', async () => {
    const sessionNo = await world.send(accountId);
    const engine = scriptedEngine({ place: () => Promise.reject(new Error('a fault of the engine')) });
    await (await openPlacer(world, engine)).run();
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 3, charge: 0n });
  });
});

describe('settlement', () => {
  test('3.6 a database that goes away during the call: the call is settled, once, when it is back', async () => {
    const payer = await world.account({ cash: 50_000n });
    const sessionNo = await world.send(payer, { templateId: NOTICE_TEMPLATE });
    let back: Promise<void> | undefined;
    const engine = scriptedEngine({
      async place() {
        const outage = await world.outage();
        // It stays away until a settlement has failed on it.
        back = expect
          .poll(() => world.log.lines.some((line) => line.message === 'cannot settle, trying again'), {
            timeout: 30_000,
          })
          .toBe(true)
          .then(() => outage.back());
        return outcomeOf({ kind: 'answered' }, world.clock.now());
      },
    });
    await (await openPlacer(world, engine)).run();
    await back;
    expect(engine.placed).toHaveLength(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 1, charge: 1200n });
    expect(await balanceOf(world.sql, payer, CASH)).toBe(48_800n);
    expect(await balanceOf(world.sql, payer, HELD)).toBe(0n);
  });

  test('product: what can never be written does not hold the node up for ever', async () => {
    const sessionNo = await world.send(accountId);
    const engine = scriptedEngine({
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now(), { digits: '\0' }),
    });
    await (await openPlacer(world, engine)).run();
    expect(await world.receipt(sessionNo)).toBeUndefined();
    expect(world.log.lines.at(-1)).toMatchObject({ message: 'an ending cannot be written' });
  });

  test('3.4 the ledger is sound after all of this', async () => {
    expect(await verifyLedger(world.sql)).toEqual([]);
  });
});
