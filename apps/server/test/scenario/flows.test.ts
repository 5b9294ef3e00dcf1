import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listImprovementConsents } from '../../src/modules/privacy/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/db.ts';
import { createIds } from '../../src/platform/ids.ts';
import { SHIPPED_LIMITS } from '../../src/platform/limit-settings.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { approvedFlow } from '../support/flows.ts';
import { type Caller, jsonCaller, signedQuery } from './support/callers.ts';
import { freeUdpPort, openOutsideCaller } from './support/outside-caller.ts';
import { makeDataDir, openDatabase, type Service, startService, until } from './support/service.ts';

const ACCOUNT = 'demo';

let data: Awaited<ReturnType<typeof makeDataDir>>;
let service: Service;
let call: Caller;
let sql: Sql;
let sipPort: number;

beforeAll(async () => {
  data = await makeDataDir();
  sipPort = await freeUdpPort();
  service = await startService(data.dataDir, {
    SIP_PORT: String(sipPort),
    RTP_PORTS: '18000-18999',
    SANDBOX_RTP_PORTS: '19000-19999',
    LOG_LEVEL: 'error',
  });
  call = jsonCaller(service.facts);
  sql = openDatabase(data.dataDir);
});
afterAll(async () => {
  await sql?.end();
  await service?.stop();
  await data?.remove();
});

/** A flow that a reviewer has approved. @returns its id */
const flowOf = (graph: unknown) =>
  approvedFlow(
    {
      ...{ sql, clock: systemClock, random: systemRandom, limits: SHIPPED_LIMITS },
      newId: createIds(systemClock, systemRandom),
    },
    ACCOUNT,
    graph,
  );

interface FlowResult {
  Visits: { Node: string; Keys: string }[];
  Collected: { Node: string; Digits: string }[];
  Consents: { Node: string; Kind: string; Given: boolean }[];
  Recordings: { Node: string; FileId: string }[];
  Refused: boolean;
  Completed: boolean;
}

/** What came of sending a flow to a number of the sandbox. */
async function sent(flowId: string, calledNumber: string): Promise<FlowResult> {
  const answer = await call('SendUVMSMessage', { CalledNumber: calledNumber, TemplateId: flowId });
  expect(answer).toMatchObject({ RetCode: 0 });
  const SessionNo = String(answer.SessionNo);
  return until(`a receipt of ${SessionNo}`, async () => {
    const { Final, Receipt } = await call('GetUVMSReceipt', { SessionNo });
    if (!Final) return undefined;
    expect(Receipt).toMatchObject({ ReceiptReason: 'answered' });
    return (Receipt as { Flow: FlowResult }).Flow;
  });
}

const ASK_ALL = {
  start: 'menu',
  maxSeconds: 90,
  nodes: {
    menu: { kind: 'menu', say: '办理业务请按1。', keys: { 1: 'number' }, otherwise: 'bye' },
    number: {
      kind: 'collect',
      say: '请输入号码，按井号键结束。',
      min: 2,
      max: 4,
      next: 'sure',
      otherwise: 'bye',
    },
    sure: {
      kind: 'confirm',
      say: '确认请按1，您输入的是',
      of: 'number',
      yes: 'more',
      no: 'bye',
      otherwise: 'bye',
    },
    more: { kind: 'menu', say: '不再接听请按9。', keys: { 9: 'stop' }, otherwise: 'bye' },
    stop: { kind: 'refuse', say: '已为您登记。' },
    bye: { kind: 'hangup', say: '再见。' },
  },
};

