import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CallOutcome, FlowOutcome, LineOutcome } from '../../../src/calling/index.ts';
import { createFlowHelp } from '../../../src/flow/callflows/answer-call.ts';
import { setFlowBlock } from '../../../src/flow/callflows/block-flow.ts';
import { changeFlow } from '../../../src/flow/callflows/draft-flow.ts';
import { receiptBody } from '../../../src/flow/messages/read-message.ts';
import { setReceiptTarget } from '../../../src/modules/accounts/index.ts';
import { findFlow, findLiveFlows } from '../../../src/modules/callflows/index.ts';
import { pageListed } from '../../../src/modules/compliance/index.ts';
import { verifyLedger } from '../../../src/modules/ledger/index.ts';
import { findReceipts } from '../../../src/modules/receipts/index.ts';
import { maskNumber } from '../../../src/platform/mask-number.ts';
import { createOutboundHttp } from '../../../src/platform/outbound-http.ts';
import { isSignedBody } from '../../../src/platform/signed-body.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { customerServer } from '../../support/customer-server.ts';
import { ASKING, approvedFlow, grantNavigation } from '../../support/flows.ts';
import { told } from '../../support/inbox.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.emptyQueue());

/** A second line of a minute at the most. */
const minute = {
  ...ASKING,
  nodes: { ...ASKING.nodes, agent: { ...ASKING.nodes.agent, maxSeconds: 60 } },
};

const RESULT: FlowOutcome = {
  visits: [{ node: 'ask', at: 0, keys: '2' }],
  ...{
    collected: [],
    consents: [],
    recordings: [],
    transfers: [],
    refused: false,
    completed: true,
    lines: [],
  },
};
const line = (talkMs: number): LineOutcome => ({
  ...{ node: 'agent', callId: 'second', trunkId: 'trunk-1', cause: { kind: 'answered' } },
  ...{ startedAt: 0, answeredAt: 0, endedAt: talkMs, talkMs },
});

const help = (nodeId: string, allow = ['127.0.0.0/8']) => {
  const http = createOutboundHttp({ allow, timeoutMs: 300, readText: true });
  return createFlowHelp({ ...world, nodeId, http });
};

/** Sends one message with the flow and has it end so. @returns its SessionNo */
async function sendWith(accountId: string, flowId: string, more: Partial<CallOutcome>): Promise<string> {
  const sessionNo = await world.send(accountId, { templateId: flowId, values: ['A123'] });
  const engine = scriptedEngine({
    place: async () => outcomeOf({ kind: 'answered' }, world.clock.now(), more),
  });
  await (await openPlacer(world, engine)).run();
  return sessionNo;
}

async function balance(accountId: string): Promise<bigint> {
  const [row] = await world.sql<{ left: bigint }[]>`
    SELECT credits - debits AS left FROM ledger_accounts WHERE account_id = ${accountId} AND ledger_account = 'cash'`;
  return row?.left ?? 0n;
}

