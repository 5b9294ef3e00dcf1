import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerEvent, type AnswerTerms, createAnswerMachine } from '../../src/amd/answer-machine.ts';
import { FRAME_SAMPLES, frameOf } from '../../src/amd/frame.ts';
import { joined, mixed, noise, seeded, speechLike } from '../support/noise.ts';
import { sine } from '../support/tone.ts';

const silence = (ms: number) => new Int16Array(ms * 8);
/** Voiced sound without a pause in it, as a vowel or a syllable is. */
const word = (ms: number, seed = 1) => {
  const voice = speechLike(4, 9_000, seeded(seed));
  const out = new Int16Array(ms * 8);
  let at = 0;
  for (let from = 0; from + 160 <= voice.length && at + 160 <= out.length; from += 160) {
    const piece = voice.subarray(from, from + 160);
    if (frameOf(piece).levelDb < -30) continue;
    out.set(piece, at);
    at += 160;
  }
  return out;
};
const beep = (hz: number, ms: number) => sine(hz, ms / 1_000, 8_000, 8_000);

function told(sound: Int16Array, terms: AnswerTerms = {}): AnswerEvent[] {
  const machine = createAnswerMachine(terms);
  const events: AnswerEvent[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= sound.length; at += FRAME_SAMPLES) {
    events.push(...machine.frame(frameOf(sound.subarray(at, at + FRAME_SAMPLES))));
  }
  return events;
}

function verdictOf(sound: Int16Array, terms: AnswerTerms = {}): string {
  const [first] = told(sound, terms);
  return first?.kind === 'verdict' ? `${first.verdict.by}: ${first.verdict.reason}` : 'none';
}

describe('who answered', () => {
  test.each([120, 200, 300, 450])('a short “喂？” of %i ms and silence is a person', (ms) => {
    for (let seed = 1; seed <= 10; seed++) {
      const sound = joined(silence(400), word(ms, seed), silence(1_500));
      expect(verdictOf(sound)).toBe('person: short-greeting');
    }
  });

  test('“喂，你好” with a pause between is a person, known 0.8 s after the last word', () => {
    const sound = joined(silence(300), word(260), silence(200), word(400, 2), silence(2_000));
    const [event] = told(sound);
    expect(event).toMatchObject({ verdict: { by: 'person' }, voiceMs: 260 + 200 + 400 });
    expect(event?.atMs).toBe(300 + 260 + 200 + 400 + 800);
  });

  test('a long greeting is a machine, known while it still speaks; its beep is told when it is over', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const greeting = speechLike(6, 9_000, seeded(seed));
      const sound = joined(silence(500), greeting, silence(400), beep(1_000, 400), silence(2_000));
      const [verdict, end] = told(sound);
      expect(verdict).toMatchObject({ verdict: { by: 'voicemail' } });
      expect(verdict?.atMs).toBeLessThan(3_500);
      expect(end).toMatchObject({ kind: 'beep' });
      expect(end?.atMs).toBeGreaterThanOrEqual(7_300);
      expect(end?.atMs).toBeLessThanOrEqual(7_340);
    }
  });

  test('many short words are a machine, though each is short', () => {
    const words = Array.from({ length: 6 }, (_, nth) => [word(100, nth + 1), silence(140)]).flat();
    expect(verdictOf(joined(...words, silence(2_000)))).toBe('voicemail: many-words');
  });

  test('nobody speaks: unsure, after 2.5 s, whether the line is silent or hisses', () => {
    expect(verdictOf(silence(4_000))).toBe('unsure: silence');
    for (let seed = 1; seed <= 5; seed++) {
      expect(verdictOf(noise(32_000, 60, seeded(seed)))).toBe('unsure: silence');
    }
    expect(told(silence(4_000))[0]?.atMs).toBe(2_500);
  });

  test('a beep without a greeting is a machine', () => {
    expect(told(joined(silence(600), beep(1_400, 300), silence(2_000)))).toMatchObject([
      { kind: 'verdict', verdict: { by: 'voicemail', reason: 'beep' } },
      { kind: 'beep', atMs: 920 },
    ]);
  });

  test.each([425, 800, 1_000, 1_400, 2_100])('a beep of %i Hz is heard in the noise of a line', (hz) => {
    for (let seed = 1; seed <= 5; seed++) {
      const sound = joined(silence(200), beep(hz, 300), silence(1_000));
      const events = told(mixed(sound, noise(sound.length, 400, seeded(seed))));
      expect(events.map(({ kind }) => kind)).toEqual(['verdict', 'beep']);
    }
  });

  test('a tone of the network that lasts is no beep, and no voice', () => {
    expect(verdictOf(joined(sine(450, 8), silence(1_000)))).toBe('unsure: time');
  });

  test('a tone of 3 s is no beep either', () => {
    expect(verdictOf(joined(beep(1_000, 3_000), silence(1_000)))).toBe('unsure: silence');
  });

  test('a tone that glides is no beep', () => {
    const siren = Int16Array.from({ length: 3_200 }, (_, n) =>
      Math.round(8_000 * Math.sin(2 * Math.PI * (900 + (n * 400) / 6_400) * (n / 8_000))),
    );
    expect(verdictOf(joined(silence(400), siren, silence(4_000)))).toBe('unsure: silence');
  });

  test('clicks are no words', () => {
    const clicks = Array.from({ length: 8 }, (_, nth) => [word(40, nth + 1), silence(240)]).flat();
    expect(verdictOf(joined(...clicks, silence(2_000)))).toBe('unsure: silence');
  });

  test('a person in the noise of a street is a person', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const sound = joined(silence(600), word(350, seed), silence(1_600));
      expect(verdictOf(mixed(sound, noise(sound.length, 250, seeded(seed))))).toBe('person: short-greeting');
    }
  });

  test('speech has no beep in it: 10 minutes of sounds made as speech is', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const events = told(speechLike(30, 12_000, seeded(seed)));
      expect([seed, events.map(({ kind }) => kind)]).toEqual([seed, ['verdict']]);
    }
  });

  test('terms are the caller’s: a greeting of 1.2 s is a machine to who says so', () => {
    const sound = joined(word(1_200), silence(1_500));
    expect(verdictOf(sound)).toBe('person: short-greeting');
    expect(verdictOf(sound, { greetingMs: 1_000 })).toBe('voicemail: long-greeting');
  });

  test('whatever is heard, there is one verdict within its bound, at most one beep, and an end', () => {
    const frame = fc.record(
      {
        levelDb: fc.double({ min: -100, max: 0, noNaN: true }),
        toneHz: fc.double({ min: 350, max: 3_000, noNaN: true }),
      },
      { requiredKeys: ['levelDb'] },
    );
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 60 }), (frames) => {
        const machine = createAnswerMachine({ beepMs: 10_000 });
        const events: AnswerEvent[] = [];
        for (let nth = 0; nth < 500; nth++) {
          events.push(...machine.frame(frames[nth % frames.length] as (typeof frames)[number]));
        }
        const verdicts = events.filter(({ kind }) => kind === 'verdict');
        expect(verdicts.length).toBe(1);
        expect(verdicts[0]?.atMs).toBeLessThanOrEqual(5_000);
        expect(events.length).toBeLessThanOrEqual(2);
        expect(machine.over).toBe(true);
      }),
    );
  });
});
