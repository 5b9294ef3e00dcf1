import { HeraldError, type RequestOf } from '@herald/contract';
import { decodeWav } from '@herald/media';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStudio, openVoices, type Studio } from '../../src/calling/index.ts';
import { createTemplatePreviewer } from '../../src/flow/preview-template.ts';
import { templateHandlers } from '../../src/gateway/handlers/templates.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { member } from '../support/callers.ts';
import { CODE_TEMPLATE } from '../support/database.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let studio: Studio;
let templates: ReturnType<typeof templateHandlers>;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
  studio = createStudio(systemClock, openVoices({ kind: 'espeak' }, world.log, systemClock));
  templates = templateHandlers({
    ...world,
    random: systemRandom,
    previewer: createTemplatePreviewer(studio),
  });
  accountId = await world.account({});
});
afterAll(async () => {
  await studio.close();
  await world.close();
});

async function hear(request: RequestOf<'PreviewUVMSTemplate'>, by = accountId): Promise<Uint8Array> {
  const { mime, size, content } = await templates.PreviewUVMSTemplate(member(by), request);
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  const wav = Buffer.concat(parts);
  expect({ mime, size }).toEqual({ mime: 'audio/wav', size: wav.length });
  return wav;
}
const refusal = (request: RequestOf<'PreviewUVMSTemplate'>) =>
  hear(request).then(
    () => undefined,
    (error: unknown) => (error instanceof HeraldError ? error.name : error),
  );
const seconds = (wav: Uint8Array) => {
  const { sampleRate, channels, pcm } = decodeWav(wav);
  expect({ sampleRate, channels }).toEqual({ sampleRate: 8000, channels: 1 });
  return pcm.length / sampleRate;
};

describe('preview', () => {
  test('rules: words that are not stored yet are heard, with the values given or with examples', async () => {
    const Content = '您的订单{1}已发货，请注意查收。';
    const example = await hear({ Content });
    expect(seconds(example)).toBeGreaterThan(2);
    const given = await hear({ Content, TemplateParams: ['一二三四五六七八九十一二三四五六七八九十'] });
    expect(seconds(given)).toBeGreaterThan(seconds(example) + 1);
  });

  test('rules: a stored template is heard once through, by its account alone', async () => {
    const wav = await hear({ TemplateId: CODE_TEMPLATE, TemplateParams: ['3A90F1'] });
    expect(seconds(wav)).toBeGreaterThan(3);
    const strange = templates.PreviewUVMSTemplate(member(await world.account({})), {
      TemplateId: 'T-strange',
    });
    await expect(strange).rejects.toMatchObject({ name: 'TEMPLATE_NOT_FOUND' });
  });

  test('rules: the longest content is heard', async () => {
    const Content = '您的订单已发货，请注意查收。'.repeat(72).slice(0, 1000);
    expect(seconds(await hear({ Content }))).toBeGreaterThan(100);
  });

  test('rules: what cannot be read or filled in is refused, and says why', async () => {
    expect(await refusal({ Content: '您的订单{1}{2}已发货。' })).toBe('TEMPLATE_INVALID');
    expect(await refusal({})).toBe('TEMPLATE_INVALID');
    expect(await refusal({ Content: '您的订单{1}已发货。', TemplateParams: ['a', 'b'] })).toBe(
      'TEMPLATE_PARAMS_COUNT',
    );
    expect(await refusal({ TemplateId: CODE_TEMPLATE, TemplateParams: ['1234567'] })).toBe(
      'CODE_VALUE_INVALID',
    );
    expect(await refusal({ Content: '您的订单{1}已发货。', TemplateParams: ['www.a.com'] })).toBe(
      'VALUE_INVALID',
    );
  });

  test('rules: an account has two previews in the making at once, and another one is not kept from its own', async () => {
    const said = (text: string) => refusal({ Content: `您好，您预约的${text}已安排。` });
    const answers = await Promise.all([said('检查'), said('体检'), said('手术')]);
    expect(answers).toEqual([undefined, undefined, 'PREVIEW_BUSY']);
    expect(await said('手术')).toBeUndefined();
    const first = said('复诊');
    const second = said('挂号');
    const other = await world.account({});
    await hear({ Content: '您好，您预约的会议已安排。' }, other);
    expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
  });
});