describe('a message with a flow', () => {
  test('1.1 without the capability of navigation it is refused, with it the flow is what the engine gets', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    await world.sql`DELETE FROM capabilities WHERE account_id = ${accountId} AND capability = 'navigation'`;
    const send = { templateId: flowId, values: ['A123'] };
    await expect(world.send(accountId, send)).rejects.toMatchObject({ name: 'CAPABILITY_MISSING' });
    await grantNavigation(world, accountId);
    await world.send(accountId, send);
    const engine = scriptedEngine({
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now(), { flow: RESULT }),
    });
    await (await openPlacer(world, engine)).run();
    const script = engine.placed[0]?.script;
    if (!script || !('flow' in script)) throw new Error('a flow was expected');
    expect(script.flow.start).toBe('ask');
    const [say] = [script.flow.nodes.ask].flatMap((node) => (node?.kind === 'menu' ? [node.say] : []));
    expect(say?.map((piece) => ('text' in piece ? piece.text : '')).join('')).toBe(
      '您好，您的订单A123已送达。满意请按1，客服请按2，不再接听请按9。',
    );
    expect(engine.placed[0]?.maxTalkMs).toBe(120_000);
  });

  test('rule: values are counted and looked at as those of templates are', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    const send = (values: string[]) => world.send(accountId, { templateId: flowId, values });
    await expect(send([])).rejects.toMatchObject({ name: 'TEMPLATE_PARAMS_COUNT' });
    await expect(send(['http://example.com'])).rejects.toMatchObject({ name: 'VALUE_INVALID' });
  });

  test('3.6 both lines are reserved for at their longest, each in started minutes', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    await world.send(accountId, { templateId: flowId, values: ['A123'] });
    // 90 s are two minutes, and so are the second line's 90 (the call lasts no longer): four at 1200.
    expect(await balance(accountId)).toBe(1_000_000n - 4n * 1200n);
    const poor = await world.account({ cash: 4n * 1200n - 1n });
    const same = await approvedFlow(world, poor);
    const refused = world.send(poor, { templateId: same, values: ['A123'] });
    await expect(refused).rejects.toMatchObject({ name: 'FUNDS_INSUFFICIENT' });
  });

  test.each([
    ['without a transfer', 61_000, [], 2],
    ['with one', 61_000, [30_000], 3],
    ['with one that was not answered', 10_000, [0], 1],
    ['with one whose BYE came a little late', 10_000, [60_050], 2],
    ['with one that outlasted its bound', 500_000, [500_000], 3],
  ])(
    '3.6 a flow %s is charged by the started minutes of each line, never more than was reserved',
    async (_what, talkMs, lines, minutes) => {
      const accountId = await world.account({ cash: 1_000_000n });
      const flowId = await approvedFlow(world, accountId, minute);
      const flow = { ...RESULT, lines: lines.map(line) };
      const sessionNo = await sendWith(accountId, flowId, { talkMs, flow });
      expect(await world.receipt(sessionNo)).toMatchObject({
        costCount: minutes,
        charge: BigInt(minutes) * 1200n,
      });
      expect(await balance(accountId)).toBe(1_000_000n - BigInt(minutes) * 1200n);
      expect(await verifyLedger(world.sql)).toMatchObject({});
    },
  );

  test('4.3.8 the receipt tells what was pressed where, sealed at rest; the message keeps the version that was played', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    const flow = { ...RESULT, collected: [{ node: 'ask', digits: '88481234' }] };
    const sessionNo = await sendWith(accountId, flowId, { flow, digits: '2' });
    const [receipt] = await findReceipts(world.sql, accountId, [sessionNo]);
    if (!receipt) throw new Error('no receipt');
    expect(receiptBody(world.vault, receipt, 'zh').Flow).toMatchObject({
      Completed: true,
      Visits: [{ Node: 'ask', Keys: '2' }],
      Collected: [{ Node: 'ask', Digits: '88481234' }],
    });
    const rows = await world.sql<{ text: string }[]>`
      SELECT r::text AS text FROM receipts r WHERE session_no = ${sessionNo}`;
    expect(rows[0]?.text).not.toContain('88481234');
    const [message] = await world.sql<{ version: number }[]>`
      SELECT flow_version AS version FROM messages WHERE session_no = ${sessionNo}`;
    expect(message?.version).toBe(1);
  });
});

