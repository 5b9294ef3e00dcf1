import { HeraldError, type RequestOf } from '@herald/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createStudio, openVoices, type Studio } from '../../src/calling/index.ts';
import { reviewAppliers } from '../../src/flow/reviews/review-appliers.ts';
import { MOST_TEMPLATES } from '../../src/flow/templates/draft-template.ts';
import { createTemplatePreviewer } from '../../src/flow/templates/preview-template.ts';
import { templateHandlers } from '../../src/gateway/handlers/templates.ts';
import type { Caller } from '../../src/gateway/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { member, operator } from '../support/callers.ts';
import { openTestFiles } from '../support/files.ts';
import { openWorld, type World } from '../support/world.ts';

const draft: RequestOf<'CreateUVMSTemplate'> = {
  Name: '发货通知',
  Scene: '用户的订单发货时通知用户',
  Purpose: 2,
  Content: '您的订单{1}已由{2}发出，请注意查收。',
};

let world: World;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let studio: Studio;
let templates: ReturnType<typeof templateHandlers>;
let accountId: string;
let caller: Caller;

beforeAll(async () => {
  world = await openWorld();
  disk = await openTestFiles();
  studio = createStudio(systemClock, openVoices({ kind: 'espeak' }, world.log, systemClock));
  templates = templateHandlers({
    ...world,
    random: systemRandom,
    files: disk.files,
    studio,
    previewer: createTemplatePreviewer(world.sql, studio),
  });
});
afterAll(async () => {
  await studio.close();
  await world.close();
  await disk.drop();
});
beforeEach(async () => {
  accountId = await world.account({ cash: 1_000_000n });
  caller = member(accountId);
});

/** The name of the refusal, or what was answered. */
const outcome = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    if (error instanceof HeraldError) return error.name;
    throw error;
  });
const create = async (change: Partial<RequestOf<'CreateUVMSTemplate'>> = {}) =>
  (await templates.CreateUVMSTemplate(caller, { ...draft, ...change })).TemplateId;

async function one(templateId: string) {
  const { Data, History } = await templates.QueryUVMSTemplate(caller, { TemplateId: templateId });
  const [template] = Data;
  if (!template) throw new Error('there is no such template');
  return { ...template, history: History?.map(({ Event }) => Event) };
}

/** As the desk does it, in a transaction of its own. */
async function decide(templateId: string, approved: boolean, reason = ''): Promise<void> {
  const { template } = reviewAppliers(world);
  await inTransaction(world.sql, async (tx) => {
    await tx`UPDATE reviews SET state = ${approved ? 'approved' : 'rejected'}, decided_at = submitted_at
      WHERE account_id = ${accountId} AND subject_id = ${templateId} AND state = 'open'`;
    const at = new Date(world.clock.now());
    const decision = {
      accountId,
      subjectId: templateId,
      approved,
      reason,
      parts: [],
      operatorId: 'reviewer',
      at,
    };
    await template?.apply(tx, decision);
  });
}

async function claim(templateId: string, claimed = true): Promise<void> {
  const { template } = reviewAppliers(world);
  const at = new Date(world.clock.now());
  await inTransaction(world.sql, async (tx) => {
    await template?.claimed?.(tx, { accountId, subjectId: templateId, claimed, at });
  });
}

const reviews = (templateId: string) =>
  world.sql<{ state: string; findings: { code: string }[]; title: string }[]>`
    SELECT state, findings, title FROM reviews WHERE account_id = ${accountId} AND subject_id = ${templateId}
    ORDER BY submitted_at, review_id`;

