import { CAPABILITIES } from '@herald/contract';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFile } from '../../../src/flow/files/read-file.ts';
import { sweepFiles } from '../../../src/flow/files/sweep-files.ts';
import { revokeCapability, withdrawCapability } from '../../../src/flow/qualification/apply-capability.ts';
import { exportRealNameFile } from '../../../src/flow/qualification/export-real-name-file.ts';
import {
  removeApp,
  reportAppLeak,
  resetAppSecret,
  setAppEnabled,
  submitApp,
  withdrawApp,
} from '../../../src/flow/qualification/manage-app.ts';
import {
  revokeEnterprise,
  submitEnterprise,
  updateEnterprise,
  withdrawEnterprise,
} from '../../../src/flow/qualification/qualify-enterprise.ts';
import { submitRealName, withdrawRealName } from '../../../src/flow/qualification/qualify-real-name.ts';
import { letterText, sampleLetter } from '../../../src/flow/qualification/sample-letter.ts';
import { reviewAppliers } from '../../../src/flow/reviews/review-appliers.ts';
import { viewReview } from '../../../src/flow/reviews/view-review.ts';
import { listCapabilities, readAccounts } from '../../../src/modules/accounts/index.ts';
import {
  findAppCredential,
  findEnterprise,
  findRealName,
  listApps,
  listMaterials,
  readHistory,
} from '../../../src/modules/qualification/index.ts';
import { openTestFiles } from '../../support/files.ts';
import { FACTS, ID_NUMBER, LICENCES, qualifyDesk, rejected } from '../../support/qualify.ts';
import { collect } from '../../support/sample-files.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let deps: World & { files: typeof disk.files };
let desk: ReturnType<typeof qualifyDesk>;
let accountId: string;
let accounts = 0;

beforeAll(async () => {
  world = await openWorld();
  disk = await openTestFiles();
  deps = { ...world, files: disk.files };
  desk = qualifyDesk(deps);
});
beforeEach(() => {
  accountId = `q${accounts++}`;
});
afterAll(async () => {
  await world.close();
  await disk.drop();
});

const acting = () => desk.acting(accountId);
const enterprise = () => findEnterprise(world.sql, world.vault, accountId);
const maySend = async () => (await readAccounts(world.sql, [accountId]))[0]?.enterpriseApproved;
const verdicts = async () =>
  Object.fromEntries(
    (await listMaterials(world.sql, accountId)).map(({ material, verdict }) => [material, verdict]),
  );

