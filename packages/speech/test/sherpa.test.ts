import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSpeaker, sherpaVoice, type Voice } from '../src/index.ts';
import { activeLevelDb } from '../src/sound/level.ts';
import { readSherpaModel } from '../src/voice/sherpa-model.ts';
import { peakDb, toneDb } from './support/signal.ts';
import { writeTinyModel } from './support/tiny-model.ts';

let root: string;
let voice: Voice | undefined;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'speech-sherpa-'));
  await writeTinyModel(join(root, 'zh'), '零幺二三四五六七八九');
  await writeTinyModel(join(root, 'en'), 'abcdefghijklmnopqrstuvwxyz');
});
afterAll(() => rm(root, { recursive: true }));
afterEach(() => voice?.close());

const folder = (name: string) => join(root, name);

function open(zh = 'zh', en = 'en', speaker = 0): Voice {
  voice = sherpaVoice({
    voices: { zh: { model: folder(zh), speaker }, en: { model: folder(en), speaker: 0 } },
    threads: 1,
  });
  return voice;
}

const say = (text: string, rate = 1, language: 'zh' | 'en' = 'zh') =>
  (voice as Voice).render(text, { language, rate, sampleRate: 8000 });

/** The pitch that the tiny model gives to the nth character. */
const pitch = (n: number) => 50 * n;

describe('A model that is there (a tiny one, made by the test, loaded and run by sherpa-onnx)', () => {
  test('Each language has its model; its sound comes at the rate that is wanted', async () => {
    open();
    const chinese = await say('九二');
    expect(chinese.sampleRate).toBe(8000);
    expect(chinese.pcm.length).toBe(5 * 800);
    expect(toneDb(chinese.pcm.subarray(850, 1550), pitch(10), 8000)).toBeGreaterThan(-12);
    expect(toneDb(chinese.pcm.subarray(2450, 3150), pitch(3), 8000)).toBeGreaterThan(-12);
    expect(toneDb(chinese.pcm.subarray(2450, 3150), pitch(10), 8000)).toBeLessThan(-30);
    const english = await say('z', 1, 'en');
    expect(toneDb(english.pcm.subarray(850, 1550), pitch(26), 8000)).toBeGreaterThan(-12);
  });

  test('The rate is its speed', async () => {
    open();
    expect((await say('九', 2)).pcm.length).toBe(1200);
    expect((await say('九', 0.8)).pcm.length).toBe(3000);
  });

  test('A speaker says codes with it, from clips of one character', async () => {
    const speaker = createSpeaker({ voice: open() });
    const pcm = await speaker.say([{ kind: 'code', text: '929' }], { language: 'zh', sampleRate: 16_000 });
    expect(speaker.stats()).toMatchObject({ made: 2, joined: 1 });
    expect(activeLevelDb(pcm, 16_000)).toBeCloseTo(-20, 0);
    expect(peakDb(pcm)).toBeLessThanOrEqual(-1);
    expect(toneDb(pcm.subarray(100, 1500), pitch(10), 16_000)).toBeGreaterThan(-25);
  });

  test('A text it knows no character of crashes the library, and not the caller: an error, and the next is said', async () => {
    open();
    const [lost, next] = [say('？？'), say('九')];
    await expect(lost).rejects.toMatchObject({
      code: 'voice-failed',
      message: expect.stringContaining('may not know the characters'),
    });
    expect((await next).pcm.length).toBe(2400);
  });
});

describe('What is missing is told, with what to do', () => {
  test('No folder', async () => {
    open('nowhere');
    await expect(say('九')).rejects.toMatchObject({
      code: 'voice-failed',
      message: expect.stringMatching(/nowhere cannot be read: unpack a sherpa-onnx TTS model there/),
    });
    // The other language speaks all the same.
    expect((await say('a', 1, 'en')).pcm.length).toBe(2400);
  });

  test('A folder that is put right is read again', async () => {
    open('later');
    await expect(say('九')).rejects.toThrow('later cannot be read');
    await writeTinyModel(folder('later'), '九');
    expect((await say('九')).pcm.length).toBe(2400);
  });

  test.each([
    ['an empty folder', [], 'holds no tokens.txt'],
    ['no model', ['tokens.txt'], 'holds no model'],
    ['two models', ['tokens.txt', 'a.onnx', 'b.onnx'], 'leave one of them'],
    [
      'two vocoders',
      ['tokens.txt', 'a.onnx', 'vocos-1.onnx', 'vocos-2.onnx'],
      'leave one of them as a vocoder',
    ],
  ])('%s', async (name, files, words) => {
    await put(name, files);
    await expect(readSherpaModel(folder(name))).rejects.toThrow(words);
  });

  test('A model that is damaged ends the library’s process, and is an error', async () => {
    await writeTinyModel(folder('damaged'), '九');
    await writeFile(join(folder('damaged'), 'model.onnx'), 'no model');
    open('damaged');
    await expect(say('九')).rejects.toMatchObject({
      code: 'voice-failed',
      message: expect.stringMatching(/may be damaged|model.onnx/),
    });
  });

  test('A speaker that the model has not', async () => {
    open('zh', 'en', 7);
    await expect(say('九')).rejects.toThrow(/has 1 speakers; number 7 is not one/);
  });
});

describe('The kind of a model is told by its files', () => {
  test('VITS, with its lexicon; the smaller of two precisions is left', async () => {
    await put('vits', ['tokens.txt', 'lexicon.txt', 'm.onnx', 'm.int8.onnx', 'date.fst']);
    const at = (name: string) => join(folder('vits'), name);
    expect(await readSherpaModel(folder('vits'))).toEqual({
      vits: { model: at('m.onnx'), tokens: at('tokens.txt'), lexicon: at('lexicon.txt') },
    });
    await unlink(at('m.onnx'));
    expect(await readSherpaModel(folder('vits'))).toMatchObject({ vits: { model: at('m.int8.onnx') } });
  });

  test('Piper’s VITS, with its phoneme data', async () => {
    await put('piper', ['tokens.txt', 'en_US.onnx', 'espeak-ng-data/phontab']);
    expect(await readSherpaModel(folder('piper'))).toMatchObject({
      vits: { dataDir: join(folder('piper'), 'espeak-ng-data') },
    });
  });

  test('Matcha, with its vocoder', async () => {
    await put('matcha', ['tokens.txt', 'lexicon.txt', 'model-steps-3.onnx', 'vocos-22khz-univ.onnx']);
    expect(await readSherpaModel(folder('matcha'))).toMatchObject({
      matcha: {
        acousticModel: join(folder('matcha'), 'model-steps-3.onnx'),
        vocoder: join(folder('matcha'), 'vocos-22khz-univ.onnx'),
      },
    });
  });

  test('Kokoro, with its voices and both lexicons', async () => {
    const files = ['tokens.txt', 'voices.bin', 'model.onnx', 'lexicon-gb-en.txt', 'lexicon-us-en.txt'];
    await put('kokoro', [...files, 'lexicon-zh.txt', 'espeak-ng-data/phontab']);
    const at = (name: string) => join(folder('kokoro'), name);
    expect(await readSherpaModel(folder('kokoro'))).toMatchObject({
      kokoro: { voices: at('voices.bin'), lexicon: `${at('lexicon-us-en.txt')},${at('lexicon-zh.txt')}` },
    });
  });
});

async function put(name: string, files: readonly string[]): Promise<void> {
  await mkdir(folder(name), { recursive: true });
  for (const file of files) {
    await mkdir(join(folder(name), file, '..'), { recursive: true });
    await writeFile(join(folder(name), file), '');
  }
}
