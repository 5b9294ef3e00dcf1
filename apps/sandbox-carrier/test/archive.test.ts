import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWav } from '@herald/media';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ArchiveOptions, createArchive } from '../src/heard/archive.ts';
import { createEar } from '../src/heard/ear.ts';
import { fileNameOf } from '../src/heard/file-name.ts';

const SOUND = Int16Array.from({ length: 800 }, (_, index) => index * 20);

let dir: string;
let log: string[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'herald-archive-'));
  log = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (more: Partial<ArchiveOptions> = {}) =>
  createArchive({ dir, maxFiles: 3, maxWaiting: 100, log: (line) => log.push(line), ...more });

describe('the folder of recordings', () => {
  test('voice: a recording is a whole file under the Call-ID, and nothing else lies beside it', async () => {
    const path = await open().keep('20260101-7.1', SOUND);
    expect(path).toBe(join(dir, '20260101-7.1.wav'));
    expect(decodeWav(await readFile(path ?? ''))).toEqual({ sampleRate: 8_000, channels: 1, pcm: SOUND });
    expect(await readdir(dir)).toEqual(['20260101-7.1.wav']);
  });

  test('voice: the newest recordings are kept, however fast they come', async () => {
    const archive = open();
    for (const callId of ['a', 'b', 'c', 'd', 'e']) void archive.keep(callId, SOUND);
    await archive.settled();
    expect((await readdir(dir)).sort()).toEqual(['c.wav', 'd.wav', 'e.wav']);
  });

  test('voice: a call heard again takes the place of its recording', async () => {
    const archive = open();
    for (const callId of ['a', 'b', 'c', 'a', 'd']) await archive.keep(callId, SOUND);
    expect((await readdir(dir)).sort()).toEqual(['a.wav', 'c.wav', 'd.wav']);
  });

  test('voice: recordings of an earlier run count, oldest first; what it left unfinished goes', async () => {
    for (const [age, name] of [
      'old.wav',
      'older.wav',
      'oldest.wav',
      'notes.txt',
      'torn.wav.part',
    ].entries()) {
      await writeFile(join(dir, name), '');
      await utimes(join(dir, name), 1_000_000 - age, 1_000_000 - age);
    }
    const archive = open();
    await archive.settled();
    expect((await readdir(dir)).sort()).toEqual(['notes.txt', 'old.wav', 'older.wav', 'oldest.wav']);
    await archive.keep('new', SOUND);
    expect((await readdir(dir)).sort()).toEqual(['new.wav', 'notes.txt', 'old.wav', 'older.wav']);
  });

  test('voice: a folder that does not exist yet, or was taken away, is made', async () => {
    const inner = join(dir, 'a', 'b');
    const archive = open({ dir: inner });
    await archive.settled();
    await rm(inner, { recursive: true });
    expect(await archive.keep('x', SOUND)).toBe(join(inner, 'x.wav'));
    expect(log).toEqual([]);
  });

  test('voice: a disk that fails is logged and rejects nothing, and the next recording is tried anew', async () => {
    const file = join(dir, 'file');
    await writeFile(file, '');
    const archive = open({ dir: file });
    expect(await archive.keep('x', SOUND)).toBeUndefined();
    expect(log).toEqual([expect.stringContaining(file), expect.stringContaining('x.wav')]);
    await rm(file);
    expect(await archive.keep('y', SOUND)).toBe(join(file, 'y.wav'));
  });

  test('voice: no more recordings wait for a slow disk than the bound says', async () => {
    const archive = open({ maxWaiting: 2 });
    const paths = await Promise.all(['a', 'b', 'c'].map((callId) => archive.keep(callId, SOUND)));
    expect(paths).toEqual([join(dir, 'a.wav'), join(dir, 'b.wav'), undefined]);
    expect(log).toEqual([expect.stringContaining('c.wav')]);
    expect(await archive.keep('c', SOUND)).toBe(join(dir, 'c.wav'));
  });
});

describe('the name of a recording', () => {
  test.each(['1790000000000000001.1', 'a-b_C.2', 'x'.repeat(160)])(
    'voice: a harmless Call-ID is its own name: %s',
    (callId) => {
      expect(fileNameOf(callId)).toBe(`${callId}.wav`);
    },
  );

  test.each([
    ['a b@host', 'a_b_host-'],
    ['../../etc/passwd', '_._.._etc_passwd-'],
    ['..', '_.-'],
    ['', '-'],
    ['.hidden', '_hidden-'],
    ['C:\\x', 'C__x-'],
    ['a\0b', 'a_b-'],
    ['x'.repeat(5_000), `${'x'.repeat(160)}-`],
  ])('rule: a Call-ID names no other folder and no strange file: %j', (callId, start) => {
    const name = fileNameOf(callId);
    expect(name.startsWith(start)).toBe(true);
    expect(name.slice(start.length)).toMatch(/^[0-9a-f]{12}\.wav$/);
  });

  test('rule: Call-IDs that look alike afterwards have files of their own', () => {
    expect(new Set(['a/b', 'a b', 'a_b', 'a@b'].map(fileNameOf)).size).toBe(4);
  });
});

describe('an ear', () => {
  const packet = new Int16Array(160).fill(4_000);
  const put = (ear: ReturnType<typeof createEar>, index: number, channel: 0 | 1 = 0, samples = packet) =>
    ear.recorder.put(channel, channel + 1, index * 160, samples, index * 20);

  test('voice: hears what is received and not what the callee itself says', () => {
    const ear = createEar(10, { seconds: 10 });
    ear.recorder.start(0);
    put(ear, 0, 1);
    put(ear, 1, 0);
    expect(ear.pcm()).toHaveLength(320);
    expect([...ear.pcm()].filter((sample) => sample !== 0)).toHaveLength(160);
  });

  test('voice: a recording ends at its bound', () => {
    const ear = createEar(0.1, { seconds: 10 });
    for (let index = 0; index < 10; index++) put(ear, index);
    expect(ear.pcm()).toHaveLength(800);
  });

  test('rule: all recordings together keep to their budget, and give back what they held', () => {
    const budget = { seconds: 0.1 };
    const first = createEar(10, budget);
    for (let index = 0; index < 4; index++) put(first, index);
    const second = createEar(10, budget);
    for (let index = 0; index < 10; index++) put(second, index);
    expect([first.pcm().length, second.pcm().length]).toEqual([640, 160]);
    first.release();
    first.release();
    put(second, 1);
    expect(second.pcm()).toHaveLength(320);
    second.release();
    expect(budget.seconds).toBeCloseTo(0.1, 9);
  });

  test('voice: silence and noise are no voice', () => {
    const ear = createEar(10, { seconds: 10 });
    let voices = 0;
    ear.onVoice = () => voices++;
    put(ear, 0, 0, new Int16Array(160).fill(400));
    put(ear, 1, 1);
    expect(voices).toBe(0);
    put(ear, 2);
    expect(voices).toBe(1);
  });
});
