import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSpeaker, espeakVoice, type Language, type Speaker, type Voice } from '../src/index.ts';
import { activeLevelDb } from '../src/sound/level.ts';
import { bursts, character, noise, peakDb, sine } from './support/signal.ts';

let voice: Voice;
let speaker: Speaker;
beforeAll(async () => {
  voice = espeakVoice();
  speaker = createSpeaker({ voice });
});
afterAll(() => speaker.close());

const spell = (code: string, language: Language = 'zh') =>
  speaker.say([{ kind: 'code', text: code }], { language });
const sentence = (text: string, language: Language = 'zh', rate = 1) =>
  speaker.say([{ kind: 'text', text }], { language, rate });

describe('eSpeak NG speaks', () => {
  test.each([
    ['zh', '您好，您的快递已经到达，请尽快领取。', 16],
    ['en', 'Your parcel has arrived at the station, please come and collect it.', 18],
  ] as const)(
    'The sound is speech (%s): voiced, moving in colour and in level, 0.1–0.4 s a syllable',
    async (language, words, syllables) => {
      const pcm = await sentence(words, language);
      const { voiced, brightness, swing } = character(pcm);
      expect(voiced).toBeGreaterThan(0.4);
      expect(voiced).toBeLessThan(1);
      expect(brightness).toBeGreaterThan(0.05);
      expect(swing).toBeGreaterThan(3);
      const perSyllable = pcm.length / 8000 / syllables;
      expect(perSyllable).toBeGreaterThan(0.1);
      expect(perSyllable).toBeLessThan(0.4);
    },
  );

  test('The measure can tell: neither a tone nor noise passes for speech', () => {
    const tone = character(sine(200, 2, 8000));
    expect(tone.voiced).toBeGreaterThan(0.95);
    expect(tone.brightness).toBeLessThan(0.05);
    expect(tone.swing).toBeLessThan(3);
    const hiss = character(noise(2, 8000));
    expect(hiss.voiced).toBe(0);
    expect(hiss.brightness).toBeLessThan(0.05);
    expect(hiss.swing).toBeLessThan(3);
  });

  test('Level: -20 dBFS of active speech, peaks below -1 dBFS', async () => {
    const pcm = await sentence('您好，您的快递已经到达，请尽快领取。');
    expect(activeLevelDb(pcm, 8000)).toBeCloseTo(-20, 0);
    expect(peakDb(pcm)).toBeLessThanOrEqual(-1);
  });

  test('A faster rate takes less time, in proportion', async () => {
    const words = '您的快递已经到达，请尽快领取';
    const [slow, normal, fast] = [
      (await sentence(words, 'zh', 0.7)).length,
      (await sentence(words)).length,
      (await sentence(words, 'zh', 1.5)).length,
    ];
    expect(slow).toBeGreaterThan(normal * 1.2);
    expect(fast).toBeLessThan(normal * 0.8);
  });

  test('Each character of a code is heard on its own: A3F9 is four sounds of a syllable’s length', async () => {
    const sounds = bursts(await spell('A3F9'), 100);
    expect(sounds).toHaveLength(4);
    for (const { startMs, endMs } of sounds) {
      expect(endMs - startMs).toBeGreaterThan(120);
      expect(endMs - startMs).toBeLessThan(700);
    }
  });

  test('The same code sounds the same, also from another worker', async () => {
    const other = createSpeaker({ voice: espeakVoice() });
    try {
      await other.say([{ kind: 'text', text: '先说点别的' }], { language: 'zh' });
      expect(await other.say([{ kind: 'code', text: 'A3F9' }], { language: 'zh' })).toEqual(
        await spell('A3F9'),
      );
    } finally {
      await other.close();
    }
  });

  test.each(['zh', 'en'] as const)(
    'No two of the 36 characters have one sound, and no two digits come near (%s)',
    async (language) => {
      const clips: [string, Int16Array][] = [];
      for (const c of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') clips.push([c, await spell(c, language)]);
      for (const [a, clipA] of clips) {
        for (const [b, clipB] of clips.filter(([c]) => a < c)) {
          // On a telephone F and S differ by a faint hiss only: 0.994.
          const limit = /[0-9]/.test(a) && /[0-9]/.test(b) ? 0.75 : 0.997;
          expect(similarity(clipA, clipB), a + b).toBeLessThan(limit);
        }
      }
      expect(similarity(clips[5]?.[1] as Int16Array, clips[5]?.[1] as Int16Array)).toBeCloseTo(1);
    },
  );

  test('A text cannot command the voice: control characters and phoneme brackets are only text', async () => {
    const plain = await voice.render('一 二', { language: 'zh', rate: 1, sampleRate: 8000 });
    expect(await voice.render('一\u0001\u0002二', { language: 'zh', rate: 1, sampleRate: 8000 })).toEqual(
      plain,
    );
    expect(await voice.render("[[h@l'oU]]", { language: 'en', rate: 1, sampleRate: 8000 })).toEqual(
      await voice.render("  h@l'oU  ", { language: 'en', rate: 1, sampleRate: 8000 }),
    );
    expect(
      (await voice.render('-w /x', { language: 'en', rate: 1, sampleRate: 8000 })).pcm.length,
    ).toBeGreaterThan(800);
  });

  test('Too long a text is refused', async () => {
    await expect(
      voice.render('好'.repeat(4001), { language: 'zh', rate: 1, sampleRate: 8000 }),
    ).rejects.toMatchObject({
      code: 'too-long',
    });
  });

  test('The caller’s event loop goes on while the voice speaks', async () => {
    let turns = 0;
    let speaking = true;
    const rendered = voice
      .render('正在为您转接人工服务，请稍候。'.repeat(20), { language: 'zh', rate: 1, sampleRate: 8000 })
      .then(() => {
        speaking = false;
      });
    while (speaking) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }
    await rendered;
    // Synthesis on this thread would allow a turn or two.
    expect(turns).toBeGreaterThan(100);
  });
});

/**
 * Highest normalised cross-correlation of two clips over shifts of up to 20 ms: 1 when they are the same.
 * High frequencies are lifted first, as consonants carry little energy and most of the meaning.
 */
function similarity(a: Int16Array, b: Int16Array): number {
  const [x, y] = [emphasised(a), emphasised(b)];
  let best = 0;
  for (let shift = -160; shift <= 160; shift++) {
    let cross = 0;
    for (let i = Math.max(0, -shift); i < Math.min(x.length, y.length - shift); i++) {
      cross += (x[i] as number) * (y[i + shift] as number);
    }
    best = Math.max(best, cross);
  }
  return best / Math.sqrt(energy(x) * energy(y));
}

function emphasised(pcm: Int16Array): Float64Array {
  return Float64Array.from(pcm, (sample, i) => sample - 0.95 * (pcm[i - 1] ?? 0));
}

function energy(sound: Float64Array): number {
  return sound.reduce((sum, sample) => sum + sample * sample, 0);
}
