import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ApiAnswer,
  addMember,
  callSigned,
  openApi,
  PASSWORD,
  registerOwner,
  type TestApi,
} from '../support/api.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
/** Two nodes on one database. */
let api: TestApi;
let other: TestApi;
let owner: Awaited<ReturnType<typeof registerOwner>>;

beforeAll(async () => {
  db = await openTestDatabase();
  api = await openApi(db);
  other = await openApi(db);
  owner = await registerOwner(api, 'owner@example.com');
});
afterAll(async () => {
  await api.stop();
  await other.stop();
  await db.drop();
});

interface Pair {
  publicKey: string;
  privateKey: string;
}
const pairOf = ({ PublicKey, PrivateKey }: ApiAnswer): Pair => ({
  publicKey: PublicKey,
  privateKey: PrivateKey,
});
const create = async (by: { token: string }, parameters = {}) =>
  pairOf(await api.call('CreateAccessKey', parameters, by));
const listed = async (by: { token: string }, publicKey: string) =>
  (await api.call('ListAccessKeys', {}, by)).Keys.find(
    ({ PublicKey }: { PublicKey: string }) => PublicKey === publicKey,
  );
const onBoth = async (pair: Pair, ip?: string) => {
  const presenting = ip === undefined ? {} : { ip };
  const answers = [
    await callSigned(api, pair, 'QueryUVMSTemplate', {}, presenting),
    await callSigned(other, pair, 'QueryUVMSTemplate', {}, presenting),
  ];
  return answers.map(({ RetCode }) => RetCode);
};
const aSecond = () => db.clock.advance(1000);

describe('API keys', () => {
  test('1.6 a pair signs as its member, in its role; the private half is shown once and is not in the database', async () => {
    const dev = await addMember(api, owner, 'dev@example.com', { Role: 'developer' });
    const pair = await create(dev, { Note: 'ci' });
    expect((await callSigned(api, pair, 'QueryUVMSTemplate')).RetCode).toBe(0);
    expect((await callSigned(api, pair, 'GetBalance')).RetCode).toBe(299);
    expect(JSON.stringify(await api.call('ListAccessKeys', {}, dev))).not.toContain(pair.privateKey);
    const [row] = await db.sql`SELECT string_agg(k::text, '') AS text FROM api_keys k`;
    expect(row?.text).not.toContain(pair.privateKey);
    expect(row?.text).not.toContain(Buffer.from(pair.privateKey).toString('hex'));
    await api.call('UpdateMember', { MemberId: dev.memberId, Status: 'disabled' }, owner);
    aSecond();
    expect(await onBoth(pair)).toEqual([172, 172]);
    await api.call('RemoveMember', { MemberId: dev.memberId }, owner);
    expect(await listed(owner, pair.publicKey)).toBeUndefined();
  });

  test('1.6 a key may be disabled and enabled; both count on every node within a second', async () => {
    const pair = await create(owner);
    expect(await onBoth(pair)).toEqual([0, 0]);
    const update = (Status: string) =>
      api.call('UpdateAccessKey', { AccessKey: pair.publicKey, Status }, owner);
    expect((await update('disabled')).RetCode).toBe(0);
    aSecond();
    expect(await onBoth(pair)).toEqual([172, 172]);
    await update('active');
    aSecond();
    expect(await onBoth(pair)).toEqual([0, 0]);
    await api.call('DeleteAccessKey', { AccessKey: pair.publicKey }, owner);
    aSecond();
    expect(await onBoth(pair)).toEqual([172, 172]);
  });

  test('1.6 a reset ends the old signature and every session of the member, and of nobody else', async () => {
    const dev = await addMember(api, owner, 'dev2@example.com', { Role: 'developer' });
    const pair = await create(dev);
    expect(await onBoth(pair)).toEqual([0, 0]);
    const fresh = pairOf(await api.call('ResetAccessKey', { AccessKey: pair.publicKey }, dev));
    expect(fresh.publicKey).toBe(pair.publicKey);
    aSecond();
    expect(await onBoth(pair)).toEqual([171, 171]);
    expect(await onBoth(fresh)).toEqual([0, 0]);
    expect((await api.call('GetMe', {}, dev)).RetCode).toBe(174);
    expect((await api.call('GetMe', {}, owner)).RetCode).toBe(0);
    expect((await api.call('Login', { Email: dev.email, Password: PASSWORD })).RetCode).toBe(0);
  });

  test('4.2.3 a key that is reported as leaked stops within a second on every node, and the operator has a case', async () => {
    const pair = await create(owner);
    expect(await onBoth(pair)).toEqual([0, 0]);
    const report = { AccessKey: pair.publicKey, Description: '提交到了公开仓库' };
    const { RetCode, CaseId } = await api.call('ReportLeakedAccessKey', report, owner);
    expect(RetCode).toBe(0);
    aSecond();
    expect(await onBoth(pair)).toEqual([172, 172]);
    const [review] = await db.sql`SELECT kind, state, title FROM reviews WHERE review_id = ${CaseId}`;
    expect(review).toMatchObject({ kind: 'key-leak', state: 'open' });
    expect(review?.title).not.toContain(pair.publicKey);
    const enable = { AccessKey: pair.publicKey, Status: 'active' };
    expect((await api.call('UpdateAccessKey', enable, owner)).RetCode).toBe(18120);
    expect((await api.call('ReportLeakedAccessKey', report, owner)).RetCode).toBe(18120);
    expect(await listed(owner, pair.publicKey)).toMatchObject({ Leaked: true, Status: 'disabled' });

    const fresh = pairOf(await api.call('ResetAccessKey', { AccessKey: pair.publicKey }, owner));
    owner.token = (await api.call('Login', { Email: owner.email, Password: PASSWORD })).Token;
    aSecond();
    expect(await onBoth(fresh)).toEqual([0, 0]);
    // It can leak again while the first case is open.
    db.clock.advance(1);
    expect((await api.call('ReportLeakedAccessKey', report, owner)).RetCode).toBe(0);
  });

  test('4.2.3 who manages their own keys reaches no other member’s, and cannot borrow more rights by them', async () => {
    const dev = await addMember(api, owner, 'dev3@example.com', { Role: 'developer' });
    const { publicKey: PublicKey } = await create(owner);
    for (const action of ['ResetAccessKey', 'DeleteAccessKey', 'UpdateAccessKey', 'ReportLeakedAccessKey']) {
      expect((await api.call(action, { AccessKey: PublicKey }, dev)).RetCode, action).toBe(18119);
    }
    expect(await listed(dev, PublicKey)).toBeUndefined();
    const own = await create(dev);
    expect(await listed(owner, own.publicKey)).toMatchObject({ MemberId: dev.memberId });
    expect((await api.call('DeleteAccessKey', { AccessKey: own.publicKey }, owner)).RetCode).toBe(0);
  });

  test('product: a member has ten keys at most, however many are asked for at once', async () => {
    const dev = await addMember(api, owner, 'dev4@example.com', { Role: 'developer' });
    const answers = await Promise.all(Array.from({ length: 14 }, () => api.call('CreateAccessKey', {}, dev)));
    expect(answers.filter(({ RetCode }) => RetCode === 0)).toHaveLength(10);
    expect(answers.filter(({ RetCode }) => RetCode === 18118)).toHaveLength(4);
  });

  test('1.6 when a key was last used is written now and then, not with a signature that is wrong', async () => {
    const pair = await create(owner);
    await callSigned(api, { ...pair, privateKey: 'wrong' }, 'QueryUVMSTemplate');
    db.clock.advance(5000);
    expect(await listed(owner, pair.publicKey)).toMatchObject({ LastUseTime: 0 });
    const at = db.clock.now();
    await callSigned(api, pair, 'QueryUVMSTemplate');
    db.clock.advance(5000);
    await expect.poll(async () => (await listed(owner, pair.publicKey)).LastUseTime).toBe(at);
  });
});