describe('4.3.3 real name', () => {
  test('4.3.3 is submitted, reviewed, and rejected with a reason; then it may be corrected', async () => {
    await desk.account(accountId);
    await desk.realName(accountId);
    expect(await desk.openReviews(accountId)).toEqual(['real-name']);
    await expect(desk.realName(accountId)).rejects.toMatchObject({ name: 'QUALIFICATION_STATE' });
    await desk.decide(accountId, 'real-name', rejected('证件照片不清'));
    const found = await findRealName(world.sql, world.vault, accountId);
    expect(found).toMatchObject({ state: 'rejected', reason: '证件照片不清', number: ID_NUMBER });
    await desk.realName(accountId);
    await desk.decide(accountId, 'real-name', { approved: true, reason: '' });
    expect((await findRealName(world.sql, world.vault, accountId))?.state).toBe('approved');
    await expect(desk.realName(accountId)).rejects.toMatchObject({ name: 'QUALIFICATION_STATE' });
    const history = await readHistory(world.sql, accountId, 'real-name');
    expect(history.map(({ what, by }) => `${by} ${what}`)).toEqual([
      'operator approved',
      'member submitted',
      'operator rejected',
      'member submitted',
    ]);
  });

  test('4.3.3 taken back, it is off the desk', async () => {
    await desk.account(accountId);
    await expect(withdrawRealName(deps, acting())).rejects.toMatchObject({ name: 'QUALIFICATION_STATE' });
    await desk.realName(accountId);
    await withdrawRealName(deps, acting());
    expect(await desk.openReviews(accountId)).toEqual([]);
    await desk.realName(accountId);
  });

  test('4.3.3 a wrong check digit is told before anybody reviews it', async () => {
    await desk.account(accountId);
    const given = {
      holder: 'person',
      name: '张三',
      number: '110105194912310021',
      phone: '+8613800000200',
    } as const;
    await expect(submitRealName(deps, acting(), given)).rejects.toMatchObject({
      name: 'FIELD_INVALID',
      details: { name: 'Number' },
    });
    expect(await desk.openReviews(accountId)).toEqual([]);
  });

  test('4.3.1 nobody reads name or number in the database; the same holder in another account is noticed', async () => {
    await desk.account(accountId);
    await desk.account(`${accountId}-b`);
    await desk.realName(accountId, '11010119900307109X');
    await desk.realName(`${accountId}-b`, '11010119900307109X');
    const [row] = await world.sql<{ row: string }[]>`
      SELECT r::text AS row FROM real_names r WHERE account_id = ${accountId}`;
    for (const secret of ['张三丰', '11010119900307109X', '13800000200']) {
      expect(row?.row).not.toContain(secret);
      expect(row?.row).not.toContain(Buffer.from(secret).toString('hex'));
    }
    const [review] = await world.sql<{ findings: { code: string }[] }[]>`
      SELECT findings FROM reviews WHERE account_id = ${`${accountId}-b`} AND state = 'open'`;
    expect(review?.findings.map(({ code }) => code)).toEqual(['real-name.same-holder']);
  });
});