describe('versions', () => {
  test('4.2.7 b a new wording is not played before its review; the version before it stays in use', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    const key = { accountId, flowId };
    const other = { ...ASKING, nodes: { ...ASKING.nodes, thanks: { kind: 'hangup', say: '另一句话。' } } };
    const at = new Date(world.clock.now());
    await inTransaction(world.sql, (tx) => changeFlow(tx, key, { graph: JSON.stringify(other) }, at));
    expect(await findFlow(world.sql, key)).toMatchObject({ status: 5, version: 2, liveVersion: 1 });
    const [live] = await findLiveFlows(world.sql, [key]);
    expect(live?.graph).not.toContain('另一句话');
    await expect(
      world.sql`UPDATE call_flow_versions SET graph = '{}' WHERE flow_id = ${flowId}`,
    ).rejects.toThrow('only ever added');
  });

  test('4.3.8 what the operator has blocked is not sent, and what waits of it is not dialled', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    const sessionNo = await world.send(accountId, { templateId: flowId, values: ['A123'] });
    const reason = '与备案内容不符';
    const block = { blocked: true, reason, operatorId: 'o' };
    await inTransaction(world.sql, (tx) => setFlowBlock(tx, world, { accountId, flowId }, block));
    const engine = scriptedEngine({ place: () => Promise.reject(new Error('dialled')) });
    await (await openPlacer(world, engine)).run();
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'withdrawn', charge: 0n });
    const again = world.send(accountId, { templateId: flowId, values: ['A123'] });
    await expect(again).rejects.toMatchObject({ name: 'TEMPLATE_NOT_FOUND' });
  });

  test('4.3.8 the customer is told why a flow was blocked and that it is not any more, in words about flows', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    const turn = (blocked: boolean, reason: string) =>
      inTransaction(world.sql, (tx) =>
        setFlowBlock(tx, world, { accountId, flowId }, { blocked, reason, operatorId: 'op-1' }),
      );
    await turn(true, '与备案内容不符');
    await turn(false, '已整改');
    const notices = await told(world, accountId);
    expect(notices).toMatchObject([
      ['flow.blocked', { flowId, reason: '与备案内容不符' }],
      ['flow.block-lifted', { flowId, reason: '已整改' }],
    ]);
    // As the notice says: nothing else is needed.
    await expect(world.send(accountId, { templateId: flowId, values: ['A123'] })).resolves.toBeDefined();
  });
});

