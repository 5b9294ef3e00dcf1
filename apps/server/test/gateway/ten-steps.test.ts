import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastLink, openApi, PASSWORD, registerOwner, type TestApi } from '../support/api.ts';
import { openPlatform, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { FACTS, ID_NUMBER } from '../support/qualify.ts';
import { png } from '../support/sample-files.ts';
import { openShop } from '../support/shop.ts';

/** The ten steps of a customer, over HTTP from the registration on, with the operator's staff on the other side. */

const ADMIN = 'admin@operator.example';
const REVIEWER = 'reviewer@operator.example';

let db: TestDatabase;
let api: TestApi;
let customer: { token: string };
/** Two of the staff: a capability needs them both. */
let staff: { token: string }[];

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  await openShop(db);
  api = await openApi(db, { ADMIN_EMAIL: ADMIN, PUBLIC_URL: '' });
  const admin = await acceptAndLogIn(ADMIN);
  await done('InviteOperator', { Email: REVIEWER, Roles: ['reviewer'] }, admin);
  staff = [admin, await acceptAndLogIn(REVIEWER)];
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

async function acceptAndLogIn(email: string): Promise<{ token: string }> {
  await done('AcceptInvitation', { Token: lastLink(await api.letters(email)), Password: PASSWORD });
  const { Token } = await done('OperatorLogin', { Email: email, Password: PASSWORD });
  return { token: Token };
}

/** A call that must succeed. */
async function done(
  action: string,
  parameters: Readonly<Record<string, unknown>> = {},
  who?: { token: string },
) {
  const answer = await api.call(action, parameters, who ?? {});
  expect(answer, `${action}: ${answer.Message}`).toMatchObject({ RetCode: 0 });
  return answer;
}
const mine = (action: string, parameters: Readonly<Record<string, unknown>> = {}) =>
  done(action, parameters, customer);

async function guide() {
  const answer = await mine('QueryUVMSServiceGuide');
  const steps = answer.Steps as { Step: string; State: string; Todo: string; Actions: string[] }[];
  const sends = answer.Sends as { Purpose: number; Refusals: { Rule: string; Reason: string }[] }[];
  return {
    next: answer.Next as string,
    canSend: answer.CanSend as boolean,
    states: Object.fromEntries(steps.map(({ Step, State }) => [Step, State])),
    /** Rules that refuse a code. */
    refusing: sends.find(({ Purpose }) => Purpose === 1)?.Refusals.map(({ Rule }) => Rule),
  };
}

/** Everything that waits is approved by as many of the staff as it takes. */
async function approveAll(): Promise<void> {
  for (const reviewer of staff) {
    const { Reviews } = await done('ListUVMSReviews', {}, reviewer);
    for (const { ReviewId, AccountId } of Reviews as { ReviewId: string; AccountId: string }[]) {
      await done('ClaimUVMSReview', { AccountId, ReviewId }, reviewer);
      await done('ApproveUVMSReview', { AccountId, ReviewId, Reason: 'in order' }, reviewer);
    }
  }
}

async function upload(): Promise<string> {
  const query = new URLSearchParams({ Action: 'UploadUVMSFile', Kind: 'material', Name: 'paper.png' });
  const response = await fetch(`${api.url}/?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${customer.token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(png()),
  });
  const answer = (await response.json()) as { RetCode: number; FileId: string };
  expect(answer.RetCode).toBe(0);
  return answer.FileId;
}

test('product: register, real name, agreement, enterprise, app, template, funds, send, receipts: each step is told, and after the last nothing refuses', async () => {
  customer = await registerOwner(api, 'owner@shop.example');
  const begun = await guide();
  expect(begun).toMatchObject({
    next: 'real-name',
    canSend: false,
    states: { register: 'done', send: 'to-do' },
  });
  expect(begun.refusing).toEqual(expect.arrayContaining(['agreement', 'enterprise', 'template']));

  await mine('SubmitRealName', {
    Holder: 'person',
    Name: FACTS.contactName,
    Number: ID_NUMBER,
    Phone: FACTS.contactPhone,
  });
  // What waits for a review is no step to take: the next one is told.
  expect(await guide()).toMatchObject({ next: 'agreement', states: { 'real-name': 'in-review' } });
  await approveAll();
  expect((await guide()).states['real-name']).toBe('done');

  const { Version, Hash } = await mine('QueryUVMSAgreement');
  await mine('AcceptUVMSAgreement', { Version, Hash });
  const accepted = await guide();
  expect(accepted).toMatchObject({ next: 'enterprise', states: { agreement: 'done' } });
  expect(accepted.refusing).not.toContain('agreement');

  await mine('UpdateUVMSEnterprise', {
    Name: FACTS.name,
    LicenceNumber: FACTS.licenceNumber,
    Industry: FACTS.industry,
    ContactName: FACTS.contactName,
    ContactPhone: FACTS.contactPhone,
    Address: FACTS.address,
    BusinessLicence: await upload(),
    CommitmentLetter: await upload(),
    ContactAuthorisation: await upload(),
  });
  await mine('SubmitUVMSEnterprise');
  await approveAll();
  const established = await guide();
  expect(established).toMatchObject({ next: 'template', states: { enterprise: 'done', app: 'to-do' } });
  expect(established.refusing).not.toContain('enterprise');

  const { AppId } = await mine('CreateUVMSApp', {
    Name: '小店',
    Kind: 'website',
    Identifier: '沪ICP备12345678号-1',
    OwnedByEnterprise: true,
    Proof: await upload(),
  });
  await mine('ApplyUVMSCapability', { Capability: 'verification-code', Purpose: '登录验证，每天约一千条' });
  await approveAll();
  expect((await guide()).states.app).toBe('done');

  const { TemplateId } = await mine('CreateUVMSTemplate', {
    Name: '登录验证码',
    Scene: '用户登录',
    AppId,
    Purpose: 1,
    Content: '您的验证码是{1}，五分钟内有效，请勿告诉他人。',
    AllDay: true,
  });
  expect(await guide()).toMatchObject({ next: 'funds', states: { template: 'in-review' } });
  await approveAll();
  const worded = await guide();
  expect(worded).toMatchObject({ canSend: false, states: { template: 'done' } });
  expect(worded.refusing).toEqual(['funds']);

  const topUp = await mine('TopUp', { Amount: '1000', Provider: 'sandbox' });
  const { PayUrl } = topUp.Payment as { PayUrl: string };
  await fetch(PayUrl, { method: 'POST', body: new URLSearchParams({ do: 'pay' }) });
  await mine('BuyUVMSPackage', {
    Purpose: 1,
    GroupType: 1,
    Quantity: 10_000,
    Agree: true,
    Provider: 'balance',
  });
  expect(await guide()).toMatchObject({
    next: 'send',
    canSend: true,
    refusing: [],
    states: { funds: 'done' },
  });

  const send = { CalledNumber: '+8613800000200', TemplateId, TemplateParams: ['A3F9'] };
  const { SessionNo } = await mine('SendUVMSMessage', send);
  expect(await mine('GetUVMSMessage', { SessionNo })).toMatchObject({
    State: 'queued',
    Reserved: { Source: 'package', Count: 1 },
  });
  await mine('UpdateUVMSAppStatus', { AppId, Enabled: false });
  expect((await guide()).refusing).toEqual(['app']);
  expect(
    await api.call('SendUVMSMessage', { ...send, CalledNumber: '+8613800010200' }, customer),
  ).toMatchObject({
    RetCode: 18_180,
  });
  await mine('UpdateUVMSAppStatus', { AppId, Enabled: true });
  await mine('UpdateUVMSReceiptUrl', { Url: 'https://shop.example/receipts' });
  expect(await guide()).toMatchObject({
    next: '',
    states: { send: 'done', receipts: 'done', number: 'to-do' },
  });
});

test('product: what the guide names to be called are Actions', async () => {
  const { Steps } = await mine('QueryUVMSServiceGuide');
  for (const { Actions } of Steps as { Actions: string[] }[]) {
    for (const action of Actions) {
      expect((await api.call(action, {}, customer)).RetCode, action).not.toBe(161);
    }
  }
});