describe('4.1.2 enterprise', () => {
  test('4.1.2 step by step: a draft may be partial, what is submitted may not', async () => {
    await desk.account(accountId);
    await updateEnterprise(deps, acting(), { facts: { name: FACTS.name }, materials: {} });
    await expect(submitEnterprise(deps, acting())).rejects.toMatchObject({ name: 'REAL_NAME_REQUIRED' });
    await desk.realName(accountId);
    await desk.decide(accountId, 'real-name', { approved: true, reason: '' });
    await expect(submitEnterprise(deps, acting())).rejects.toMatchObject({
      name: 'ENTERPRISE_INCOMPLETE',
      details: { missing: expect.stringContaining('LicenceNumber, Industry') },
    });
    await updateEnterprise(deps, acting(), { facts: FACTS, materials: await desk.materials(accountId) });
    expect(await maySend()).toBe(false);
    await submitEnterprise(deps, acting());
    expect((await enterprise())?.state).toBe('in-review');
    await desk.decide(accountId, 'enterprise', { approved: true, reason: '' });
    expect(await maySend()).toBe(true);
    expect(Object.values(await verdicts())).toEqual(['passed', 'passed', 'passed']);
  });

  test('4.1.2 it is edited as draft or rejected only', async () => {
    await desk.submitted(accountId);
    const change = { facts: { industry: '零售' }, materials: {} };
    await expect(updateEnterprise(deps, acting(), change)).rejects.toMatchObject({
      name: 'QUALIFICATION_STATE',
    });
    await withdrawEnterprise(deps, acting());
    await updateEnterprise(deps, acting(), change);
    await submitEnterprise(deps, acting());
    await desk.decide(accountId, 'enterprise', rejected('执照过期', { 'business-licence': '已过期' }));
    await updateEnterprise(deps, acting(), change);
    await submitEnterprise(deps, acting());
    await desk.decide(accountId, 'enterprise', { approved: true, reason: '' });
    await expect(updateEnterprise(deps, acting(), change)).rejects.toMatchObject({
      details: expect.objectContaining({ stateEn: 'approved', allowedEn: 'draft, rejected' }),
    });
  });

  test('4.1.2 resubmitted, what passed keeps its result, and only the rest is judged', async () => {
    await desk.submitted(accountId);
    await desk.decide(accountId, 'enterprise', rejected('承诺函未盖章', { 'commitment-letter': '未盖章' }));
    expect(await verdicts()).toEqual({
      'business-licence': 'passed',
      'commitment-letter': 'failed',
      'contact-authorisation': 'passed',
    });
    expect(
      (await listMaterials(world.sql, accountId)).find(({ verdict }) => verdict === 'failed')?.reason,
    ).toBe('未盖章');
    const fileId = await desk.material(accountId);
    await updateEnterprise(deps, acting(), { facts: {}, materials: { 'commitment-letter': fileId } });
    await submitEnterprise(deps, acting());
    const again = rejected('仍不合格', { 'business-licence': '不在本次审核中' });
    await expect(desk.decide(accountId, 'enterprise', again)).rejects.toMatchObject({
      name: 'REVIEW_PARTS_INVALID',
    });
    await desk.decide(accountId, 'enterprise', { approved: true, reason: '' });
    expect(Object.values(await verdicts())).toEqual(['passed', 'passed', 'passed']);
  });

  test('4.1.1 what was decided is shown as it was decided, with its files, whatever it is now', async () => {
    await desk.submitted(accountId);
    const [review] = await world.sql<{ reviewId: string }[]>`
      SELECT review_id AS "reviewId" FROM reviews WHERE account_id = ${accountId} AND kind = 'enterprise'`;
    const key = { accountId, reviewId: review?.reviewId ?? '' };
    const reviewer = { operatorId: 'rev-9', identityId: 'rev-9' };
    const seen = () => viewReview({ ...deps, reviewed: reviewAppliers(deps) }, reviewer, key);
    const before = (await seen()).subject;
    await desk.decide(accountId, 'enterprise', rejected('承诺函未盖章', { 'commitment-letter': '未盖章' }));
    const materials = { 'commitment-letter': await desk.material(accountId, 9) };
    await updateEnterprise(deps, acting(), { facts: { name: '另一家科技有限公司' }, materials });
    world.clock.advance(25 * 3_600_000);
    await sweepFiles(deps);
    const { subject } = await seen();
    expect(subject).toEqual(before);
    for (const { fileId = '' } of subject.parts) await readFile(deps, { accountId, fileId });
    const [row] = await world.sql<{ row: string }[]>`
      SELECT r::text AS row FROM reviews r WHERE review_id = ${key.reviewId}`;
    expect(row?.row).not.toContain(Buffer.from('13800000200').toString('hex'));
  });

  test('4.1.2 what passed is judged anew where it speaks of facts that have changed since', async () => {
    await desk.submitted(accountId);
    await desk.decide(accountId, 'enterprise', rejected('承诺函未盖章', { 'commitment-letter': '未盖章' }));
    const change = (facts: object) => updateEnterprise(deps, acting(), { facts, materials: {} });
    const passed = async () =>
      Object.entries(await verdicts()).flatMap(([material, verdict]) =>
        verdict === 'passed' ? [material] : [],
      );
    await change({ ...FACTS, address: '上海市杨浦区 2 号' });
    expect(await passed()).toEqual(['business-licence', 'contact-authorisation']);
    await change({ contactName: '李四' });
    expect(await passed()).toEqual(['business-licence']);
    await change({ name: '另一家科技有限公司', licenceNumber: LICENCES[1] });
    expect(await passed()).toEqual([]);
  });

  test('4.1.2 its files are kept while it refers to them, and one that was replaced is let go of', async () => {
    await desk.submitted(accountId);
    await withdrawEnterprise(deps, acting());
    const [before] = await listMaterials(world.sql, accountId);
    const fileId = await desk.material(accountId);
    await updateEnterprise(deps, acting(), { facts: {}, materials: { [before?.material ?? '']: fileId } });
    await world.clock.advance(25 * 3_600_000);
    await sweepFiles(deps);
    await readFile(deps, { accountId, fileId });
    await expect(readFile(deps, { accountId, fileId: before?.fileId ?? '' })).rejects.toMatchObject({
      name: 'FILE_NOT_FOUND',
    });
  });

  test('4.3.1 another account’s file is no material', async () => {
    await desk.account(accountId);
    await desk.account(`${accountId}-b`);
    const foreign = await desk.material(`${accountId}-b`);
    const change = { facts: FACTS, materials: { 'business-licence': foreign } };
    await expect(updateEnterprise(deps, acting(), change)).rejects.toMatchObject({ name: 'FILE_NOT_FOUND' });
    expect(await enterprise()).toBeUndefined();
  });

  test('4.3.3 revoked, the account stops sending at once, is told why, and may correct it', async () => {
    await desk.approved(accountId);
    const operator = { accountId, by: 'op-1' };
    await revokeEnterprise(deps, operator, '营业执照已注销');
    expect(await maySend()).toBe(false);
    expect(await enterprise()).toMatchObject({ state: 'rejected', reason: '营业执照已注销' });
    expect(Object.values(await verdicts())).toEqual(['pending', 'pending', 'pending']); // none is believed any more
    const notices =
      await world.sql`SELECT 1 FROM notices WHERE account_id = ${accountId} AND kind = 'qualification.revoked'`;
    expect(notices).toHaveLength(1);
    await expect(revokeEnterprise(deps, operator, '再次')).rejects.toMatchObject({
      name: 'QUALIFICATION_STATE',
    });
    await submitEnterprise(deps, acting());
  });

  test('4.1.2 of a withdrawal and a decision that come at once, one counts', async () => {
    await desk.submitted(accountId);
    const outcomes = await Promise.allSettled([
      withdrawEnterprise(deps, acting()),
      desk.decide(accountId, 'enterprise', { approved: true, reason: '' }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const state = (await enterprise())?.state;
    expect(await maySend()).toBe(state === 'approved');
    expect(await desk.openReviews(accountId)).toEqual([]);
  });
});

describe('1.5 apps', () => {
  test('1.5 an app needs an approved enterprise; its key comes with the approval, its secret is shown once', async () => {
    await desk.account(accountId);
    await expect(desk.app(accountId)).rejects.toMatchObject({ name: 'ENTERPRISE_NOT_APPROVED' });
    await desk.approved(`${accountId}-b`);
    accountId = `${accountId}-b`;
    const appId = await desk.app(accountId);
    await expect(resetAppSecret(deps, acting(), { appId, graceMinutes: 0 })).rejects.toMatchObject({
      name: 'QUALIFICATION_STATE',
    });
    await desk.decide(accountId, 'app', { approved: true, reason: '' });
    const { appKey, secret } = await resetAppSecret(deps, acting(), { appId, graceMinutes: 0 });
    expect(appKey).toMatch(/^herald-app-[a-z0-9]{20}$/);
    expect(secret).toMatch(/^[a-z0-9]{40}$/);
    const [row] = await world.sql<
      { row: string }[]
    >`SELECT a::text AS row FROM apps a WHERE app_id = ${appId}`;
    expect(row?.row).not.toContain(secret);
    expect(row?.row).not.toContain(Buffer.from(secret).toString('hex'));
  });

  test('4.3.5 one app serves one enterprise: another one’s is refused, at submission and at approval', async () => {
    await desk.approved(accountId);
    await desk.approved(`${accountId}-b`, LICENCES[1]);
    await desk.app(`${accountId}-b`, 'com.example.one');
    await desk.approvedApp(accountId, 'com.example.ONE');
    await expect(desk.app(`${accountId}-b`, 'com.example.one')).rejects.toMatchObject({
      name: 'APP_SERVES_ANOTHER',
    });
    await expect(desk.decide(`${accountId}-b`, 'app', { approved: true, reason: '' })).rejects.toMatchObject({
      name: 'APP_SERVES_ANOTHER',
    });
    expect((await listApps(world.sql, `${accountId}-b`))[0]?.state).toBe('in-review');
  });

  test('4.3.5 of two enterprises whose claims to one app are approved at once, one has it', async () => {
    const other = `${accountId}-b`;
    await desk.approved(accountId);
    await desk.approved(other, LICENCES[1]);
    await desk.app(accountId, 'com.example.race');
    await desk.app(other, 'com.example.race');
    const outcomes = await Promise.allSettled(
      [accountId, other].map((account) => desk.decide(account, 'app', { approved: true, reason: '' })),
    );
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ name: 'APP_SERVES_ANOTHER' }) }),
    ]);
  });

  test('4.3.5 an account with apps does not become another enterprise’s', async () => {
    await desk.approved(accountId);
    const appId = await desk.approvedApp(accountId);
    await revokeEnterprise(deps, acting(), '需要更正');
    const change = { facts: { licenceNumber: LICENCES[2] as string }, materials: {} };
    await expect(updateEnterprise(deps, acting(), change)).rejects.toMatchObject({
      name: 'APP_TRANSFER_REFUSED',
    });
    await removeApp(deps, acting(), appId);
    await updateEnterprise(deps, acting(), change);
  });

  test('4.2.3 a new secret ends the old one, at once or after its grace', async () => {
    await desk.approved(accountId);
    const appId = await desk.approvedApp(accountId);
    const credential = async (appKey: string) =>
      (await findAppCredential(world.sql, world.vault, appKey))?.secrets;
    const first = await resetAppSecret(deps, acting(), { appId, graceMinutes: 0 });
    const second = await resetAppSecret(deps, acting(), { appId, graceMinutes: 60 });
    const until = world.clock.now() + 3_600_000;
    expect(await credential(first.appKey)).toEqual([
      { secret: second.secret, until: Number.POSITIVE_INFINITY },
      { secret: first.secret, until },
    ]);
    const third = await resetAppSecret(deps, acting(), { appId, graceMinutes: 0 });
    expect(await credential(first.appKey)).toEqual([
      { secret: third.secret, until: Number.POSITIVE_INFINITY },
      { secret: second.secret, until: world.clock.now() },
    ]);
  });

  test('4.2.3 a leak makes both secrets void, opens a case and tells the customer; a new secret works at once', async () => {
    await desk.approved(accountId);
    const appId = await desk.approvedApp(accountId);
    const { appKey } = await resetAppSecret(deps, acting(), { appId, graceMinutes: 0 });
    await resetAppSecret(deps, acting(), { appId, graceMinutes: 60 });
    await reportAppLeak(deps, acting(), { appId, remark: '在代码仓库中发现' });
    expect((await findAppCredential(world.sql, world.vault, appKey))?.secrets).toEqual([]);
    expect(await desk.openReviews(accountId)).toEqual(['key-leak']);
    const notices =
      await world.sql`SELECT 1 FROM notices WHERE account_id = ${accountId} AND kind = 'account.key-leaked'`;
    expect(notices).toHaveLength(1);
    await reportAppLeak(deps, acting(), { appId, remark: '再次' });
    expect(await desk.openReviews(accountId)).toEqual(['key-leak']);
    const { secret } = await resetAppSecret(deps, acting(), { appId, graceMinutes: 60 });
    const secrets = (await findAppCredential(world.sql, world.vault, appKey))?.secrets;
    expect(secrets).toEqual([{ secret, until: Number.POSITIVE_INFINITY }]);
    await desk.decide(accountId, 'key-leak', { approved: true, reason: '已核实' });
    expect((await findAppCredential(world.sql, world.vault, appKey))?.secrets).toEqual(secrets);
    expect((await readHistory(world.sql, accountId, appId))[0]).toMatchObject({
      what: 'leak-confirmed',
      by: 'operator',
    });
    // A leak that is confirmed is nothing that "can be used from now on", and one that is not is no submission to correct.
    await reportAppLeak(deps, acting(), { appId, remark: '第三次' });
    await desk.decide(accountId, 'key-leak', rejected('经核查无异常'));
    const told = await world.sql<{ kind: string }[]>`
      SELECT kind FROM notices WHERE account_id = ${accountId} ORDER BY notice_id`;
    expect(
      told
        .map(({ kind }) => kind)
        .filter((kind) => !kind.endsWith('key-leaked'))
        .slice(-3),
    ).toEqual([
      'review.approved', // of the app, long before
      'account.leak-confirmed',
      'account.leak-unfounded',
    ]);
  });

  test('4.2.3 disabled, deleted or taken back, an app has no credentials', async () => {
    await desk.approved(accountId);
    const appId = await desk.approvedApp(accountId);
    const { appKey } = await resetAppSecret(deps, acting(), { appId, graceMinutes: 0 });
    await setAppEnabled(deps, acting(), { appId, enabled: false });
    expect(await findAppCredential(world.sql, world.vault, appKey)).toBeUndefined();
    await setAppEnabled(deps, acting(), { appId, enabled: true });
    expect(await findAppCredential(world.sql, world.vault, appKey)).toBeDefined();
    await removeApp(deps, acting(), appId);
    expect(await findAppCredential(world.sql, world.vault, appKey)).toBeUndefined();
    await expect(removeApp(deps, acting(), appId)).rejects.toMatchObject({ name: 'APP_NOT_FOUND' });
  });

  test('4.1.2 an app in review is taken back, changed and submitted again; another account’s is not found', async () => {
    await desk.approved(accountId);
    const appId = await desk.app(accountId);
    const proofFileId = await desk.material(accountId);
    const facts = {
      name: '新商城',
      kind: 'website',
      identifier: '沪ICP备2026000001号',
      owned: false,
      proofFileId,
    } as const;
    await expect(submitApp(deps, acting(), facts, appId)).rejects.toMatchObject({
      name: 'QUALIFICATION_STATE',
    });
    await withdrawApp(deps, acting(), appId);
    expect(await desk.openReviews(accountId)).toEqual([]);
    await submitApp(deps, acting(), facts, appId);
    expect(await listApps(world.sql, accountId)).toMatchObject([
      { appId, name: '新商城', state: 'in-review' },
    ]);
    const stranger = desk.acting(`${accountId}-b`);
    await desk.approved(stranger.accountId, LICENCES[1]);
    for (const attempt of [
      () => withdrawApp(deps, stranger, appId),
      () => removeApp(deps, stranger, appId),
      () => reportAppLeak(deps, stranger, { appId, remark: 'x' }),
      () => resetAppSecret(deps, stranger, { appId, graceMinutes: 0 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ name: 'APP_NOT_FOUND' });
    }
  });
});

