import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutcome, FlowScript, IncomingFacts, Receptionist } from '../../../src/calling/index.ts';
import { createFlowHelp } from '../../../src/flow/callflows/answer-call.ts';
import { bindInboundFlow } from '../../../src/flow/callflows/bind-inbound-flow.ts';
import { createReceptionist, toE164 } from '../../../src/flow/callflows/receive-call.ts';
import { flowHandlers } from '../../../src/gateway/handlers/flows.ts';
import { listInbound } from '../../../src/modules/callflows/index.ts';
import { createOutboundHttp } from '../../../src/platform/outbound-http.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { operator } from '../../support/callers.ts';
import { openDialPlan } from '../../support/dial-plan.ts';
import { ASKING, approvedFlow } from '../../support/flows.ts';
import { outcomeOf } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let receptionist: Receptionist & { stop(): Promise<void> };
beforeAll(async () => {
  world = await openWorld({ concurrency: 2 });
  const nodeId = await world.node();
  const http = createOutboundHttp({ allow: [] });
  receptionist = createReceptionist({
    ...world,
    nodeId,
    dialPlan: openDialPlan(world),
    help: createFlowHelp({ ...world, nodeId, http }),
    recordings: { keep: async () => new Map() },
  });
});
afterAll(() => world.close());
beforeEach(() => world.sql`DELETE FROM trunk_legs`);

const POOL = '+862151860001';
const OWN = '+862151869999';
let calls = 0;

const incoming = (change: Partial<IncomingFacts> = {}): IncomingFacts => ({
  callId: `in-${calls++}`,
  called: POOL,
  caller: '+8613800000777',
  ...{ address: '127.0.0.1', port: 5070, trunkIds: ['trunk-1'], at: world.clock.now() },
  ...change,
});

function scriptOf(reception: Awaited<ReturnType<typeof receptionist.receive>>): FlowScript {
  if (!('take' in reception)) throw new Error('the call was not taken');
  return reception.take.script;
}

const ended = (more: Partial<CallOutcome> = {}) => outcomeOf({ kind: 'answered' }, world.clock.now(), more);
const INBOUND = {
  start: 'menu',
  nodes: {
    menu: { kind: 'menu', say: '您好，办理业务请按1。', keys: { 1: 'bye' }, otherwise: 'bye' },
    bye: { kind: 'hangup', say: '再见。' },
  },
};

/** An account with an exclusive number that this flow answers. */
async function bound(graph: unknown): Promise<{ accountId: string; flowId: string }> {
  const accountId = await world.account({ cash: 1_000_000n });
  await world.sql`DELETE FROM numbers WHERE number = ${OWN}`;
  await world.sql`INSERT INTO numbers (account_id, number) VALUES (${accountId}, ${OWN})`;
  const flowId = await approvedFlow(world, accountId, graph);
  const at = new Date(world.clock.now());
  await inTransaction(world.sql, (tx) => bindInboundFlow(tx, { accountId, number: OWN, flowId, at }));
  return { accountId, flowId };
}

describe('calls that come in', () => {
  test('rule: a call from nobody’s address, and one to nobody’s number, are refused and counted', async () => {
    expect(await receptionist.receive(incoming({ trunkIds: ['trunk-of-another-time'] }))).toMatchObject({
      refuse: { status: 403 },
    });
    expect(await receptionist.receive(incoming({ called: '+862100000000' }))).toMatchObject({
      refuse: { status: 404 },
    });
    receptionist.strangers?.(40);
    await receptionist.stop();
    const { Data } = await flowHandlers(world as never).ListUVMSInboundRefusals(operator(), { Days: 1 });
    expect(Data).toMatchObject([
      { Reason: 'unknown-number', Status: 404, Calls: 1 },
      { Reason: 'unknown-peer', Status: 403, Calls: 41 },
    ]);
    expect(new Set(Data.map(({ Day }) => Day)).size).toBe(1);
  });

  test('rule: calls that come in have places on their trunk; one more is busy, and a place is given back', async () => {
    const first = incoming();
    expect(await receptionist.receive(first)).toHaveProperty('take');
    expect(await receptionist.receive(incoming())).toHaveProperty('take');
    expect(await receptionist.receive(incoming())).toMatchObject({ refuse: { status: 486 } });
    receptionist.over(first.callId, ended());
    await receptionist.stop();
    expect(await receptionist.receive(incoming())).toHaveProperty('take');
  });

  test('rule: an exclusive number is answered by the flow that is bound to it, and the call is on record', async () => {
    const { accountId, flowId } = await bound(INBOUND);
    const call = incoming({ called: '02151869999' });
    const reception = await receptionist.receive(call);
    expect(reception).toMatchObject({ take: { script: { flow: { start: 'menu' } } } });
    receptionist.over(call.callId, ended({ digits: '1' }));
    await receptionist.stop();
    const all = { number: undefined, offset: 0, limit: 10 };
    const { total, calls: listed } = await listInbound(world.sql, { accountId, ...all });
    expect(total).toBe(1);
    expect(listed[0]).toMatchObject({ number: OWN, flowId, flowVersion: 1, digits: '1', trunkId: 'trunk-1' });
    const other = await listInbound(world.sql, { accountId: 'somebody-else', ...all });
    expect(other.total).toBe(0);
  });

  test('4.3.9 a call that ended while the database was away is on record, and off its trunk, when it is back', async () => {
    const { accountId } = await bound(INBOUND);
    const call = incoming({ called: '02151869999' });
    expect(await receptionist.receive(call)).toHaveProperty('take');
    await world.sql`ALTER TABLE inbound_calls RENAME TO inbound_calls_away`;
    receptionist.over(call.callId, ended());
    let over = false;
    const stopped = receptionist.stop().then(() => {
      over = true;
    });
    const legs = async () => (await world.sql`SELECT leg_id FROM trunk_legs`).length;
    // Whatever fails, fails as a whole: the place is given back with the record.
    for (let times = 0; times < 3; times++) {
      expect(await legs()).toBe(1);
      world.clock.advance(1000);
    }
    await world.sql`ALTER TABLE inbound_calls_away RENAME TO inbound_calls`;
    while (!over) {
      world.clock.advance(1000);
      await new Promise(setImmediate);
    }
    await stopped;
    expect(await legs()).toBe(0);
    const { total } = await listInbound(world.sql, { accountId, number: undefined, offset: 0, limit: 10 });
    expect(total).toBe(1);
  });

  test.each([
    ['transfers', ASKING],
    [
      'has variables',
      { ...INBOUND, nodes: { ...INBOUND.nodes, bye: { kind: 'hangup', say: '订单{1}再见。' } } },
    ],
  ])('rule: a flow that %s answers no calls', async (_what, graph) => {
    await expect(bound(graph)).rejects.toMatchObject({ name: 'INBOUND_FLOW_UNFIT' });
  });

  test('rule: numbers as carriers write them are the same number', () => {
    for (const written of ['+8613800000200', '8613800000200', '13800000200', '008613800000200']) {
      expect(toE164(written)).toBe('+8613800000200');
    }
    expect(toE164('02151860001')).toBe('+862151860001');
    expect(toE164('anonymous')).toBe('');
  });
});