describe('where calls may come from', () => {
  test('api: 294 for a key from an address that its own list or its account’s lacks', async () => {
    const pair = await create(owner, { AllowedIps: ['203.0.113.0/24', '2001:db8::/32'] });
    expect(await onBoth(pair, '203.0.113.9')).toEqual([0, 0]);
    expect(await onBoth(pair, '2001:db8::9')).toEqual([0, 0]);
    expect(await onBoth(pair, '198.51.100.9')).toEqual([294, 294]);
    const settings = (parameters: object) => api.call('UpdateSecuritySettings', { ...parameters }, owner);
    expect((await settings({ ApiIps: ['203.0.113.9'] })).RetCode).toBe(0);
    aSecond();
    expect(await onBoth(pair, '203.0.113.9')).toEqual([0, 0]);
    expect(await onBoth(pair, '203.0.113.10')).toEqual([294, 294]);
    // The console has a list of its own.
    expect((await api.call('GetMe', {}, { ...owner, ip: '198.51.100.9' })).RetCode).toBe(0);
    expect((await settings({ ApiIps: ['any'] })).RetCode).toBe(0);
    await api.call('UpdateAccessKey', { AccessKey: pair.publicKey, AllowedIps: ['any'] }, owner);
    aSecond();
    expect(await onBoth(pair, '198.51.100.9')).toEqual([0, 0]);
    const bad = await settings({ ApiIps: ['203.0.113.9', 'everyone'] });
    expect(bad.RetCode).toBe(18121);
    expect(bad.Message).toContain('everyone');
  });

  test('api: 294 for a member from elsewhere, at the log-in and in a session; nobody locks themselves out', async () => {
    const mine = { ...owner, ip: '203.0.113.7' };
    const set = (ConsoleIps: string[]) => api.call('UpdateSecuritySettings', { ConsoleIps }, mine);
    expect((await set(['198.51.100.0/24'])).RetCode).toBe(18122);
    expect((await set(['203.0.113.0/24'])).RetCode).toBe(0);
    aSecond();
    expect((await api.call('GetMe', {}, mine)).RetCode).toBe(0);
    const away = { ip: '198.51.100.9' };
    expect((await api.call('GetMe', {}, { ...mine, ...away })).RetCode).toBe(294);
    const credentials = { Email: owner.email, Password: PASSWORD };
    expect((await api.call('Login', credentials, away)).RetCode).toBe(294);
    expect((await api.call('Login', credentials, mine)).RetCode).toBe(0);
    expect((await set(['any'])).RetCode).toBe(0);
  });

  test('api: an account that has switched SHA-1 off takes no key pair, and still none with a wrong signature', async () => {
    const pair = await create(owner);
    await api.call('UpdateSecuritySettings', { KeyPairs: false }, owner);
    aSecond();
    expect(await onBoth(pair)).toEqual([18123, 18123]);
    expect(await onBoth({ ...pair, privateKey: 'wrong' })).toEqual([171, 171]);
    expect((await api.call('GetMe', {}, owner)).RetCode).toBe(0);
    await api.call('UpdateSecuritySettings', { KeyPairs: true }, owner);
    aSecond();
    expect(await onBoth(pair)).toEqual([0, 0]);
  });
});
