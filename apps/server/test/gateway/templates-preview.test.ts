import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeraldError, type RequestOf } from '@herald/contract';
import { decodeWav, encodeWav } from '@herald/media';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStudio, openVoices, type Studio } from '../../src/calling/index.ts';
import { recordedSounds } from '../../src/calling/recorded-sounds.ts';
import { storeFile } from '../../src/flow/files/store-file.ts';
import { createTemplate } from '../../src/flow/templates/draft-template.ts';
import { createTemplatePreviewer } from '../../src/flow/templates/preview-template.ts';
import { changeTail } from '../../src/flow/templates/set-tail.ts';
import { createSoundSupply } from '../../src/flow/templates/supply-sound.ts';
import { keepRecording } from '../../src/flow/templates/take-recording.ts';
import { templateHandlers } from '../../src/gateway/handlers/templates.ts';
import { createBlobFolder } from '../../src/platform/blob-folder.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { member, operator } from '../support/callers.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE } from '../support/database.ts';
import { openTestFiles } from '../support/files.ts';
import { whileHeld } from '../support/held-row.ts';
import { openPlacer } from '../support/placing.ts';
import { inPieces } from '../support/sample-files.ts';
import { outcomeOf, scriptedEngine } from '../support/scripted-engine.ts';
import { sine } from '../support/tones.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let studio: Studio;
let templates: ReturnType<typeof templateHandlers>;
let accountId: string;

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
  accountId = await world.account({});
});
afterAll(async () => {
  await studio.close();
  await world.close();
  await disk.drop();
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

  test('4.2.8 a notice is heard with what is said at its end, stored or not; a code has nothing at its end', async () => {
    const by = await world.account({});
    const stored = { TemplateId: NOTICE_TEMPLATE, TemplateParams: ['A1'] };
    const draft = { Content: '您的订单{1}已发货，请注意查收。' };
    const code = { TemplateId: CODE_TEMPLATE, TemplateParams: ['3A90F1'] };
    const all = [stored, draft, code];
    const hearAll = async () => {
      const sounds = [];
      for (const request of all) sounds.push(decodeWav(await hear(request, by)).pcm);
      return sounds;
    };
    const plain = await hearAll();
    await changeTail(world, { accountId: by, templateId: undefined, tail: 'refuse-complain' });
    const tailed = await hearAll();
    const longer = tailed.map((pcm, nth) => (pcm.length - (plain[nth]?.length ?? 0)) / 8000);
    expect(longer).toEqual([expect.closeTo(longer[1] as number, 0), expect.any(Number), 0]);
    expect(longer[0]).toBeGreaterThan(3);
    await changeTail(world, { accountId: by, templateId: NOTICE_TEMPLATE, tail: 'none' });
    expect(decodeWav(await hear(stored, by)).pcm).toEqual(plain[0]);
  });

  test('4.2.8 the longest content is heard with its end', async () => {
    const by = await world.account({});
    await changeTail(world, { accountId: by, templateId: undefined, tail: 'refuse-complain' });
    const Content = '您的订单已发货，请注意查收。'.repeat(72).slice(0, 1000);
    expect(seconds(await hear({ Content }, by))).toBeGreaterThan(100);
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
    // Which of them is the third is the database's choice: each looks first at what is said behind it.
    expect(answers.filter((answer) => answer === 'PREVIEW_BUSY')).toHaveLength(1);
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(2);
    expect(await said('手术')).toBeUndefined();
    const first = said('复诊');
    const second = said('挂号');
    const other = await world.account({});
    await hear({ Content: '您好，您预约的会议已安排。' }, other);
    expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
  });
});

