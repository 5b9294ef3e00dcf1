import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeFile } from '../../../src/flow/files/store-file.ts';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { privacyHandlers } from '../../../src/gateway/handlers/privacy.ts';
import { openCalleeSession } from '../../../src/modules/callees/index.ts';
import { useFile } from '../../../src/modules/files/index.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, stranger } from '../../support/callers.ts';
import { wav } from '../../support/sample-files.ts';
import { once, openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

let world: TaskWorld;
let desk: ReturnType<typeof privacyHandlers>;
let portal: ReturnType<typeof calleeHandlers>;
let accountId: string;

beforeAll(async () => {
  world = await openTaskWorld();
  const deps = { ...world, operatorName: 'Herald' } as unknown as HandlerDeps;
  desk = privacyHandlers(deps);
  portal = calleeHandlers(deps);
  accountId = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());

/** A call that was answered, in which the callee was asked twice, and its recording. */
async function recorded(): Promise<{ sessionNo: string; fileId: string; at: number }> {
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
      consents: [
        { node: 'ask', given: true, key: '1', at },
        { node: 'again', given: false, key: '', at },
      ],
    },
  });
  return { sessionNo: key.sessionNo, fileId, at };
}

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
