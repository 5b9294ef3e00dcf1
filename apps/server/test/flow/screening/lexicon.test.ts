import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complianceHandlers } from '../../../src/gateway/handlers/compliance.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { scriptContext } from '../../../src/modules/messages/index.ts';
import { operator } from '../../support/callers.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { approvedFlow } from '../../support/flows.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof complianceHandlers>;
let accountId: string;
const staff = operator('compliance');
const change = { Category: 'fraud', Effect: 'block', Reason: 'a wave of them' } as const;

beforeAll(async () => {
  world = await openWorld();
  desk = complianceHandlers(world as unknown as HandlerDeps);
  accountId = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());

const send = (value: string) => world.send(accountId, { templateId: NOTICE_TEMPLATE, values: [value] });
const current = async () => (await desk.QueryUVMSLexicon(staff, {})).Version;

describe('4.2.2 what is said is screened at each send', () => {
  test('4.2.2 a value that holds a forbidden word is refused with category and place, and nothing is queued', async () => {
    await expect(send('六合彩')).rejects.toMatchObject({
      name: 'VALUE_SCREENED',
      details: { name: 'TemplateParams.0', clause: '4.2.2 f' },
    });
    expect(await world.sql`SELECT 1 FROM messages`).toHaveLength(0);
  });

  test('4.2.2 a dry run tells the same, under its clause', async () => {
    const submission = world.submission(accountId, { templateId: NOTICE_TEMPLATE, values: ['六合彩'] });
    const { verdicts } = await world.submitter.dryRun(submission);
    expect(verdicts).toContainEqual({ rule: 'content', verdict: 'refuse', detail: 'VALUE_SCREENED' });
  });

  test('4.2.2 a new word counts within a second on a node that goes on, and no longer once it is taken out', async () => {
    await send('兼职点赞');
    const Version = await current();
    const added = await desk.UpdateUVMSLexicon(staff, { Version, ...change, Add: ['兼职点赞'] });
    world.clock.advance(1000);
    await expect(send('兼职点赞')).rejects.toMatchObject({ name: 'VALUE_SCREENED' });
    await expect(send('兼 职点 赞')).rejects.toMatchObject({ name: 'VALUE_SCREENED' });
    await desk.RestoreUVMSLexicon(staff, { Version, Reason: 'a mistake' });
    world.clock.advance(1000);
    await send('兼职点赞');
    expect(await current()).toBe(added.Version + 1);
  });
});

describe('4.2.2 the lexicon has versions', () => {
  test('4.2.2 of two changes of one version the second is refused', async () => {
    const Version = await current();
    await desk.UpdateUVMSLexicon(staff, { Version, ...change, Add: ['甲乙丙'] });
    const late = desk.UpdateUVMSLexicon(staff, { Version, ...change, Add: ['丁戊己'] });
    await expect(late).rejects.toMatchObject({ name: 'LEXICON_CHANGED', details: { version: Version + 1 } });
  });

  test('4.2.2 an earlier version stays as it was', async () => {
    const { Terms } = await desk.QueryUVMSLexicon(staff, { Version: 0, Category: 'fraud' });
    expect(Terms.map(({ Term }) => Term)).not.toContain('甲乙丙');
    await expect(desk.QueryUVMSLexicon(staff, { Version: 999 })).rejects.toMatchObject({
      name: 'LEXICON_VERSION_UNKNOWN',
    });
  });

  test.each(['!!', '中', '你好，再见'])(
    '4.2.2 a term that finds nothing, or everything, is refused: %s',
    async (Term) => {
      const added = desk.UpdateUVMSLexicon(staff, { Version: await current(), ...change, Add: [Term] });
      await expect(added).rejects.toMatchObject({ name: 'LEXICON_TERM_INVALID' });
    },
  );

  test('4.2.2 a change is tried on what was said before, and changes nothing', async () => {
    const sessionNo = await send('试验词语甲');
    const before = await current();
    const trial = await desk.TestUVMSLexicon(staff, {
      Category: 'fraud',
      Effect: 'block',
      Add: ['试验词语', '验证码是'],
      Text: '这是试验词语',
    });
    expect(trial.NewSamples).toContainEqual(
      expect.objectContaining({ Kind: 'message', Id: sessionNo, Term: '试验词语' }),
    );
    expect(trial.NewSamples).toContainEqual(
      expect.objectContaining({ Kind: 'template', Term: '验证码是', Place: 2 }),
    );
    expect(trial.TextHits).toEqual([expect.objectContaining({ Term: '试验词语', Start: 2, End: 6 })]);
    expect(await current()).toBe(before);
  });

  test('4.2.2, 4.2.9 a change is tried on what flows said too, and what is erased says nothing', async () => {
    const templateId = await approvedFlow(world, accountId);
    const sessionNo = await world.send(accountId, { templateId, values: ['甲一'] });
    const erased = await send('乙二');
    await world.sql`UPDATE messages SET callee_mask = '', script_sealed = ${world.vault.seal(
      JSON.stringify({ language: 'zh', pieces: [], plays: 0, pauseMs: 0 }),
      scriptContext(erased),
    )} WHERE session_no = ${erased}`;
    const { NewSamples } = await desk.TestUVMSLexicon(staff, {
      ...{ Category: 'fraud', Effect: 'block', Add: ['不再接听', '乙二'] },
    });
    expect(NewSamples.map(({ Kind, Id, Term }) => [Kind, Id, Term])).toEqual([
      ['message', sessionNo, '不再接听'],
    ]);
  });
});
