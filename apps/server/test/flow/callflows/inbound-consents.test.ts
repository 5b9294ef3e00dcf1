import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FlowOutcome } from '../../../src/calling/index.ts';
import { createFlowHelp } from '../../../src/flow/callflows/answer-call.ts';
import { bindInboundFlow } from '../../../src/flow/callflows/bind-inbound-flow.ts';
import { createRecordingKeeper } from '../../../src/flow/callflows/keep-recordings.ts';
import { createReceptionist } from '../../../src/flow/callflows/receive-call.ts';
import { requestErasure } from '../../../src/flow/privacy/ask-erasure.ts';
import { keepRetention } from '../../../src/flow/privacy/keep-retention.ts';
import { runErasures } from '../../../src/flow/privacy/run-erasures.ts';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { privacyHandlers } from '../../../src/gateway/handlers/privacy.ts';
import { openCalleeSession } from '../../../src/modules/callees/index.ts';
import { createOutboundHttp } from '../../../src/platform/outbound-http.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator, stranger } from '../../support/callers.ts';
import { openDialPlan } from '../../support/dial-plan.ts';
import { approvedFlow } from '../../support/flows.ts';
import { wav } from '../../support/sample-files.ts';
import { outcomeOf } from '../../support/scripted-engine.ts';
import { openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

const OWN = '+862151869999';
const FLOW = {
  start: 'message',
  nodes: {
    message: {
      kind: 'record',
      ask: '此通话将录音，同意请按1。',
      improve: '录音可否另用于改进服务，同意请按2。',
      say: '请留言。',
      ...{ key: '1', maxSeconds: 30, next: 'bye', declined: 'bye' },
    },
    bye: { kind: 'hangup', say: '再见。' },
  },
};
const GRACE = { callees: 400, recordings: 400, materials: 400, complaints: 400, tasks: 400, records: 4000 };

let world: TaskWorld;
let desk: ReturnType<typeof privacyHandlers>;
let portal: ReturnType<typeof calleeHandlers>;
let engineFolder: string;
let accountId: string;
let flowId: string;
let receptionist: ReturnType<typeof createReceptionist>;

beforeAll(async () => {
  world = await openTaskWorld();
  const deps = { ...world, operatorName: 'Herald' } as unknown as HandlerDeps;
  desk = privacyHandlers(deps);
  portal = calleeHandlers(deps);
  engineFolder = join(tmpdir(), `herald-inbound-${world.newId()}`);
  const nodeId = await world.node();
  receptionist = createReceptionist({
    ...world,
    nodeId,
    dialPlan: openDialPlan(world),
    help: createFlowHelp({ ...world, nodeId, http: createOutboundHttp({ allow: [] }) }),
    recordings: await createRecordingKeeper({ ...world, folder: engineFolder }),
  });
  accountId = await world.account({ cash: 1_000_000n });
  await world.sql`INSERT INTO numbers (account_id, number) VALUES (${accountId}, ${OWN})`;
  flowId = await approvedFlow(world, accountId, FLOW);
  const at = new Date(world.clock.now());
  await inTransaction(world.sql, (tx) => bindInboundFlow(tx, { accountId, number: OWN, flowId, at }));
});
afterAll(async () => {
  await world.close();
  await rm(engineFolder, { recursive: true, force: true });
});

/** A call that came in, whose caller said yes to being recorded, and this to the use of that. */
async function calledIn(improve = true): Promise<{ caller: string; callNo: string; at: number }> {
  const caller = world.freshNumber();
  const callId = `in-${caller}`;
  const at = world.clock.now();
  const from = { address: '127.0.0.1', port: 5070, trunkIds: ['trunk-1'] };
  const facts = { callId, called: OWN, caller, ...from, at };
  expect(await receptionist.receive(facts)).toHaveProperty('take');
  const file = join(engineFolder, `${caller}.wav`);
  await writeFile(file, wav());
  const flow: FlowOutcome = {
    ...{ visits: [], collected: [], transfers: [], lines: [], refused: false, completed: true },
    consents: [
      { node: 'message', kind: 'recording', given: true, at },
      { node: 'message', kind: 'improvement', given: improve, at: at + 1 },
    ],
    recordings: [{ node: 'message', file, ms: 1000 }],
  };
  receptionist.over(callId, outcomeOf({ kind: 'answered' }, at, { flow }));
  await receptionist.stop();
  const [row] = await world.sql<{ callNo: string }[]>`
    SELECT call_no AS "callNo" FROM inbound_calls WHERE call_id = ${callId}`;
  return { caller, callNo: row?.callNo ?? '', at };
}

/** How many recordings of it are there: as rows, and as files. */
async function recordings({ callNo }: { callNo: string }): Promise<{ rows: number; files: number }> {
  const rows = await world.sql<{ fileId: string }[]>`
    SELECT file_id AS "fileId" FROM files
    WHERE account_id = ${accountId} AND state = 'stored' AND uses @> ${[`inbound:${callNo}`]}`;
  const names = new Set(await readdir(world.filesFolder, { recursive: true }).then(baseNames));
  return { rows: rows.length, files: rows.filter(({ fileId }) => names.has(fileId)).length };
}
const baseNames = (paths: string[]) => paths.map((path) => path.split('/').at(-1) ?? '');
const allFiles = async () => (await readdir(world.filesFolder, { recursive: true })).length;
const listed = async (callNo: string) =>
  (await desk.ListUVMSConsents(member(accountId), { SessionNo: callNo })).Data;

/** A session of whoever has the number. */
async function proved(number: string): Promise<string> {
  const token = `token-${number}`;
  const callee = { calleeKey: world.vault.key(number), calleeMask: 'masked', number };
  const at = new Date(world.clock.now());
  await inTransaction(world.sql, (tx) =>
    openCalleeSession(tx, world.vault, { ...callee, sessionId: world.newId(), token, at }),
  );
  return token;
}

test('4.3.9 what is answered in a call that came in is kept with call, question, key and time, and is seen by its account alone', async () => {
  const { callNo, at } = await calledIn(false);
  const proof = { SessionNo: callNo, Inbound: true, FlowId: flowId, FlowVersion: 1, Node: 'message' };
  expect(await listed(callNo)).toEqual([
    {
      ...proof,
      ...{ Kind: 'recording', Question: FLOW.nodes.message.ask, Given: true, Key: '1', Time: at },
      ...{ RevokeTime: 0, RevokedBy: '' },
    },
    {
      ...proof,
      ...{ Kind: 'improvement', Question: FLOW.nodes.message.improve, Given: false, Key: '', Time: at + 1 },
      ...{ RevokeTime: 0, RevokedBy: '' },
    },
  ]);
  expect(await recordings({ callNo })).toEqual({ rows: 1, files: 1 });
  const other = member(await world.account({ cash: 1n }));
  const asked = { SessionNo: callNo };
  expect((await desk.ListUVMSConsents(other, asked)).Total).toBe(0);
  await expect(desk.RevokeUVMSConsent(other, asked)).rejects.toMatchObject({ name: 'CONSENT_UNKNOWN' });
  expect(await recordings({ callNo })).toEqual({ rows: 1, files: 1 });
});

test('4.3.9 taken back by the customer, the recording of a call that came in is deleted and the proof stays', async () => {
  const call = await calledIn();
  const before = await allFiles();
  await desk.RevokeUVMSConsent(member(accountId), { SessionNo: call.callNo });
  expect(await recordings(call)).toEqual({ rows: 0, files: 0 });
  expect(await allFiles()).toBe(before - 1);
  expect(await listed(call.callNo)).toMatchObject([
    { Kind: 'recording', Key: '1', RevokedBy: 'customer' },
    { Kind: 'improvement', RevokedBy: 'customer' },
  ]);
});

test('4.3.9 whoever called sees what he agreed to in it and at whom, and takes it back himself; nobody else does', async () => {
  const call = await calledIn();
  const CalleeToken = await proved(call.caller);
  const seen = async () => (await portal.ListUVMSCalleeConsents(stranger(), { CalleeToken })).Data;
  const one = { SessionNo: call.callNo, Inbound: true, Enterprise: accountId, RevokeTime: 0 };
  expect(await seen()).toMatchObject([
    { ...one, Kind: 'improvement', Question: FLOW.nodes.message.improve },
    { ...one, Kind: 'recording', Question: FLOW.nodes.message.ask, Time: call.at },
  ]);
  const foreign = { CalleeToken: await proved((await calledIn()).caller), SessionNo: call.callNo };
  await expect(portal.RevokeUVMSCalleeConsent(stranger(), foreign)).rejects.toMatchObject({
    name: 'CALLEE_CALL_UNKNOWN',
  });
  await portal.RevokeUVMSCalleeConsent(stranger(), { CalleeToken, SessionNo: call.callNo });
  expect((await seen()).every(({ RevokeTime }) => RevokeTime > 0)).toBe(true);
  expect(await recordings(call)).toEqual({ rows: 0, files: 0 });
  expect(await listed(call.callNo)).toMatchObject([{ RevokedBy: 'callee' }, { RevokedBy: 'callee' }]);
});

test('4.3.9 what is refused is not among what a callee has agreed to', async () => {
  const { caller } = await calledIn(false);
  const { Data } = await portal.ListUVMSCalleeConsents(stranger(), { CalleeToken: await proved(caller) });
  expect(Data.map(({ Kind }) => Kind)).toEqual(['recording']);
});

test('4.3.9 the recording of a call that came in improves the service only while its own yes to that stands', async () => {
  const reach = async ({ callNo }: { callNo: string }) => {
    const { Data } = await desk.ListUVMSImprovementRecordings(operator(), { AccountId: accountId });
    const heard = await desk
      .HearUVMSImprovementRecording(operator(), { AccountId: accountId, SessionNo: callNo, Node: 'message' })
      .then(({ name }) => name)
      .catch((error: Error) => error.name);
    return { listed: Data.filter(({ SessionNo }) => SessionNo === callNo).length, heard };
  };
  const outOfReach = { listed: 0, heard: 'IMPROVEMENT_NOT_CONSENTED' };
  expect(await reach(await calledIn(false))).toEqual(outOfReach);
  const call = await calledIn();
  expect(await reach(call)).toEqual({ listed: 1, heard: 'message.wav' });
  const asked = { SessionNo: call.callNo, Kind: 'improvement' } as const;
  await desk.RevokeUVMSConsent(member(accountId), asked);
  expect(await reach(call)).toEqual(outOfReach);
  expect(await recordings(call)).toEqual({ rows: 1, files: 1 });
});

test.each(['erasure', 'retention'] as const)(
  '4.2.9 by %s the consents of a call that came in lose whose they were, and the proof stays',
  async (by) => {
    const call = await calledIn();
    if (by === 'erasure') {
      const asked = { accountId: '', number: call.caller, askedBy: 'callee', actorId: '' } as const;
      await requestErasure(world, asked);
      world.clock.advance(60_000);
      await runErasures({ ...world, heardDir: undefined });
    } else {
      world.clock.advance(2 * 86_400_000);
      await keepRetention({ ...world, heardDir: undefined }, { ...GRACE, callees: 1, 'sign-ins': 400 });
    }
    const rows = await world.sql<{ whose: string }[]>`
      SELECT encode(callee_key, 'hex') AS whose FROM consents WHERE session_no = ${call.callNo}`;
    expect(rows.map(({ whose }) => whose)).toEqual(['', '']);
    expect(await recordings(call)).toEqual({ rows: 0, files: 0 });
    expect(await listed(call.callNo)).toMatchObject([{ Question: FLOW.nodes.message.ask }, { Key: '1' }]);
  },
);
