import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createSpeaker, type Piece, SpeechError, type SpeechErrorCode } from '../src/index.ts';
import { activeLevelDb } from '../src/sound/level.ts';
import { fakeVoice, tone } from './support/fake-voice.ts';
import { createManualClock } from './support/manual-clock.ts';
import { bursts, noise, peakDb, sine, toneDb } from './support/signal.ts';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'speech-speaker-'));
  folders.push(folder);
  return folder;
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const text = (words: string): Piece => ({ kind: 'text', text: words });
const value = (words: string): Piece => ({ kind: 'value', text: words });
const code = (characters: string): Piece => ({ kind: 'code', text: characters });
const pause = (ms: number): Piece => ({ kind: 'pause', ms });

/** Silence between the sounds, ms. */
function gaps(pcm: Int16Array): number[] {
  const found = bursts(pcm, 30);
  return found.slice(1).map((burst, i) => burst.startMs - (found[i]?.endMs ?? 0));
}

describe('Joining', () => {
  test('Clips lose their own silence and get natural gaps: 150 ms in a code, 200 around it, 60 between words', async () => {
    const { voice } = fakeVoice();
    const pcm = await createSpeaker({ voice }).say([text('您的'), value('快递'), text('码'), code('A3F')], {
      language: 'zh',
    });
    // Each clip keeps up to 15 ms at both of its ends.
    const expected = [60, 60, 200, 150, 150];
    const measured = gaps(pcm);
    expect(measured).toHaveLength(expected.length);
    for (const [i, gap] of measured.entries()) {
      expect(gap).toBeGreaterThanOrEqual(expected[i] as number);
      expect(gap).toBeLessThan((expected[i] as number) + 45);
    }
  });

  test('A sentence’s end makes a longer gap than a comma, and that a longer one than none', async () => {
    const { voice } = fakeVoice();
    const speaker = createSpeaker({ voice });
    const gap = async (words: string) =>
      gaps(await speaker.say([text(words), value('乙')], { language: 'zh' }))[0] as number;
    const [none, comma, stop] = [await gap('甲'), await gap('甲，'), await gap('甲。')];
    expect(comma).toBeGreaterThan(none + 100);
    expect(stop).toBeGreaterThan(comma + 100);
  });

  test('Gaps keep pace with the rate; pauses do not', async () => {
    const { voice } = fakeVoice();
    const speaker = createSpeaker({ voice });
    const pieces = [text('甲。'), value('乙'), pause(500), text('丙')];
    const normal = await speaker.say(pieces, { language: 'zh' });
    const fast = await speaker.say(pieces, { language: 'zh', rate: 2 });
    expect(normal.length - fast.length).toBe(8 * 200);
  });

  test('A pause stands in the place of the gap, at its length, also at both ends', async () => {
    const { voice } = fakeVoice();
    const speaker = createSpeaker({ voice });
    const plain = await speaker.say([text('甲'), text('乙')], { language: 'zh' });
    const paused = await speaker.say(
      [pause(100), text('甲'), pause(700), pause(300), text('乙'), pause(50)],
      {
        language: 'zh',
      },
    );
    expect(paused.length).toBe(plain.length + 8 * (100 + 1000 - 60 + 50));
  });

  test('All clips come to one level and none clips, whatever the voice gives', async () => {
    const loudness = new Map([
      ['甲', 0.9],
      ['乙', 0.01],
    ]);
    const { voice } = fakeVoice((words) => ({
      sampleRate: 8000,
      pcm: noise(0.4, 8000, loudness.get(words) ?? 1),
    }));
    const pcm = await createSpeaker({ voice }).say([text('甲'), pause(500), text('乙')], { language: 'zh' });
    const [first, second] = bursts(pcm, 100).map(({ startMs, endMs }) =>
      pcm.subarray(startMs * 8, endMs * 8),
    );
    expect(activeLevelDb(first as Int16Array, 8000)).toBeCloseTo(-20, 0);
    expect(activeLevelDb(second as Int16Array, 8000)).toBeCloseTo(-20, 0);
    expect(peakDb(pcm)).toBeLessThanOrEqual(-1);
  });

  test('The caller may write into what it got', async () => {
    const { voice } = fakeVoice();
    const speaker = createSpeaker({ voice });
    const first = await speaker.say([text('甲')], { language: 'zh' });
    const copy = first.slice();
    first.fill(0);
    expect(await speaker.say([text('甲')], { language: 'zh' })).toEqual(copy);
  });
});

