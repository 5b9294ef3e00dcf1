import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject } from '../../src/modules/accounts/index.ts';
import { addMember, callSigned, giveOwner, openApi, type TestApi } from '../support/api.ts';
import {
  CODE_TEMPLATE,
  openAccount,
  openPlatform,
  openTestDatabase,
  type TestDatabase,
} from '../support/database.ts';

let db: TestDatabase;
let api: TestApi;
let owner: { token: string };
let scoped: { token: string };
const OWN = 'a-project';
const OTHER = 'a-other';

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  await openAccount(db, 'a', { codes: 100n });
  await createProject(db.sql, { accountId: 'a', projectId: OTHER, name: 'other' });
  api = await openApi(db);
  owner = await giveOwner(db, api, 'a');
  scoped = await addMember(api, owner, 'dev@a.example', { Role: 'developer', ProjectIds: [OWN] });
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

let numbers = 0;
const send = (by: { token: string }, ProjectId?: string) =>
  api.call(
    'SendUVMSMessage',
    {
      CalledNumber: `+8613800001${String(numbers++).padStart(3, '0')}`,
      TemplateId: CODE_TEMPLATE,
      TemplateParams: ['A3F9'],
      ...(ProjectId === undefined ? {} : { ProjectId }),
    },
    by,
  );
const records = async (by: { token: string }, parameters = {}): Promise<string[]> => {
  const answer = await api.call('GetUVMSSendRecord', { NumPerPage: 100, ...parameters }, by);
  return answer.Data.map(({ TaskNo }: { TaskNo: string }) => TaskNo);
};

test('1.3 who may use some projects names one of them to send, and sees its messages alone', async () => {
  expect((await send(scoped)).RetCode).toBe(18126);
  expect((await send(scoped, OTHER)).RetCode).toBe(292);
  const own = await send(scoped, OWN);
  const other = await send(owner, OTHER);
  const none = await send(owner);
  for (const { RetCode } of [own, other, none]) expect(RetCode).toBe(0);

  expect(await records(scoped)).toEqual([own.SessionNo]);
  expect(await records(scoped, { ProjectId: OWN })).toEqual([own.SessionNo]);
  expect((await api.call('GetUVMSSendRecord', { ProjectId: OTHER }, scoped)).RetCode).toBe(292);
  expect((await records(owner)).sort()).toEqual([own, other, none].map(({ SessionNo }) => SessionNo).sort());
  for (const action of ['GetUVMSMessage', 'GetUVMSReceipt']) {
    const ask = (SessionNo: string) => api.call(action, { SessionNo }, scoped);
    expect((await ask(own.SessionNo)).RetCode, action).toBe(0);
    for (const message of [other, none]) {
      const hidden = await ask(message.SessionNo);
      const unknown = await ask('01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b');
      expect(hidden.RetCode, action).toBe(unknown.RetCode);
    }
  }
});

test('1.3 a key has the scope of its member; what holds for the whole account is not for somebody with some projects', async () => {
  const { PublicKey, PrivateKey } = await api.call('CreateAccessKey', {}, scoped);
  const pair = { publicKey: PublicKey, privateKey: PrivateKey };
  const message = { CalledNumber: '+8613800002000', TemplateId: CODE_TEMPLATE, 'TemplateParams.0': 'A3F9' };
  expect((await callSigned(api, pair, 'SendUVMSMessage', message)).RetCode).toBe(18126);
  const named = { ...message, ProjectId: OWN };
  expect((await callSigned(api, pair, 'SendUVMSMessage', named)).RetCode).toBe(0);
  const url = { Url: 'https://example.com/' };
  expect((await callSigned(api, pair, 'UpdateUVMSReceiptUrl', url)).RetCode).toBe(299);
});