describe('the way of a template', () => {
  test('4.2.7 b created it waits for review; approved it is sent, and not before', async () => {
    const { TemplateId, Status, Findings } = await templates.CreateUVMSTemplate(caller, draft);
    expect(TemplateId).toMatch(/^UVVT20260310[a-z0-9]{10}$/);
    expect({ Status, Findings }).toEqual({ Status: 0, Findings: [] });
    const send = { templateId: TemplateId, values: ['1001', '张三'] };
    expect(await outcome(world.send(accountId, send))).toBe('TEMPLATE_NOT_APPROVED');
    await claim(TemplateId);
    expect((await one(TemplateId)).Status).toBe(1);
    expect(await outcome(world.send(accountId, send))).toBe('TEMPLATE_NOT_APPROVED');
    await decide(TemplateId, true, '符合要求');
    expect(await one(TemplateId)).toMatchObject({
      Status: 2,
      Remark: '符合要求',
      history: ['create', 'submit', 'claim', 'approve'],
    });
    expect(await outcome(world.send(accountId, send))).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('4.2.7 b a rejection tells its reason; changed and submitted again it is reviewed again', async () => {
    const templateId = await create();
    await decide(templateId, false, '请写明公司名称');
    expect(await one(templateId)).toMatchObject({ Status: 3, Remark: '请写明公司名称' });
    const content = '您好，某某公司提醒您：订单{1}已由{2}发出。';
    const changed = await templates.UpdateUVMSTemplate(caller, { TemplateId: templateId, Content: content });
    expect(changed).toMatchObject({ Status: 5, Findings: [] });
    expect((await templates.SubmitUVMSTemplate(caller, { TemplateId: templateId })).Status).toBe(0);
    expect(await one(templateId)).toMatchObject({ Status: 0, Content: content, Remark: '' });
    expect((await reviews(templateId)).map(({ state }) => state)).toEqual(['rejected', 'open']);
  });

  test('4.2.7 b what was rejected before is told to the reviewer of a reworded one', async () => {
    await decide(await create(), false, '含糊');
    const again = await create({ Content: '您的订单{1}已由{2}发出，请您注意查收。' });
    const [review] = await reviews(again);
    expect(review?.findings.map(({ code }) => code)).toEqual(['account.rejected-before', 'account.new']);
    expect(review?.title).toBe(draft.Name);
  });

  test('rules: a draft may break rules, and is told all of them; submitting it names the first', async () => {
    const { TemplateId, Status, Findings } = await templates.CreateUVMSTemplate(caller, {
      ...draft,
      Content: '{1}{2}，打折20%',
      Submit: false,
    });
    expect(Status).toBe(5);
    expect(Findings.map(({ Rule, Text }) => [Rule, Text])).toEqual([
      ['content-character', '%'],
      ['variable-adjacent', '{1}{2}'],
      ['content-wordless', '{1}{2}，打折20%'],
      ['sensitive-content', '打折'],
    ]);
    const refusal = await templates.SubmitUVMSTemplate(caller, { TemplateId }).catch((error) => error);
    expect(refusal.name).toBe('TEMPLATE_INVALID');
    expect(refusal.details.problemZh).toContain('Content [11, 12) 内容含有不允许的字符“%”');
    expect(refusal.details.problemZh).toContain('百分之');
    expect((await one(TemplateId)).Status).toBe(5);
    expect(await reviews(TemplateId)).toEqual([]);
  });

  test('rules: submitting at once what breaks a rule stores nothing', async () => {
    expect(await outcome(create({ Content: '{1}' }))).toBe('TEMPLATE_INVALID');
    const { Total } = await templates.QueryUVMSTemplate(caller, { Status: 0 });
    expect(Total).toBe(0);
  });

  test('4.2.2 i marketing is refused by its clause, as a draft too', async () => {
    expect(await outcome(create({ Purpose: 3 }))).toBe('MARKETING_REFUSED');
    expect(await outcome(create({ Purpose: 3, Submit: false }))).toBe('MARKETING_REFUSED');
  });

  test('rules: a draft that is too long to be kept is refused where it is too long', async () => {
    const refusal = await create({ Name: '', Content: '您的订单'.repeat(251), Submit: false }).catch(
      (error) => error,
    );
    expect(refusal.details.problemEn).toContain('Content [1000, 1004)');
  });

  test('rules: an app of nobody’s is no scene', async () => {
    expect(await outcome(create({ AppId: 'app-of-nobody' }))).toBe('TEMPLATE_INVALID');
    const { Findings } = await templates.CheckUVMSTemplate(caller, { ...draft, AppId: 'app-of-nobody' });
    expect(Findings.map(({ Rule, Field }) => [Rule, Field])).toEqual([['app-unknown', 'AppId']]);
  });

  test('rules: Check lists everything at once, in the caller’s language, and stores nothing', async () => {
    const answer = await templates.CheckUVMSTemplate(
      { ...caller, language: 'zh' },
      { ...draft, Name: '', Purpose: 1, Content: '验证码@' },
    );
    expect(answer.Submittable).toBe(false);
    expect(answer.Findings.map(({ Rule }) => Rule)).toEqual([
      'name-length',
      'content-character',
      'variable-of-code',
      'content-wordless',
    ]);
    expect(answer.Findings[1]).toMatchObject({
      Field: 'Content',
      Start: 3,
      End: 4,
      Text: '@',
      Weight: 'error',
    });
    expect(answer.Findings[2]?.Remedy).toContain('写 {1}，');
    expect((await templates.QueryUVMSTemplate(caller, {})).Total).toBe(3);
  });
});

describe('what may be done in which state', () => {
  test('rules: withdrawn while nobody has taken it; then only copied', async () => {
    const templateId = await create();
    expect((await templates.WithdrawUVMSTemplate(caller, { TemplateId: templateId })).Status).toBe(5);
    expect((await reviews(templateId)).map(({ state }) => state)).toEqual(['withdrawn']);
    await templates.SubmitUVMSTemplate(caller, { TemplateId: templateId });
    await claim(templateId);
    const request = { TemplateId: templateId };
    for (const refused of [
      () => templates.WithdrawUVMSTemplate(caller, request),
      () => templates.UpdateUVMSTemplate(caller, { ...request, Name: '另一个名称' }),
      () => templates.SubmitUVMSTemplate(caller, request),
      () => templates.DeleteUVMSTemplate(caller, request),
      () => templates.DisableUVMSTemplate(caller, request),
      () => templates.EnableUVMSTemplate(caller, request),
    ]) {
      expect(await outcome(refused())).toBe('TEMPLATE_STATE');
    }
    const copy = await templates.CopyUVMSTemplate(caller, { ...request, Name: '发货通知二' });
    expect(await one(copy.TemplateId)).toMatchObject({
      Status: 5,
      Name: '发货通知二',
      Content: draft.Content,
    });
    await claim(templateId, false);
    expect((await templates.WithdrawUVMSTemplate(caller, request)).Status).toBe(5);
  });

  test('4.3.8 approved words never change: neither edited, nor deleted, nor approved again in other words', async () => {
    const templateId = await create();
    await decide(templateId, true);
    const edit = { TemplateId: templateId, Content: '您好，请立即回电处理您的订单{1}和{2}。' };
    expect(await outcome(templates.UpdateUVMSTemplate(caller, edit))).toBe('TEMPLATE_STATE');
    await templates.DisableUVMSTemplate(caller, { TemplateId: templateId });
    expect(await outcome(templates.UpdateUVMSTemplate(caller, edit))).toBe('TEMPLATE_STATE');
    expect(await outcome(templates.DeleteUVMSTemplate(caller, edit))).toBe('TEMPLATE_STATE');
    await templates.EnableUVMSTemplate(caller, { TemplateId: templateId });
    expect(await one(templateId)).toMatchObject({ Status: 2, Content: draft.Content });
  });

  test('rules: disabled by its customer it is not sent, until its customer enables it', async () => {
    const templateId = await create();
    await decide(templateId, true);
    const send = { templateId, values: ['1', '张三'] };
    expect((await templates.DisableUVMSTemplate(caller, { TemplateId: templateId })).Status).toBe(4);
    expect(await outcome(world.send(accountId, send))).toBe('TEMPLATE_NOT_APPROVED');
    await templates.EnableUVMSTemplate(caller, { TemplateId: templateId });
    expect(await outcome(world.send(accountId, send))).toMatch(/-/);
  });

  test('4.3.8 blocked by the operator it is not sent, its customer reads why and cannot enable it', async () => {
    const templateId = await create();
    await decide(templateId, true);
    const block = { AccountId: accountId, TemplateId: templateId, Reason: '播报与报备话术不符' };
    expect((await templates.BlockUVMSTemplate(operator('compliance'), block)).Status).toBe(4);
    expect(await outcome(world.send(accountId, { templateId, values: ['1', '张三'] }))).toBe(
      'TEMPLATE_NOT_APPROVED',
    );
    const refusal = await templates
      .EnableUVMSTemplate(caller, { TemplateId: templateId })
      .catch((error: unknown) => error as HeraldError);
    expect(refusal).toMatchObject({ name: 'TEMPLATE_BLOCKED', details: { reason: block.Reason } });
    expect(await one(templateId)).toMatchObject({ Status: 4, Blocked: true, Remark: block.Reason });
    const notices = await world.sql`SELECT kind FROM notices WHERE account_id = ${accountId}`;
    expect(notices.map(({ kind }) => kind)).toEqual(['template.blocked']);

    const lift = { ...block, Reason: '已整改' };
    await templates.LiftUVMSTemplateBlock(operator('compliance'), lift);
    expect(await one(templateId)).toMatchObject({ Status: 4, Blocked: false });
    expect((await templates.EnableUVMSTemplate(caller, { TemplateId: templateId })).Status).toBe(2);
    const { History } = await templates.InspectUVMSTemplate(operator('reviewer'), block);
    expect(History.map(({ Event, By }) => [Event, By])).toEqual([
      ['create', 'customer'],
      ['submit', 'customer'],
      ['approve', 'operator'],
      ['block', 'operator'],
      ['lift', 'operator'],
      ['enable', 'customer'],
    ]);
  });

  test('rules: drafts and rejected templates are deleted, and what was rejected is remembered', async () => {
    const templateId = await create();
    await decide(templateId, false, '含糊');
    await templates.DeleteUVMSTemplate(caller, { TemplateId: templateId });
    expect(await outcome(one(templateId))).toBe('TEMPLATE_NOT_FOUND');
    const [review] = await reviews(await create());
    expect(review?.findings.map(({ code }) => code)).toContain('account.rejected-before');
  });

  test('rules: an account has only so many templates, and a deleted one makes room', async () => {
    const templateId = await create({ Submit: false });
    await world.sql`
      INSERT INTO templates (account_id, template_id, name, purpose, language, content, all_day, status, created_at, updated_at)
      SELECT account_id, 'T-' || n, name, purpose, language, content, all_day, 2, created_at, updated_at
      FROM templates, generate_series(1, ${MOST_TEMPLATES - 4}) AS n WHERE template_id = ${templateId}`;
    expect(await outcome(create())).toBe('TEMPLATES_TOO_MANY');
    expect(await outcome(templates.CopyUVMSTemplate(caller, { TemplateId: templateId }))).toBe(
      'TEMPLATES_TOO_MANY',
    );
    await templates.DeleteUVMSTemplate(caller, { TemplateId: templateId });
    expect(await create()).toMatch(/^UVVT/);
  });

  test('4.3.1 a template of another account is one that does not exist', async () => {
    const templateId = await create({ Submit: false });
    const other = member(await world.account({}));
    const request = { TemplateId: templateId };
    for (const refused of [
      () => templates.QueryUVMSTemplate(other, request),
      () => templates.UpdateUVMSTemplate(other, { ...request, Name: '别人的名称' }),
      () => templates.SubmitUVMSTemplate(other, request),
      () => templates.WithdrawUVMSTemplate(other, request),
      () => templates.CopyUVMSTemplate(other, request),
      () => templates.DisableUVMSTemplate(other, request),
      () => templates.EnableUVMSTemplate(other, request),
      () => templates.DeleteUVMSTemplate(other, request),
    ]) {
      expect(await outcome(refused())).toBe('TEMPLATE_NOT_FOUND');
    }
    expect((await one(templateId)).Status).toBe(5);
  });

  test('4.2.7 b a template that is submitted, withdrawn and deleted at one moment ends in one of these ways', async () => {
    for (let round = 0; round < 5; round++) {
      const templateId = await create({ Submit: false });
      const request = { TemplateId: templateId };
      const answers = await Promise.all([
        outcome(templates.SubmitUVMSTemplate(caller, request)),
        outcome(templates.SubmitUVMSTemplate(caller, request)),
        outcome(templates.DeleteUVMSTemplate(caller, request)),
        outcome(templates.WithdrawUVMSTemplate(caller, request)),
      ]);
      const open = (await reviews(templateId)).filter(({ state }) => state === 'open').length;
      const left = await outcome(one(templateId));
      if (left === 'TEMPLATE_NOT_FOUND') expect(open).toBe(0);
      else expect(open).toBe((left as { Status: number }).Status === 0 ? 1 : 0);
      expect(answers.filter((answer) => typeof answer === 'object').length).toBeGreaterThan(0);
    }
  });

  test('api: listed newest first, by status and app, page by page', async () => {
    world.clock.advance(1000);
    const first = await create({ Submit: false });
    world.clock.advance(1000);
    const second = await create();
    const { Total, Data } = await templates.QueryUVMSTemplate(caller, { NumPerPage: 2 });
    expect(Total).toBe(5);
    expect(Data.map(({ TemplateId }) => TemplateId)).toEqual([second, first]);
    const drafts = await templates.QueryUVMSTemplate(caller, { Status: 5 });
    expect(drafts.Data.map(({ TemplateId }) => TemplateId)).toEqual([first]);
    expect(drafts.History).toBeUndefined();
  });
});