describe('recorded sound', () => {
  const draft = {
    Name: '停水通知',
    Scene: '物业检修停水前通知业主',
    Purpose: 2,
    Content: '您好，本小区今晚八点停水检修，请提前储水。',
  } as const;
  const upload = async (pcm: Int16Array, kind: 'audio' | 'material' = 'audio', by = accountId) => {
    const content = inPieces(Buffer.from(encodeWav(pcm)), 4096);
    const deps = { ...world, files: disk.files, random: systemRandom };
    return (await storeFile(deps, { accountId: by, kind, name: 'a.wav', content })).fileId;
  };
  const said = () => sine({ seconds: 3, amplitude: 0.2 });
  const create = (FileId: string, change: object = {}) =>
    templates.CreateUVMSTemplate(member(accountId), { ...draft, FileId, ...change });
  const named = (work: Promise<unknown>) => work.then(JSON.stringify, (error: HeraldError) => error);
  const sounds = () => world.sql`SELECT sound_id FROM template_sounds WHERE account_id = ${accountId}`;

  test('rules: an uploaded WAV is converted and kept, submitted, and heard by its account and its reviewer', async () => {
    const { TemplateId, Status } = await create(await upload(said()));
    expect(Status).toBe(0);
    const { Data } = await templates.QueryUVMSTemplate(member(accountId), { TemplateId });
    expect(Data[0]).toMatchObject({ Kind: 'audio', DurationMs: 3000, Variables: 0, Content: draft.Content });
    const heard = await hear({ TemplateId });
    const tone = decodeWav(heard).pcm;
    expect(tone.length).toBe(24_000);
    expect(Math.max(...tone.subarray(0, 8000))).toBeGreaterThan(6000);
    const { size } = await templates.HearUVMSTemplate(operator('reviewer'), {
      AccountId: accountId,
      TemplateId,
    });
    expect(size).toBe(heard.length);
  });

  test('4.3.8 a sound is not forgotten while another template takes it', async () => {
    const own = await world.account({});
    const caller = member(own);
    const make = async () => {
      const FileId = await upload(said(), 'audio', own);
      return (await templates.CreateUVMSTemplate(caller, { ...draft, FileId, Submit: false })).TemplateId;
    };
    const kept = () => world.sql`SELECT 1 FROM template_sounds WHERE account_id = ${own}`;
    const first = { TemplateId: await make() };
    const [sound] = await world.sql<{ soundId: string; alaw: Buffer; ms: number }[]>`
      SELECT s.sound_id AS "soundId", alaw, sound_ms AS ms FROM template_sounds s
      JOIN templates t ON t.account_id = s.account_id AND t.sound_id = s.sound_id WHERE s.account_id = ${own}`;
    if (!sound) throw new Error('the sound was not kept');
    const by = { accountId: own, actor: 'customer', actorId: 'm', at: new Date(world.clock.now()) } as const;
    await whileHeld(
      world.sql,
      async (tx) => {
        await keepRecording(tx, own, sound, by.at);
        const { Name: name, Scene: scene, Purpose: purpose, Content: content } = draft;
        const other = { kind: 'audio', name, scene, appId: undefined, purpose, content } as const;
        await createTemplate(
          tx,
          { random: systemRandom },
          { ...other, language: 'zh', allDay: false },
          sound,
          by,
        );
      },
      [() => templates.DeleteUVMSTemplate(caller, first)],
    );
    expect(await kept()).toHaveLength(1);

    const second = { TemplateId: await make() };
    const FileId = await upload(sine({ seconds: 2, amplitude: 0.3 }), 'audio', own);
    const [copied] = await whileHeld<{ TemplateId: string }>(
      world.sql,
      (tx) => tx`SELECT 1 FROM templates WHERE account_id = ${own} FOR UPDATE`,
      [
        () => templates.CopyUVMSTemplate(caller, second),
        () => templates.UpdateUVMSTemplate(caller, { ...second, FileId }),
      ],
    );
    await templates.HearUVMSTemplate(operator('reviewer'), {
      AccountId: own,
      TemplateId: copied?.TemplateId ?? '',
    });
  });

  test('4.3.8 sent, the engine is given the sound that was approved', async () => {
    const own = await world.account({ cash: 1_000_000n });
    const caller = member(own);
    const file = { ...draft, FileId: await upload(said(), 'audio', own) };
    const { TemplateId } = await templates.CreateUVMSTemplate(caller, file);
    await world.sql`UPDATE templates SET status = 2 WHERE account_id = ${own} AND template_id = ${TemplateId}`;
    const sessionNo = await world.send(own, { templateId: TemplateId, values: [] });
    const folder = await mkdtemp(join(tmpdir(), 'herald-sounds-'));
    const supply = createSoundSupply({
      sql: world.sql,
      folder: createBlobFolder(folder, 10, () => world.clock.now()),
    });
    const played: string[] = [];
    const engine = scriptedEngine({
      async prepare(script) {
        const [piece] = 'pieces' in script ? script.pieces : [];
        if (piece?.kind === 'sound') played.push(piece.sound);
        await Promise.all(played.map((sound) => recordedSounds(folder)(sound)));
      },
      place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()),
    });
    await (await openPlacer(world, engine, { sounds: supply })).run();
    expect(await world.receipt(sessionNo)).toMatchObject({ result: 1 });
    expect(await readdir(folder)).toEqual(played);
    await rm(folder, { recursive: true });
  });

  test.each([
    ['too short', sine({ seconds: 0.5, amplitude: 0.2 }), '0.5 s'],
    ['too long', sine({ seconds: 61, amplitude: 0.2 }), '61 s'],
    ['too quiet', sine({ seconds: 2, amplitude: 0.01 }), 'too quiet (-43 dBFS)'],
    ['silent', new Int16Array(16_000), '100 % of it is silence'],
  ])('rules: one that is %s is refused, with the measure', async (_what, pcm, problem) => {
    const error = (await named(create(await upload(pcm)))) as HeraldError;
    expect(error.name).toBe('AUDIO_INVALID');
    expect(error.details.problemEn).toContain(problem);
  });

  test('rules: the file is one of the account’s own recordings', async () => {
    const strange = await upload(said(), 'audio', await world.account({}));
    for (const FileId of [strange, 'nothing', world.newId()]) {
      expect(await named(create(FileId))).toMatchObject({ name: 'FILE_NOT_FOUND' });
    }
  });

  test('rules: recorded sound tells no code and has no variables', async () => {
    const FileId = await upload(said());
    expect(await named(create(FileId, { Purpose: 1 }))).toMatchObject({ name: 'TEMPLATE_INVALID' });
    const error = (await named(create(FileId, { Content: '您好，您的订单{1}已发货。' }))) as HeraldError;
    expect(error.details.problemEn).toContain('variable-in-audio');
  });

  test('rules: a copy shares the sound; the last draft that is deleted takes it along', async () => {
    accountId = await world.account({});
    const first = await create(await upload(said()), { Submit: false });
    const copy = await templates.CopyUVMSTemplate(member(accountId), first);
    expect(await sounds()).toHaveLength(1);
    await templates.DeleteUVMSTemplate(member(accountId), first);
    expect(await hear(copy)).toBeDefined();
    const FileId = await upload(sine({ seconds: 2, amplitude: 0.3 }));
    await templates.UpdateUVMSTemplate(member(accountId), { TemplateId: copy.TemplateId, FileId });
    expect(seconds(await hear(copy))).toBe(2);
    expect(await sounds()).toHaveLength(1);
    await templates.DeleteUVMSTemplate(member(accountId), copy);
    expect(await sounds()).toHaveLength(0);
  });
});