describe('2.1 capabilities', () => {
  test('2.1 asked for, granted, used, and taken away', async () => {
    await desk.account(accountId);
    await expect(desk.apply(accountId, 'notification')).rejects.toMatchObject({
      name: 'ENTERPRISE_NOT_APPROVED',
    });
    accountId = `${accountId}-b`;
    await desk.approved(accountId);
    await desk.apply(accountId, 'notification');
    expect([...(await listCapabilities(world.sql, accountId))]).toEqual([]);
    await expect(desk.apply(accountId, 'notification')).rejects.toMatchObject({
      name: 'QUALIFICATION_STATE',
    });
    await desk.decide(accountId, 'capability', { approved: true, reason: '' });
    expect([...(await listCapabilities(world.sql, accountId))]).toEqual(['notification']);
    const operator = { accountId, by: 'op-1' };
    await revokeCapability(deps, operator, { capability: 'notification', reason: '投诉过多' });
    expect([...(await listCapabilities(world.sql, accountId))]).toEqual([]);
    await expect(
      revokeCapability(deps, operator, { capability: 'notification', reason: '再次' }),
    ).rejects.toMatchObject({ name: 'QUALIFICATION_STATE' });
    await desk.apply(accountId, 'notification');
    await withdrawCapability(deps, acting(), 'notification');
    expect(await desk.openReviews(accountId)).toEqual([]);
  });

  test('4.1.2 recording and numbers need material, the others do not', async () => {
    await desk.approved(accountId);
    for (const [capability, { needsMaterial }] of Object.entries(CAPABILITIES)) {
      const attempt = desk.apply(accountId, capability as keyof typeof CAPABILITIES);
      if (needsMaterial) await expect(attempt).rejects.toMatchObject({ name: 'CAPABILITY_MATERIAL_MISSING' });
      else await attempt;
    }
    await desk.apply(accountId, 'recording', [await desk.material(accountId)]);
  });
});