describe('what a call asks', () => {
  const nobody = { calleeKey: new Uint8Array(32), calleeMask: '' };

  test('4.2.8 who refuses by a key is on the list at once, masked: the next message to him is refused', async () => {
    const accountId = await world.account({ cash: 1_000_000n });
    const calledNumber = world.freshNumber();
    const person = { calleeKey: world.vault.key(calledNumber), calleeMask: maskNumber(calledNumber) };
    const call = { accountId, callNo: world.newId(), person };
    const { ask } = help(await world.node()).helpFor(call);
    expect(await ask('refuse', { node: 'stop' })).toBe(true);
    const { listed } = await pageListed(world.sql, { accountId, calleeKey: undefined, offset: 0, limit: 9 });
    expect(listed).toMatchObject([{ calleeMask: maskNumber(calledNumber), source: 'key', purpose: 0 }]);
    await expect(world.send(accountId, { calledNumber })).rejects.toMatchObject({ name: 'CALLEE_REFUSES' });
    const other = await world.account({ cash: 1_000_000n });
    await expect(world.send(other, { calledNumber })).resolves.toBeDefined();
  });

  test('rule: a second line takes its place on the trunk before it is dialled, and gives it back', async () => {
    const narrow = await openWorld({ concurrency: 1 });
    const nodeId = await narrow.node();
    const http = createOutboundHttp({ allow: [] });
    const flowHelp = createFlowHelp({ ...narrow, nodeId, http });
    const trunk = { trunkId: 'trunk-1', host: '127.0.0.1', port: 5070 } as never;
    const call = { accountId: 'a', person: nobody, line: { trunk, caller: '+862151860001' } };
    const asked = { node: 'agent', number: '+8613800000201', maxSeconds: 60 };
    const first = flowHelp.helpFor({ ...call, callNo: narrow.newId() });
    const taken = await first.ask('second-line', asked);
    expect(taken).toMatchObject({ caller: '+862151860001' });
    expect(await flowHelp.helpFor({ ...call, callNo: narrow.newId() }).ask('second-line', asked)).toBeNull();
    await first.ask('line-over', { callId: taken?.callId ?? '' });
    narrow.clock.advance(2000);
    expect(
      await flowHelp.helpFor({ ...call, callNo: narrow.newId() }).ask('second-line', asked),
    ).not.toBeNull();
    await narrow.close();
  });

  test.each([
    ['an engine that ended tells of none', 'after'],
    ['who hangs up while one is being had is not asked again', 'while'],
  ])('rule: the place of a second line ends with its call: %s', async (_why, when) => {
    const accountId = await world.account({ cash: 1_000_000n });
    const flowId = await approvedFlow(world, accountId);
    await world.send(accountId, { templateId: flowId, values: ['A123'] });
    const legs = async () => (await world.sql`SELECT leg_id FROM trunk_legs`).length;
    let asking: Promise<unknown> = Promise.resolve();
    let taken = 0;
    const engine = scriptedEngine({
      async place(_plan, _onEvent, ask) {
        asking = ask?.('second-line', { node: 'agent', number: '+8613800000201', maxSeconds: 60 }) as never;
        if (when === 'after') await asking;
        taken = await legs();
        return outcomeOf({ kind: 'engine-lost' }, world.clock.now());
      },
    });
    const nodeId = await world.node();
    const flows = { help: help(nodeId), recordings: { keep: async () => new Map() } };
    const placer = await openPlacer(world, engine, { nodeId, flows });
    await placer.run();
    const answer = await asking;
    expect(taken).toBe(when === 'after' ? 1 : 0);
    if (when === 'while') expect(answer).toBeNull();
    expect(await legs()).toBe(0);
  });

  describe('a server', () => {
    const asked = {
      ...{ node: 'server', timeoutSeconds: 1 },
      result: { ...RESULT, collected: [{ node: 'ask', digits: '42' }] },
    };

    async function ask(
      answer: (response: ServerResponse) => void,
      o: { allow?: string[]; secret?: boolean } = {},
    ) {
      const accountId = await world.account({});
      const server = await customerServer(answer);
      onTestFinished(() => server.close());
      const target = { url: 'https://example.com/', secret: 'secret' };
      if (o.secret ?? true) await setReceiptTarget(world.sql, world.vault, accountId, target);
      const call = { accountId, callNo: 'call', person: nobody };
      const branch = await help(await world.node(), o.allow)
        .helpFor(call)
        .ask('webhook', {
          ...asked,
          url: server.url,
        });
      return { branch, received: server.received };
    }

    test('rule: a server is told what was done, signed as receipts are, and its branch is taken', async () => {
      const { branch, received } = await ask((response) => response.end('{"Branch":"paid"}'));
      expect(branch).toBe('paid');
      const [got] = received;
      expect(JSON.parse(got?.body ?? '')).toEqual({
        SessionNo: 'call',
        Node: 'server',
        Visits: [{ Node: 'ask', Keys: '2' }],
        Collected: [{ Node: 'ask', Digits: '42' }],
      });
      const signature = String(got?.headers['x-herald-signature']);
      expect(isSignedBody('secret', got?.body ?? '', signature, world.clock.now())).toBe(true);
    });

    test.each<[string, (response: ServerResponse) => void]>([
      ['answers no JSON', (response) => response.end('paid')],
      ['names no branch', (response) => response.end('{"Branch":7}')],
      ['names a branch that none can be', (response) => response.end('{"Branch":"__proto__"}')],
      ['answers with 500', (response) => response.writeHead(500).end('{"Branch":"paid"}')],
      ['leads elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end()],
      ['is huge', (response) => response.end(`{"Branch":"paid","More":"${'x'.repeat(200_000)}"}`)],
      ['is slow', () => {}],
    ])('rule: a server that %s is as none', async (_what, answer) => {
      expect((await ask(answer)).branch).toBeNull();
    });

    test('rule: a server in the platform’s own network is not reached, and none without a secret to sign with', async () => {
      const says = (response: ServerResponse) => response.end('{"Branch":"paid"}');
      for (const o of [{ allow: [] }, { secret: false }]) {
        const { branch, received } = await ask(says, o);
        expect({ branch, asked: received.length }).toEqual({ branch: null, asked: 0 });
      }
    });
  });
});
