import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FlowOutcome } from '../../../src/calling/index.ts';
import { packFlow } from '../../../src/flow/callflows/flow-result.ts';
import { storeFile } from '../../../src/flow/files/store-file.ts';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { privacyHandlers } from '../../../src/gateway/handlers/privacy.ts';
import { qualificationHandlers } from '../../../src/gateway/handlers/qualification.ts';
import { openCalleeSession } from '../../../src/modules/callees/index.ts';
import { useFile } from '../../../src/modules/files/index.ts';
import { flowContext } from '../../../src/modules/receipts/index.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator, stranger } from '../../support/callers.ts';
import { wav } from '../../support/sample-files.ts';
import { once, openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

let world: TaskWorld;
let desk: ReturnType<typeof privacyHandlers>;
let portal: ReturnType<typeof calleeHandlers>;
let reviews: ReturnType<typeof qualificationHandlers>;
let accountId: string;

beforeAll(async () => {
  world = await openTaskWorld();
  const deps = { ...world, operatorName: 'Herald' } as unknown as HandlerDeps;
  desk = privacyHandlers(deps);
  portal = calleeHandlers(deps);
  reviews = qualificationHandlers(deps);
  accountId = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());

/**
 * A call that was answered, in which the callee was asked twice, and its recording.
 * @param improve what he said, each time, to its use to improve the service
 */
async function recorded(improve?: boolean[]): Promise<{ sessionNo: string; fileId: string; at: number }> {
  const key = await world.dialled(accountId);
  const at = world.clock.now();
  const { fileId } = await storeFile(world, {
    accountId,
    kind: 'recording',
    name: 'message.wav',
    content: once(wav()),
  });
  const use = `message:${key.sessionNo}`;
  await inTransaction(world.sql, (tx) => useFile(tx, { accountId, fileId, kind: 'recording', use }));
  const ended = { startedAt: at, answeredAt: at, endedAt: at, talkMs: 1000, playsCompleted: 1 };
  await world.settler.settle({
    ...key,
    from: 'dialling',
    cause: { kind: 'answered' },
    call: {
      ...ended,
      ...{ callId: 'c', trunkId: 'trunk-1', showNumber: '+862151860001', digits: '1', endedBy: 'us' },
      media: undefined,
      flowSealed: world.vault.seal(
        packFlow(OUTCOME(fileId), new Map([[fileId, fileId]])),
        flowContext(key.sessionNo),
      ),
      consents: [
        { node: 'ask', kind: 'recording', given: true, key: '1', at },
        { node: 'again', kind: 'recording', given: false, key: '', at },
        ...(improve === undefined
          ? []
          : improve.map((given, nth) => ({
              ...{ node: 'ask', kind: 'improvement' as const, given, key: given ? '1' : '', at: at + nth },
            }))),
      ],
    },
  });
  return { sessionNo: key.sessionNo, fileId, at };
}

const OUTCOME = (file: string): FlowOutcome => ({
  ...{ visits: [], collected: [], consents: [], transfers: [], lines: [], refused: false, completed: true },
  recordings: [{ node: 'ask', file, ms: 1000 }],
});

const fileNames = async () =>
  (await readdir(world.filesFolder, { recursive: true, withFileTypes: true })).map(({ name }) => name);

/** A session of whoever the message was for. */
async function calleeOfMessage(sessionNo: string): Promise<string> {
  const [row] = await world.sql<{ calleeKey: Buffer }[]>`
    SELECT callee_key AS "calleeKey" FROM messages WHERE session_no = ${sessionNo}`;
  const token = `token-${sessionNo}`;
  const callee = { calleeKey: row?.calleeKey ?? Buffer.of(), calleeMask: '+86138****0000', number: '+86' };
  const at = new Date(world.clock.now());
  await inTransaction(world.sql, (tx) =>
    openCalleeSession(tx, world.vault, { ...callee, sessionId: world.newId(), token, at }),
  );
  return token;
}

test('4.3.9 each answer to the question is kept with message, key, time and flow, and is seen by its account alone', async () => {
  const { sessionNo, at } = await recorded();
  const asked = { SessionNo: sessionNo };
  const { Data, Total } = await desk.ListUVMSConsents(member(accountId), asked);
  expect(Total).toBe(2);
  expect(Data).toMatchObject([
    { SessionNo: sessionNo, Node: 'again', Given: false, Key: '' },
    { SessionNo: sessionNo, Node: 'ask', Given: true, Key: '1', Time: at, FlowVersion: 0, RevokeTime: 0 },
  ]);
  const other = await world.account({ cash: 1_000_000n });
  expect((await desk.ListUVMSConsents(member(other), asked)).Total).toBe(0);
  await expect(desk.RevokeUVMSConsent(member(other), asked)).rejects.toMatchObject({
    name: 'CONSENT_UNKNOWN',
  });
});

test('4.3.9 taken back by the customer, the recording is gone and the proof stays', async () => {
  const { sessionNo, fileId } = await recorded();
  expect(await fileNames()).toContain(fileId);
  await desk.RevokeUVMSConsent(member(accountId), { SessionNo: sessionNo });
  expect(await fileNames()).not.toContain(fileId);
  const { Data } = await desk.ListUVMSConsents(member(accountId), { SessionNo: sessionNo });
  expect(Data.find(({ Given }) => Given)).toMatchObject({ Key: '1', RevokedBy: 'customer' });
  const twice = desk.RevokeUVMSConsent(member(accountId), { SessionNo: sessionNo });
  await expect(twice).rejects.toMatchObject({ name: 'CONSENT_UNKNOWN' });
});

test('4.3.9 the callee sees that a call was recorded, and takes it back himself', async () => {
  const { sessionNo, fileId } = await recorded();
  const CalleeToken = await calleeOfMessage(sessionNo);
  const seen = async () => (await portal.ListUVMSCalleeCalls(stranger(), { CalleeToken })).Data;
  expect(await seen()).toMatchObject([{ SessionNo: sessionNo, Recorded: true }]);
  await portal.RevokeUVMSCalleeConsent(stranger(), { CalleeToken, SessionNo: sessionNo });
  expect(await seen()).toMatchObject([{ Recorded: false }]);
  expect(await fileNames()).not.toContain(fileId);
  const foreign = { CalleeToken, SessionNo: (await recorded()).sessionNo };
  await expect(portal.RevokeUVMSCalleeConsent(stranger(), foreign)).rejects.toMatchObject({
    name: 'CALLEE_CALL_UNKNOWN',
  });
});

/** What whoever improves the service has of a message: its list, and the recording itself. */
async function reach({ sessionNo }: { sessionNo: string }) {
  const { Data } = await desk.ListUVMSImprovementRecordings(operator(), { AccountId: accountId });
  const heard = await desk
    .HearUVMSImprovementRecording(operator(), { AccountId: accountId, SessionNo: sessionNo, Node: 'ask' })
    .then(({ name }) => name)
    .catch((error: Error) => error.name);
  return { listed: Data.filter(({ SessionNo }) => SessionNo === sessionNo), heard };
}

const OUT_OF_REACH = { listed: [], heard: 'IMPROVEMENT_NOT_CONSENTED' };

test('4.3.9 a recording is out of reach of improving the service without a yes to that of its own', async () => {
  expect(await reach(await recorded())).toEqual(OUT_OF_REACH);
  expect(await reach(await recorded([false]))).toEqual(OUT_OF_REACH);
  // Whoever is asked twice and says no once has said no.
  expect(await reach(await recorded([true, false]))).toEqual(OUT_OF_REACH);
  const { listed, heard } = await reach(await recorded([true]));
  expect(listed).toMatchObject([{ Node: 'ask', Key: '1' }]);
  expect(heard).toBe('message.wav');
});

test.each(['customer', 'callee'] as const)(
  '4.3.9 taken back by the %s, the use to improve the service ends, and the recording stays for what it was made for',
  async (by) => {
    const call = await recorded([true]);
    const asked = { SessionNo: call.sessionNo, Kind: 'improvement' } as const;
    const CalleeToken = await calleeOfMessage(call.sessionNo);
    const seen = async () => (await portal.ListUVMSCalleeCalls(stranger(), { CalleeToken })).Data;
    expect(await seen()).toMatchObject([{ Recorded: true, Improves: true }]);
    if (by === 'customer') await desk.RevokeUVMSConsent(member(accountId), asked);
    else await portal.RevokeUVMSCalleeConsent(stranger(), { CalleeToken, ...asked });
    expect(await seen()).toMatchObject([{ Recorded: true, Improves: false }]);
    expect(await reach(call)).toEqual(OUT_OF_REACH);
    expect(await fileNames()).toContain(call.fileId);
    const { Data } = await desk.ListUVMSConsents(member(accountId), asked);
    expect(Data).toMatchObject([{ Given: true, Key: '1', RevokedBy: by }]);
    await expect(desk.RevokeUVMSConsent(member(accountId), asked)).rejects.toMatchObject({
      name: 'CONSENT_UNKNOWN',
    });
  },
);

test('4.3.9 with the recording every use of it is taken back', async () => {
  const call = await recorded([true]);
  await desk.RevokeUVMSConsent(member(accountId), { SessionNo: call.sessionNo });
  expect(await reach(call)).toEqual(OUT_OF_REACH);
  const { Data } = await desk.ListUVMSConsents(member(accountId), { SessionNo: call.sessionNo });
  expect(Data.filter(({ Given, RevokedBy }) => Given && RevokedBy === '')).toEqual([]);
});

test('4.3.9 the staff’s way to materials leads to no recording', async () => {
  const { fileId: FileId } = await recorded([true]);
  const asked = { AccountId: accountId, FileId };
  await expect(reviews.DownloadUVMSReviewFile(operator(), asked)).rejects.toMatchObject({
    name: 'FILE_NOT_FOUND',
  });
});

test('rule: a process of a version before, which knows of one question and of messages alone, writes what it means', async () => {
  const { sessionNo } = await world.dialled(accountId);
  await world.sql`
    INSERT INTO consents (account_id, session_no, node, callee_key, flow_id, flow_version, given, key, at)
    VALUES (${accountId}, ${sessionNo}, 'ask', ${world.vault.key('+8613800000000')}, 'F', 1, true, '1', now())`;
  const { Data } = await desk.ListUVMSConsents(member(accountId), { SessionNo: sessionNo });
  expect(Data).toMatchObject([{ Kind: 'recording', Inbound: false, Given: true }]);
  await desk.RevokeUVMSConsent(member(accountId), { SessionNo: sessionNo });
});