describe('Rendering', () => {
  test('A code never costs a render after warm(): 36 clips, once', async () => {
    const { voice, asked } = fakeVoice();
    // Memory for no clip at all: the warmed ones are kept all the same.
    const speaker = createSpeaker({ voice, memoryBytes: 0 });
    await speaker.warm('zh');
    expect(asked.map(({ text: words }) => words).join('')).toBe(
      '零幺二三四五六七八九ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    );
    for (const characters of ['A3F9', '000111', 'zqx778'])
      await speaker.say([code(characters)], { language: 'zh' });
    expect(asked).toHaveLength(36);
  });

  test('Fixed words are rendered once for any values; a value is read as its template tells', async () => {
    const { voice, asked } = fakeVoice();
    const speaker = createSpeaker({ voice });
    for (const digits of ['6789', '1234', '6789']) {
      await speaker.say([text('尾号'), value(digits), text('的卡。')], { language: 'zh' });
    }
    expect(asked.map(({ text: words }) => words)).toEqual(['尾号', '六七八九', '的卡。', '幺二三四']);
  });

  test('Requests for one prompt at one time render it once', async () => {
    const { voice, asked } = fakeVoice();
    const speaker = createSpeaker({ voice });
    await Promise.all(Array.from({ length: 50 }, () => speaker.say([text('您好')], { language: 'zh' })));
    expect(asked).toHaveLength(1);
  });

  test('Two voices over one folder keep their clips apart', async () => {
    const cacheDir = await newFolder();
    const first = createSpeaker({ voice: fakeVoice().voice, cacheDir });
    await first.say([text('您好')], { language: 'zh' });
    await first.close();
    const { voice, asked } = fakeVoice(undefined, 'fake-2');
    const second = createSpeaker({ voice, cacheDir });
    await second.say([text('您好')], { language: 'zh' });
    await second.close();
    expect(asked).toHaveLength(1);
    const clips = (await readdir(cacheDir, { recursive: true })).filter((name) => name.endsWith('.clip'));
    expect(clips).toHaveLength(2);
  });

  test('Language and rate make another sound; rates that no one can tell apart do not', async () => {
    const { voice, asked } = fakeVoice();
    const speaker = createSpeaker({ voice });
    await speaker.say([text('ok')], { language: 'zh' });
    await speaker.say([text('ok')], { language: 'en' });
    await speaker.say([text('ok')], { language: 'en', rate: 1.25 });
    await speaker.say([text('ok')], { language: 'en', rate: 1.2501 });
    expect(asked.map(({ language, rate }) => [language, rate])).toEqual([
      ['zh', 1],
      ['en', 1],
      ['en', 1.25],
    ]);
  });

  test('Template texts and code clips outlive the process on disk; values, which are personal, do not', async () => {
    const cacheDir = await newFolder();
    const pieces = [text('您好，'), value('张三'), text('，您的验证码是'), code('A3')];
    const first = createSpeaker({ voice: fakeVoice().voice, cacheDir });
    const said = await first.say(pieces, { language: 'zh' });
    await first.close();
    const clips = (await readdir(cacheDir, { recursive: true })).filter((name) => name.endsWith('.clip'));
    expect(clips).toHaveLength(4);
    const { voice, asked } = fakeVoice();
    expect(await createSpeaker({ voice, cacheDir }).say(pieces, { language: 'zh' })).toEqual(said);
    expect(asked.map(({ text: words }) => words)).toEqual(['张三']);
  });
});

describe('The fallback voice', () => {
  /** A voice that fails as it is told, and one that steps in. */
  function broken(code: SpeechErrorCode = 'voice-failed') {
    const state = { failing: true };
    const main = fakeVoice((words) => {
      if (state.failing) throw new SpeechError(code, `cannot say it (${code})`);
      return tone(words);
    });
    const other = fakeVoice(undefined, 'fake-2');
    const { clock, advance } = createManualClock();
    const told: SpeechError[] = [];
    const onFallback = (reason: SpeechError) => told.push(reason);
    const speaker = createSpeaker({ voice: main.voice, fallback: other.voice, onFallback, clock });
    return { state, main, other, speaker, told, advance };
  }

  test.each(['voice-failed', 'timeout', 'busy'] as const)(
    'It speaks the whole prompt when the voice fails (%s): never silent; counted and told',
    async (code) => {
      const { other, speaker, told } = broken(code);
      let kept = true;
      const pcm = await speaker.say([text('您的码是'), value('甲')], {
        language: 'zh',
        onFallback: () => {
          kept = false;
        },
      });
      expect(activeLevelDb(pcm, 8000)).toBeCloseTo(-20, 0);
      expect(other.asked.map(({ text: words }) => words)).toEqual(['您的码是', '甲']);
      expect(told).toMatchObject([{ code }]);
      expect(kept).toBe(false);
      expect(speaker.stats().fallbacks).toBe(1);
    },
  );

  test('One clip that fails is enough: no prompt has two voices', async () => {
    const { voice } = fakeVoice((words) => {
      if (words === '乙') throw new SpeechError('voice-failed', 'no');
      return tone(words);
    });
    const { voice: fallback, asked } = fakeVoice(undefined, 'fake-2');
    const speaker = createSpeaker({ voice, fallback });
    await speaker.say([text('甲'), value('乙')], { language: 'zh' });
    expect(asked.map(({ text: words }) => words)).toEqual(['甲', '乙']);
  });

  test('Its clips are its own: a voice that is well again is heard again', async () => {
    const { state, main, speaker } = broken();
    const during = await speaker.say([text('甲')], { language: 'zh' });
    state.failing = false;
    const after = await speaker.say([text('甲')], { language: 'zh' });
    expect(main.asked).toHaveLength(2);
    expect(speaker.stats()).toMatchObject({ made: 2, fallbacks: 1 });
    expect(after.length).toBe(during.length);
  });

  test('After three failures in a row the voice is left alone for 10 s, then asked again', async () => {
    const { main, speaker, told, advance } = broken();
    for (const words of ['甲', '乙', '丙', '丁', '戊']) await speaker.say([text(words)], { language: 'zh' });
    expect(main.asked).toHaveLength(3);
    expect(told.at(-1)?.message).toMatch(/out of order and not asked for 10 s: cannot say it/);
    advance(10_000);
    await speaker.say([text('己')], { language: 'zh' });
    await speaker.say([text('庚')], { language: 'zh' });
    expect(main.asked).toHaveLength(4);
  });

  test('A success in between starts the count anew: one text that a voice cannot say does not silence it', async () => {
    const { state, main, speaker } = broken();
    for (const words of ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛']) {
      state.failing = words !== '丙' && words !== '己';
      await speaker.say([text(words)], { language: 'zh' });
    }
    expect(main.asked).toHaveLength(8);
  });

  test('What is wrong for any voice is refused, not said by another', async () => {
    const { other, speaker } = broken();
    await expect(speaker.say([], { language: 'zh' })).rejects.toMatchObject({ code: 'bad-input' });
    const long = createSpeaker({
      voice: fakeVoice(() => ({ sampleRate: 10, pcm: noise(301, 10) })).voice,
      fallback: other.voice,
    });
    await expect(long.say([text('好')], { language: 'zh' })).rejects.toMatchObject({ code: 'too-long' });
    expect(other.asked).toHaveLength(0);
  });

  test('When both fail the error is told', async () => {
    const fails = () => {
      throw new SpeechError('timeout', 'slow');
    };
    const speaker = createSpeaker({ voice: fakeVoice(fails).voice, fallback: fakeVoice(fails, 'b').voice });
    await expect(speaker.say([text('好')], { language: 'zh' })).rejects.toMatchObject({ code: 'timeout' });
  });
});

describe('16 kHz, for G.722', () => {
  test('The same prompt at both rates takes the same time, at the same level; its clips are kept apart', async () => {
    const { voice, asked } = fakeVoice();
    const speaker = createSpeaker({ voice });
    const pieces = [text('甲。'), pause(500), code('A3')];
    const narrow = await speaker.say(pieces, { language: 'zh' });
    const wide = await speaker.say(pieces, { language: 'zh', sampleRate: 16_000 });
    expect(wide.length / 16_000).toBeCloseTo(narrow.length / 8000, 1);
    expect(activeLevelDb(wide, 16_000)).toBeCloseTo(-20, 0);
    expect(asked.map(({ sampleRate }) => sampleRate)).toEqual([8000, 8000, 8000, 16_000, 16_000, 16_000]);
  });

  test('What lies between 4 and 7 kHz is in it', async () => {
    const { voice } = fakeVoice(() => ({ sampleRate: 22_050, pcm: sine(6000, 0.4, 22_050) }));
    const speaker = createSpeaker({ voice });
    const wide = await speaker.say([text('甲')], { language: 'zh', sampleRate: 16_000 });
    expect(toneDb(wide.subarray(400, 5600), 6000, 16_000)).toBeGreaterThan(-22);
  });

  test('Warmed at 16 kHz, codes cost no render at 16 kHz', async () => {
    const { voice, asked } = fakeVoice();
    const speaker = createSpeaker({ voice, memoryBytes: 0 });
    await speaker.warm('zh', 16_000);
    await speaker.say([code('A3F9')], { language: 'zh', sampleRate: 16_000 });
    expect(asked).toHaveLength(36);
  });
});

describe('Refusals', () => {
  const say = (pieces: readonly Piece[], rate = 1) =>
    createSpeaker({ voice: fakeVoice().voice }).say(pieces, { language: 'zh', rate });

  test.each<[string, Piece[]]>([
    ['a text of more than 500 characters', [text('好'.repeat(501))]],
    ['a code of more than 64', [code('1'.repeat(65))]],
    ['more than 2,000 characters in all', Array.from({ length: 5 }, () => text('好'.repeat(401)))],
    ['more than 64 pieces', Array.from({ length: 65 }, () => text('好'))],
    ['a pause of more than 10 s', [text('好'), pause(10_001)]],
    ['more than five minutes of sound', [text('好'), ...Array.from({ length: 31 }, () => pause(10_000))]],
  ])('Refused as too long: %s', async (_, pieces) => {
    await expect(say(pieces)).rejects.toMatchObject({ name: 'SpeechError', code: 'too-long' });
  });

  test.each<[string, Piece[], number?]>([
    ['no pieces', []],
    ['nothing to say', [text('……'), value(' 😀 '), code('--'), pause(100)]],
    ['a negative pause', [text('好'), pause(-1)]],
    ['a pause that is no number', [text('好'), pause(Number.NaN)]],
    ['a rate that is no number', [text('好')], Number.NaN],
    ['a rate out of range', [text('好')], 3],
  ])('Refused as bad input: %s', async (_, pieces, rate) => {
    await expect(say(pieces, rate)).rejects.toMatchObject({ name: 'SpeechError', code: 'bad-input' });
  });

  test('Whatever a voice throws comes out as a SpeechError, and the next call is served', async () => {
    let broken = true;
    const { voice } = fakeVoice((words) => {
      if (broken) throw new TypeError(`cannot say ${words}`);
      return { sampleRate: 8000, pcm: noise(0.2, 8000) };
    });
    const speaker = createSpeaker({ voice });
    const error = await speaker.say([text('好')], { language: 'zh' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpeechError);
    expect(error).toMatchObject({ code: 'voice-failed', cause: expect.any(TypeError) });
    broken = false;
    expect((await speaker.say([text('好')], { language: 'zh' })).length).toBeGreaterThan(0);
  });

  test('A voice that gives silence has failed; one that talks for ever is cut off', async () => {
    const silent = createSpeaker({
      voice: fakeVoice(() => ({ sampleRate: 8000, pcm: new Int16Array(800) })).voice,
    });
    await expect(silent.say([text('好')], { language: 'zh' })).rejects.toMatchObject({
      code: 'voice-failed',
    });
    const endless = createSpeaker({
      voice: fakeVoice(() => ({ sampleRate: 10, pcm: noise(301, 10) })).voice,
    });
    await expect(endless.say([text('好')], { language: 'zh' })).rejects.toMatchObject({ code: 'too-long' });
  });

  test('A closed speaker says so', async () => {
    const speaker = createSpeaker({ voice: fakeVoice().voice });
    await speaker.close();
    await expect(speaker.say([text('好')], { language: 'zh' })).rejects.toMatchObject({ code: 'closed' });
    await expect(speaker.warm('zh')).rejects.toMatchObject({ code: 'closed' });
  });
});
