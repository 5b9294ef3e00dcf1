import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSpeaker, espeakVoice, type Language, type Piece, type Speaker } from '../src/index.ts';
import { distance, measureSpeech, spectraOf, unlikeSpeech } from './support/likeness.ts';
import { bursts, noise, sine } from './support/signal.ts';

let speaker: Speaker;
beforeAll(() => {
  speaker = createSpeaker({ voice: espeakVoice() });
});
afterAll(() => speaker.close());

const text = (words: string): Piece => ({ kind: 'text', text: words });
const code = (characters: string): Piece => ({ kind: 'code', text: characters });

const RATES = [8000, 16_000] as const;
const PROMPTS: [Language, string, Piece[]][] = [
  ['zh', 'a sentence', [text('您好，您的快递已经到达，请尽快领取。')]],
  ['en', 'a sentence', [text('Your parcel has arrived at the station, please come and collect it.')]],
  ['zh', 'a code', [code('A3F9')]],
  ['en', 'a code', [code('A3F9')]],
  ['zh', 'a message', [text('您的验证码是'), code('307914'), text('五分钟内有效，请勿告诉他人。')]],
];

describe.each(RATES)('By its signal at %i Hz', (sampleRate) => {
  test.each(PROMPTS)('what the voice says is speech (%s, %s)', async (language, _, pieces) => {
    const measure = measureSpeech(await speaker.say(pieces, { language, sampleRate }), sampleRate);
    expect(unlikeSpeech(measure), JSON.stringify(measure)).toEqual([]);
  });

  const buzz = Int16Array.from(
    { length: 3 * sampleRate },
    (_, i) => (((i * 120) / sampleRate) % 1) * 20_000 - 10_000,
  );
  /** Loudness that goes up and down at the pace of syllables. */
  const swaying = (pcm: Int16Array) =>
    pcm.map((sample, i) => sample * (0.5 + 0.5 * Math.sin((2 * Math.PI * 4 * i) / sampleRate)));
  const stuttering = (pcm: Int16Array) =>
    pcm.map((sample, i) => (((i * 4) / sampleRate) % 1 < 0.5 ? sample : 0));

  test.each([
    ['silence', new Int16Array(2 * sampleRate)],
    ['noise', noise(2, sampleRate)],
    ['noise that sways', swaying(noise(2, sampleRate))],
    ['a low tone', sine(200, 2, sampleRate)],
    ['a high tone', sine(1000, 2, sampleRate)],
    ['a ringing tone', stuttering(sine(450, 3, sampleRate))],
    ['a tone that sways', swaying(sine(200, 2, sampleRate))],
    ['a buzz', buzz],
    ['a buzz that sways', swaying(buzz)],
    ['a buzz that stutters', stuttering(buzz)],
  ])('%s is not', (_, pcm) => {
    const measure = measureSpeech(pcm, sampleRate);
    expect(unlikeSpeech(measure), JSON.stringify(measure)).not.toEqual([]);
  });
});

describe.each(['zh', 'en'] as const)('Codes (%s)', (language) => {
  // Some differ in one character only.
  const codes = ['3079', '3019', '3078', '7K2M', '9F3A'];
  const words = language === 'zh' ? ['您的验证码是', '请勿告诉他人。'] : ['Your code is', 'Do not share it.'];

  /** The code as it is heard in a prompt, found by the silence between its characters. */
  async function heard(characters: string, where: 'first' | 'last', rate = 1) {
    const [before = '', after = ''] = words;
    const pieces = where === 'first' ? [code(characters), text(after)] : [text(before), code(characters)];
    const pcm = await speaker.say(pieces, { language, rate });
    const found = bursts(pcm, 110 / rate);
    const [from, to] =
      where === 'first'
        ? [found[0], found[characters.length - 1]]
        : [found.at(-characters.length), found.at(-1)];
    return spectraOf(pcm.subarray((from?.startMs ?? 0) * 8, (to?.endMs ?? 0) * 8), 8000);
  }

  test.each([
    ['at another place of a prompt', 1],
    ['at another place, and faster', 1.15],
  ])('A code is nearer to itself %s than to any other code', async (_, rate) => {
    const first = await Promise.all(codes.map((characters) => heard(characters, 'first')));
    const last = await Promise.all(codes.map((characters) => heard(characters, 'last', rate)));
    // Measured: 0 dB, and 1.3 to 1.7 when faster; codes that differ in one character 2.6 and 3.4 at least.
    const apart = first.map((a) => last.map((b) => distance(a, b)));
    for (const [i, row] of apart.entries()) {
      const others = row.filter((__, j) => j !== i);
      expect(row[i], codes[i]).toBeLessThan(Math.min(...others) / 2);
    }
  });
});