test('4.3.2 keys lead a real call through menu, digits and confirmation to a refusal, and the next message is refused', async () => {
  const flowId = await flowOf(ASK_ALL);
  const callee = '+8613900014735';
  const result = await sent(flowId, callee);
  expect(result.Visits.map(({ Node, Keys }) => [Node, Keys])).toEqual([
    ['menu', '1'],
    ['number', '42#'],
    ['sure', '1'],
    ['more', '9'],
    ['stop', ''],
  ]);
  expect(result).toMatchObject({
    Collected: [{ Node: 'number', Digits: '42' }],
    Refused: true,
    Completed: true,
  });
  const again = await call('SendUVMSMessage', { CalledNumber: callee, TemplateId: flowId });
  expect(again.RetCode).toBe(18206);
});

const RECORDING = {
  start: 'message',
  maxSeconds: 60,
  nodes: {
    message: {
      kind: 'record',
      ask: '为了改进服务需要录音，同意请按1。',
      say: '请留言。',
      ...{ maxSeconds: 3, timeoutSeconds: 3, next: 'bye', declined: 'bye' },
    },
    bye: { kind: 'hangup', say: '再见。' },
  },
};

test('4.3.9 who agrees by key is recorded and the recording is kept; who says nothing is not, and there is no file', async () => {
  const flowId = await flowOf(RECORDING);
  const kept = async () => {
    const [row] = await sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM files WHERE account_id = ${ACCOUNT} AND kind = 'recording'`;
    return row?.count;
  };
  const silent = await sent(flowId, '+8613900020200');
  expect(silent.Consents).toEqual([expect.objectContaining({ Node: 'message', Given: false })]);
  expect(silent.Recordings).toEqual([]);
  expect(await kept()).toBe(0);

  const agreed = await sent(flowId, '+8613900034734');
  expect(agreed.Consents).toEqual([expect.objectContaining({ Node: 'message', Given: true })]);
  const [recording] = agreed.Recordings;
  expect(await kept()).toBe(1);
  const query = signedQuery(service.facts, 'DownloadUVMSFile', { FileId: recording?.FileId ?? '' });
  const response = await fetch(`${service.facts.baseUrl}/?${query}`);
  const sound = Buffer.from(await response.arrayBuffer());
  expect(sound.toString('latin1', 0, 4)).toBe('RIFF');
  expect(sound.length).toBeGreaterThan(8000);
  // What the engine wrote is with the account's files now, and nothing of either call is left beside them.
  expect(await readdir(join(data.dataDir, 'recordings'))).toEqual([]);
});

const IMPROVING = {
  ...RECORDING,
  nodes: {
    ...RECORDING.nodes,
    message: {
      ...RECORDING.nodes.message,
      ask: '此通话将录音，同意请按1。',
      improve: '录音可否另用于改进服务，同意请按1。',
    },
  },
};

test('4.3.9 in a real call the use to improve the service is asked for by itself; only its own yes brings the recording within reach of that', async () => {
  const flowId = await flowOf(IMPROVING);
  const consents = async (calledNumber: string) => {
    const { Consents, Recordings } = await sent(flowId, calledNumber);
    expect(Recordings).toHaveLength(1);
    return Consents.map(({ Kind, Given }) => [Kind, Given]);
  };
  // 1 to being recorded, and 2, which is a no.
  expect(await consents('+8613900044734')).toEqual([
    ['recording', true],
    ['improvement', false],
  ]);
  expect(await listImprovementConsents(sql, { accountId: ACCOUNT, offset: 0, limit: 10 })).toMatchObject({
    total: 0,
  });
  expect(await consents('+8613900044736')).toEqual([
    ['recording', true],
    ['improvement', true],
  ]);
  const { consents: within } = await listImprovementConsents(sql, {
    accountId: ACCOUNT,
    offset: 0,
    limit: 10,
  });
  expect(within).toEqual([expect.objectContaining({ node: 'message', key: '1' })]);
  const { Data } = await call('ListUVMSConsents', { Kind: 'improvement' });
  expect((Data as object[])[0]).toMatchObject({
    SessionNo: within[0]?.sessionNo,
    Question: '录音可否另用于改进服务，同意请按1。',
    Given: true,
  });
});

const OWN_NUMBER = '+862151869999';
const ownNumber = () => sql`
  INSERT INTO numbers (account_id, number) VALUES (${ACCOUNT}, ${OWN_NUMBER}) ON CONFLICT DO NOTHING`;
const INBOUND = {
  start: 'menu',
  nodes: {
    menu: {
      kind: 'menu',
      say: '您好，这里是传话的客服热线，办理业务请按1，查询请按2。',
      keys: { 1: 'bye', 2: 'menu' },
      otherwise: 'bye',
      visits: { most: 3, after: 'bye' },
    },
    bye: { kind: 'hangup', say: '再见。' },
  },
};

test('4.3.9 whoever calls in is asked before he is recorded: his yes is a consent like any other, and taken back it takes the recording with it', async () => {
  await ownNumber();
  const FlowId = await flowOf(RECORDING);
  expect(await call('BindUVMSInboundFlow', { Number: OWN_NUMBER, FlowId })).toMatchObject({ RetCode: 0 });
  const caller = await openOutsideCaller(sipPort, { from: '13900040778', rtp: { min: 47_100, max: 47_199 } });
  try {
    expect(await caller.call('02151869999', '1', 'to-the-end')).toMatchObject({ answered: true });
  } finally {
    await caller.close();
  }
  const listed = await until('the consent of the call that came in', async () => {
    const { Data } = await call('ListUVMSConsents', {});
    return (Data as { SessionNo: string; Inbound: boolean }[]).find(({ Inbound }) => Inbound);
  });
  const { SessionNo } = listed;
  expect(listed).toMatchObject({ FlowId, Node: 'message', Kind: 'recording', Given: true, Key: '1' });
  expect(listed).toMatchObject({ Question: RECORDING.nodes.message.ask });
  const recordings = () => sql`
    SELECT FROM files WHERE account_id = ${ACCOUNT} AND state = 'stored' AND uses @> ${[`inbound:${SessionNo}`]}`;
  expect(await recordings()).toHaveLength(1);
  expect(await call('RevokeUVMSConsent', { SessionNo })).toMatchObject({ RetCode: 0 });
  expect(await recordings()).toHaveLength(0);
  const { Data } = await call('ListUVMSConsents', { SessionNo });
  expect(Data).toMatchObject([{ Given: true, RevokedBy: 'customer' }]);
});

test('1.1 whoever calls a number that a flow is bound to hears it, presses a key, and the call is on record; other numbers take no call', async () => {
  await ownNumber();
  const FlowId = await flowOf(INBOUND);
  expect(await call('BindUVMSInboundFlow', { Number: OWN_NUMBER, FlowId })).toMatchObject({ RetCode: 0 });
  expect(await call('QueryUVMSNumbers', {})).toMatchObject({
    Data: [{ Number: OWN_NUMBER, InboundFlowId: FlowId }],
  });
  const from = '13900040777';
  const caller = await openOutsideCaller(sipPort, { from, rtp: { min: 47_000, max: 47_099 } });
  try {
    expect(await caller.call('02151869999', '1')).toMatchObject({
      answered: true,
      end: { kind: 'hung-up', by: 'peer', q850: 16 },
    });
    const nobody = await caller.call('02100000000', '1');
    expect(nobody).toMatchObject({ answered: false, end: { kind: 'rejected', status: 404 } });
  } finally {
    await caller.close();
  }
  const listed = await until('the call that came in', async () => {
    const { Data } = await call('ListUVMSInboundCalls', { Number: OWN_NUMBER });
    return (Data as object[])[0];
  });
  expect(listed).toMatchObject({ Caller: `+86${from}`, FlowId, Digits: '1', ChannelId: 'sandbox' });
  expect((listed as { Flow: FlowResult }).Flow.Visits.map(({ Node, Keys }) => [Node, Keys])).toEqual([
    ['menu', '1'],
    ['bye', ''],
  ]);
});