describe('4.3.3 hand-over to the carrier', () => {
  const unzip = async (bytes: Buffer, password?: string) => {
    const zip = new ZipReader(
      new BlobReader(new Blob([new Uint8Array(bytes)])),
      password ? { password } : {},
    );
    const entries = await zip.getEntries();
    const read = async (name: string) => {
      const entry = entries.find(({ filename }) => filename === name);
      if (!entry || entry.directory) throw new Error(`no ${name}`);
      return await entry.getData(new TextWriter());
    };
    return { names: entries.map(({ filename }) => filename), read };
  };
  const hand = (password?: string) =>
    exportRealNameFile(deps, { accountId, carrier: '中国移动', password, operatorId: 'op-9' });

  test('4.3.3 one file holds the registration and the materials, and the history says for whom', async () => {
    await desk.approved(accountId);
    const file = await hand();
    const { names, read } = await unzip(await collect(file.content));
    expect(names).toEqual(['登记信息.csv', '营业执照.png', '承诺函.png', '联系人授权书.png']);
    const [head, row] = (await read('登记信息.csv')).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(head?.split(',').length).toBe(row?.split(',').length);
    expect(row).toContain(FACTS.licenceNumber);
    expect(row).toContain(ID_NUMBER);
    expect((await readHistory(world.sql, accountId, 'enterprise'))[0]).toMatchObject({
      what: 'handed-over',
      by: 'operator',
      remark: '中国移动',
    });
  });

  test('4.3.3 with a password nobody reads it without', async () => {
    await desk.approved(accountId);
    const bytes = await collect((await hand('correct horse')).content);
    expect(bytes.includes(FACTS.licenceNumber)).toBe(false);
    await expect((await unzip(bytes, 'wrong horse!')).read('登记信息.csv')).rejects.toThrow();
    expect(await (await unzip(bytes, 'correct horse')).read('登记信息.csv')).toContain(FACTS.name);
  });

  test('4.3.3 there is none of an enterprise that is not approved', async () => {
    await desk.submitted(accountId);
    await expect(hand()).rejects.toMatchObject({ name: 'ENTERPRISE_NOT_APPROVED' });
  });
});

describe('4.1.2 sample letters', () => {
  test.each(['commitment', 'authorisation', 'app-ownership'] as const)(
    '4.1.2 %s is a document with every paragraph and the operator’s name, in both languages',
    async (letter) => {
      for (const language of ['zh', 'en'] as const) {
        const at = new Date(world.clock.now());
        const { name, content } = sampleLetter(letter, language, { operatorName: '甲 & <乙>', at });
        expect(name).toMatch(/\.docx$/);
        const bytes = await collect(content);
        const zip = new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)])));
        const entries = await zip.getEntries();
        const document = entries.find(({ filename }) => filename === 'word/document.xml');
        if (!document || document.directory) throw new Error('no document');
        const xml = await document.getData(new TextWriter());
        expect(xml).toContain('甲 &amp; &lt;乙&gt;');
        expect(xml.match(/<w:p>/g)).toHaveLength(letterText(letter, language, '').length);
      }
    },
  );
});