describe('ringing back', () => {
  /** Somebody whom an account has called. */
  async function called(): Promise<{ accountId: string; caller: string }> {
    const accountId = await world.account({ cash: 1_000_000n });
    const caller = world.freshNumber();
    await world.emptyQueue();
    const sessionNo = await world.send(accountId, { calledNumber: caller });
    const at = new Date(world.clock.now());
    await world.sql`
      INSERT INTO receipts (account_id, session_no, result, reason, code, started_at, ended_at, at, push_state)
      VALUES (${accountId}, ${sessionNo}, 1, 'answered', 200, ${at}, ${at}, ${at}, 'none')`;
    return { accountId, caller };
  }

  test('4.2.8 whoever rings back a number of the pool is told who called him, and for what', async () => {
    const { accountId, caller } = await called();
    const reception = await receptionist.receive(incoming({ caller }));
    expect(JSON.stringify(reception)).toContain(`最近通过本号码致电您的是${accountId}，内容是验证码`);
    const nobody = await receptionist.receive(incoming({ caller: world.freshNumber() }));
    expect(JSON.stringify(nobody)).toContain('近期没有企业');
  });

  test('4.2.8 the menu is there in both languages, each node in its own, from which 9 leads to the other', async () => {
    const { caller } = await called();
    const reception = await receptionist.receive(incoming({ caller }));
    const { flow, language, languageOf } = scriptOf(reception);
    expect(language).toBe('zh');
    expect(languageOf).toMatchObject({ 'told-other': 'en', 'complain-other': 'en' });
    expect(flow.nodes.told).toMatchObject({ keys: { 4: 'complain', 9: 'told-other' } });
    expect(flow.nodes['told-other']).toMatchObject({ keys: { 1: 'refuse-one-other', 9: 'told' } });
  });

  test.each(['complain', 'complain-other'])(
    '4.2.8 %s: a complaint about who called last, who never calls again',
    async (node) => {
      const { accountId, caller } = await called();
      const call = incoming({ caller });
      await receptionist.receive(call);
      expect(await receptionist.ask(call.callId, 'refuse', { node })).toBe(true);
      const rows = await world.sql`
      SELECT channel, session_no IS NOT NULL AS known FROM complaints WHERE account_id = ${accountId}`;
      expect(rows).toEqual([{ channel: 'ring-back', known: true }]);
      const again = world.send(accountId, { calledNumber: caller, templateId: 'T-notice', values: ['1'] });
      await expect(again).rejects.toMatchObject({ name: 'CALLEE_REFUSES' });
    },
  );

  test.each([
    ['refuse-one', false],
    ['refuse-one-other', false],
    ['refuse-all', true],
  ])('4.3.2 %s: his refusal holds for the one who called, or for all', async (node, all) => {
    const { accountId, caller } = await called();
    const call = incoming({ caller });
    await receptionist.receive(call);
    expect(await receptionist.ask(call.callId, 'refuse', { node })).toBe(true);
    const again = world.send(accountId, { calledNumber: caller, templateId: 'T-notice', values: ['1'] });
    await expect(again).rejects.toMatchObject({ name: 'CALLEE_REFUSES' });
    const other = await world.account({ cash: 1_000_000n });
    const others = world.send(other, { calledNumber: caller });
    if (all) await expect(others).rejects.toMatchObject({ name: 'CALLEE_REFUSES' });
    else await expect(others).resolves.toBeDefined();
  });
});
