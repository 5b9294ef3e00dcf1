import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTrack } from '@herald/media';
import { createManualClock } from '@herald/sip/testkit';
import { type Speaker, SpeechError, type SpeechErrorCode } from '@herald/speech';
import { expect, test } from 'vitest';
import type { CallScript } from '../../src/calling/index.ts';
import { recordedSounds } from '../../src/calling/recorded-sounds.ts';
import { createSoundLibrary, type SoundLibraryOptions } from '../../src/calling/sound-library.ts';

function script(text: string, more: Partial<CallScript> = {}): CallScript {
  return { language: 'zh', pieces: [{ kind: 'text', text }], plays: 1, pauseMs: 0, ...more };
}

/** A library over a speaker that gives `samples` for anything, or does as it is told. */
function library(options: Partial<SoundLibraryOptions> & { say?: Speaker['say']; samples?: number } = {}) {
  const said: string[] = [];
  const speaker: Speaker = {
    async say(pieces, how) {
      const [piece] = pieces;
      said.push(piece && 'text' in piece ? piece.text : '');
      return options.say ? options.say(pieces, how) : new Int16Array(options.samples ?? 160);
    },
    warm: async () => {},
    stats: () => {
      throw new Error('not asked for');
    },
    close: async () => {},
  };
  const clock = createManualClock();
  const sounds = createSoundLibrary({
    speaker,
    clock,
    maxBytes: 1_000_000,
    maxMaking: 4,
    timeoutMs: 1000,
    ...options,
  });
  return { sounds, said, clock };
}

test('voice: the same words are one sound, however often and with whatever pause they are said', async () => {
  const { sounds, said } = library();
  const together = await Promise.all([sounds.track(script('a')), sounds.track(script('a'))]);
  const later = await sounds.track(script('a', { plays: 3, pauseMs: 900 }));
  expect(new Set([...together, later]).size).toBe(1);
  expect(said).toEqual(['a']);
  expect(later.codec).toBe('PCMA');
});

test('voice: the language is part of the sound', async () => {
  const { sounds, said } = library();
  await sounds.track(script('1'));
  await sounds.track(script('1', { language: 'en' }));
  expect(said).toEqual(['1', '1']);
});

test('rule: what is kept is bounded by bytes, and the one longest not asked for goes first', async () => {
  // Each costs its 8,000 samples and some 400 bytes: three fit.
  const { sounds, said } = library({ samples: 8000, maxBytes: 26_000 });
  for (const text of ['a', 'b', 'c', 'a', 'd']) await sounds.track(script(text));
  expect(said).toEqual(['a', 'b', 'c', 'd']);
  await sounds.track(script('a'));
  await sounds.track(script('c'));
  expect(said).toEqual(['a', 'b', 'c', 'd']);
  await sounds.track(script('b'));
  expect(said).toEqual(['a', 'b', 'c', 'd', 'b']);
});

test('rule: a sound that alone is over the bound is made and not kept', async () => {
  const { sounds, said } = library({ samples: 8000, maxBytes: 5000 });
  expect((await sounds.track(script('a'))).payload).toHaveLength(8000);
  await sounds.track(script('a'));
  expect(said).toEqual(['a', 'a']);
});

test('rule: more sounds in the making than the bound are refused as busy; those under way are joined', async () => {
  const { promise, resolve } = Promise.withResolvers<Int16Array>();
  const { sounds } = library({ maxMaking: 2, say: () => promise });
  const [a, b] = [sounds.track(script('a')), sounds.track(script('b'))];
  await expect(sounds.track(script('c'))).rejects.toMatchObject({ code: 'busy' });
  const again = sounds.track(script('a'));
  resolve(new Int16Array(160));
  expect(await again).toBe(await a);
  await b;
  await sounds.track(script('c'));
});

test('rule: a voice that hangs holds nobody longer than the bound, and what it says later is kept', async () => {
  const { promise, resolve } = Promise.withResolvers<Int16Array>();
  const { sounds, said, clock } = library({ say: () => promise });
  const waiting = sounds.track(script('a'));
  const refused = expect(waiting).rejects.toMatchObject({ code: 'voice' });
  await Promise.resolve();
  clock.advance(1000);
  await refused;
  expect(clock.pending).toBe(0);
  resolve(new Int16Array(160));
  await sounds.track(script('a'));
  expect(said).toEqual(['a']);
  expect(clock.pending).toBe(0);
});

test('voice: what another voice spoke is not kept: the next call is to have the right one', async () => {
  let fails = true;
  const { sounds, said } = library({
    async say(_, { onFallback }) {
      if (fails) onFallback?.();
      return new Int16Array(160);
    },
  });
  await sounds.track(script('a'));
  fails = false;
  for (let i = 0; i < 3; i++) await sounds.track(script('a'));
  expect(said).toEqual(['a', 'a']);
});

test.each<[SpeechErrorCode, string]>([
  ['bad-input', 'bad-script'],
  ['too-long', 'bad-script'],
  ['busy', 'busy'],
  ['timeout', 'voice'],
  ['voice-failed', 'voice'],
  ['closed', 'closed'],
])('rule: %s of the speaker is %s of the engine, and is not remembered', async (code, told) => {
  let fails = true;
  const { sounds } = library({
    async say() {
      if (fails) throw new SpeechError(code, 'no');
      return new Int16Array(160);
    },
  });
  await expect(sounds.track(script('a'))).rejects.toMatchObject({ name: 'CallEngineError', code: told });
  fails = false;
  await sounds.track(script('a'));
});

test('4.3.8 recorded sound is played as it was recorded, in its place among what is spoken', async () => {
  const recording = Int16Array.from({ length: 320 }, () => 8000);
  const asked: string[] = [];
  const { sounds, said } = library({
    recorded: async (sound) => {
      asked.push(sound);
      return recording;
    },
  });
  const alone = await sounds.track(script('', { pieces: [{ kind: 'sound', sound: 'one' }] }));
  expect(alone.payload).toEqual(encodeTrack(recording, 'PCMA').payload);
  const pieces = [
    { kind: 'text', text: 'a' },
    { kind: 'value', text: 'b' },
    { kind: 'sound', sound: 'two' },
    { kind: 'text', text: 'c' },
  ] as const;
  const { payload } = await sounds.track(script('', { pieces }));
  expect(said).toEqual(['a', 'c']);
  expect(asked).toEqual(['one', 'two']);
  const silence = new Int16Array(160);
  const whole = encodeTrack(Int16Array.from([...silence, ...recording, ...silence]), 'PCMA');
  expect(payload).toEqual(whole.payload);
});

test('4.3.8 a recorded sound that is not there, or is not what its name says, is not played', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'herald-sounds-'));
  try {
    const recorded = recordedSounds(folder);
    const bytes = Buffer.alloc(160, 0x55);
    const name = createHash('sha256').update(bytes).digest('hex');
    const { sounds } = library({ recorded });
    const play = () => sounds.track(script('', { pieces: [{ kind: 'sound', sound: name }] }));
    await expect(play()).rejects.toMatchObject({ code: 'voice' });
    await writeFile(join(folder, name), Buffer.alloc(160, 0x56));
    await expect(play()).rejects.toMatchObject({ code: 'voice' });
    await writeFile(join(folder, name), bytes);
    expect((await play()).payload).toEqual(new Uint8Array(bytes));
    await expect(recorded('../../etc/passwd')).rejects.toThrow('SHA-256');
  } finally {
    await rm(folder, { recursive: true });
  }
});
