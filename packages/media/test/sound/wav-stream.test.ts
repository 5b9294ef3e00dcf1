import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordToFile } from '../../src/file/record-to-file.ts';
import { createRecorder } from '../../src/sound/recorder.ts';
import { decodeWav } from '../../src/sound/wav.ts';
import { createWavStream, type WavStreamOptions } from '../../src/sound/wav-stream.ts';

/** A place to write to, that counts what is under way. */
function memory(o: Partial<WavStreamOptions> = {}) {
  let bytes = new Uint8Array(0);
  let most = 0;
  let writes = 0;
  const stream = createWavStream({
    layout: 'stereo',
    ...o,
    async write(position, part) {
      writes++;
      most = Math.max(most, part.length);
      const grown = new Uint8Array(Math.max(bytes.length, position + part.length));
      grown.set(bytes);
      grown.set(part, position);
      bytes = grown;
    },
  });
  return {
    stream,
    wav: () => decodeWav(bytes),
    bytes: () => bytes,
    largest: () => most,
    writes: () => writes,
  };
}

const packet = (value: number) => new Int16Array(160).fill(value);

describe('a recording that is written while it grows', () => {
  test('received left, sent right, each where it was in time; gaps are silence', async () => {
    const { stream, wav } = memory();
    stream.start(1_000);
    stream.put(0, 1, 777, packet(5), 1_000);
    stream.put(1, 2, 50, packet(7), 1_040);
    stream.put(0, 1, 777 + 3_200, packet(6), 1_400);
    expect(await stream.end()).toEqual({ seconds: 0.42, dropped: 0, lostBlocks: 0 });
    const { pcm, channels, sampleRate } = wav();
    expect([channels, sampleRate, pcm.length]).toEqual([2, 8_000, 2 * 3_360]);
    const at = (ms: number) => [pcm[ms * 16], pcm[ms * 16 + 1]];
    expect([at(0), at(20), at(40), at(60), at(400)]).toEqual([
      [5, 0],
      [0, 0],
      [0, 7],
      [0, 0],
      [6, 0],
    ]);
  });

  test('mixed, both are in one channel, and what is too loud is cut', async () => {
    const { stream, wav } = memory({ layout: 'mixed' });
    stream.start(0);
    stream.put(0, 1, 0, packet(30_000), 0);
    stream.put(1, 2, 0, packet(30_000), 0);
    stream.put(0, 1, 160, packet(-5), 20);
    await stream.end();
    expect([wav().channels, wav().pcm[0], wav().pcm[160]]).toEqual([1, 32_767, -5]);
  });

  test('wide band keeps its rate, by the same time stamps', async () => {
    const { stream, wav } = memory({ sampleRate: 16_000 });
    stream.start(0);
    stream.put(0, 1, 0, new Int16Array(320).fill(3), 0);
    stream.put(0, 1, 320, new Int16Array(320).fill(4), 40);
    await stream.end();
    const { pcm, sampleRate } = wav();
    expect([sampleRate, pcm.length, pcm[2 * 319], pcm[2 * 320], pcm[2 * 640]]).toEqual([
      16_000,
      2 * 960,
      3,
      0,
      4,
    ]);
  });

  test('an hour is written in pieces of half a second, and no more waits than a second', async () => {
    const { stream, wav, largest, writes } = memory({ layout: 'mixed', maxSeconds: 120 });
    stream.start(0);
    for (let nth = 0; nth < 6_000; nth++) {
      stream.put(0, 1, nth * 160, packet((nth % 1_000) + 1), nth * 20);
      if (nth % 50 === 0) await null;
    }
    // Before the end all but the last second is on its way.
    expect(writes()).toBeGreaterThanOrEqual(237);
    expect((await stream.end()).seconds).toBe(120);
    expect(largest()).toBe(8_000);
    expect(wav().pcm.every((sample, at) => sample === (Math.floor(at / 160) % 1_000) + 1)).toBe(true);
  });

  test('late by less than half a second a packet finds its place, later it is dropped', async () => {
    const { stream, wav } = memory({ layout: 'mixed' });
    stream.start(0);
    for (let nth = 0; nth < 100; nth++)
      if (nth !== 80 && nth !== 10) stream.put(0, 1, nth * 160, packet(1), nth * 20);
    stream.put(0, 1, 80 * 160, packet(9), 2_000);
    stream.put(0, 1, 10 * 160, packet(9), 2_000);
    expect(await stream.end()).toMatchObject({ dropped: 1 });
    expect([wav().pcm[80 * 160], wav().pcm[10 * 160]]).toEqual([9, 0]);
  });

  test('beyond its bound sound is dropped and counted', async () => {
    const { stream, wav } = memory({ layout: 'mixed', maxSeconds: 0.03 });
    stream.start(0);
    for (let nth = 0; nth < 4; nth++) stream.put(0, 1, nth * 160, packet(1), nth * 20);
    expect(await stream.end()).toMatchObject({ seconds: 0.03, dropped: 2 });
    expect(wav().pcm.length).toBe(240);
  });

  test('a disk that does not keep up loses blocks and no time; memory stays bounded', async () => {
    const waiting: (() => void)[] = [];
    let bytes = 0;
    const stream = createWavStream({
      layout: 'stereo',
      write: (_, part) =>
        new Promise((done) => {
          bytes += part.length;
          waiting.push(done);
        }),
    });
    stream.start(0);
    for (let nth = 0; nth < 3_000; nth++) stream.put(0, 1, nth * 160, packet(1), nth * 20);
    expect(waiting.length).toBe(8);
    expect(bytes).toBe(8 * 16_000);
    const free = () => {
      for (const done of waiting.splice(0)) done();
    };
    const ended = stream.end();
    const freed = setInterval(() => free(), 0);
    const report = await ended;
    clearInterval(freed);
    expect(report.seconds).toBe(60);
    expect(report.lostBlocks).toBeGreaterThan(100);
  });

  test('a write that fails is told at the end, and ends nothing else', async () => {
    const failure = new Error('no space');
    const stream = createWavStream({ layout: 'mixed', write: () => Promise.reject(failure) });
    stream.start(0);
    for (let nth = 0; nth < 200; nth++) stream.put(0, 1, nth * 160, packet(1), nth * 20);
    expect(await stream.end()).toMatchObject({ seconds: 4, error: failure });
  });

  test('though its last block be lost the file is as long as its header says', async () => {
    let size = 0;
    const stream = createWavStream({
      layout: 'mixed',
      async write(position, part) {
        if (part.length > 44) throw new Error('no space');
        size = Math.max(size, position + part.length);
      },
    });
    stream.start(0);
    for (let nth = 0; nth < 60; nth++) stream.put(0, 1, nth * 160, packet(1), nth * 20);
    expect((await stream.end()).lostBlocks).toBe(3);
    expect(size).toBe(44 + 60 * 320);
  });

  test('whatever the packets, it is the recording that memory would have', async () => {
    const put = fc.record({
      channel: fc.constantFrom(0, 1) as fc.Arbitrary<0 | 1>,
      ssrc: fc.constantFrom(1, 2),
      at: fc.integer({ min: -4_000, max: 4_000 }),
      late: fc.integer({ min: 0, max: 200 }),
      length: fc.constantFrom(0, 80, 160, 240),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(put, { maxLength: 30 }), async (puts) => {
        const whole = createRecorder();
        const { stream, bytes } = memory();
        whole.start(0);
        stream.start(0);
        let now = 0;
        for (const [nth, { channel, ssrc, at, late, length }] of puts.entries()) {
          now += 10;
          const samples = new Int16Array(length).fill(nth + 1);
          for (const sink of [whole, stream])
            sink.put(channel, ssrc, (now * 8 + at) >>> 0, samples, now + late);
        }
        const report = await stream.end();
        expect(report.seconds).toBe(whole.seconds);
        if (report.dropped === whole.dropped) expect(decodeWav(bytes())).toEqual(decodeWav(whole.wav()));
      }),
    );
  });
});

describe('a recording on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recording-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('it appears when it is finished, whole', async () => {
    const path = join(folder, 'call.wav');
    const recording = await recordToFile(path);
    recording.start(0);
    for (let nth = 0; nth < 200; nth++) recording.put(1, 1, nth * 160, packet(nth + 1), nth * 20);
    expect(await readdir(folder)).toEqual(['call.wav.part']);
    const report = await recording.finish();
    expect(await recording.finish()).toBe(report);
    expect(await readdir(folder)).toEqual(['call.wav']);
    const { pcm } = decodeWav(await readFile(path));
    expect(pcm.length).toBe(64_000);
    expect(pcm.every((sample, at) => sample === (at % 2 === 0 ? 0 : Math.floor(at / 320) + 1))).toBe(true);
  });

  test('a recording that heard nothing leaves no file; nor does one that is discarded', async () => {
    await (await recordToFile(join(folder, 'quiet.wav'))).finish();
    const other = await recordToFile(join(folder, 'refused.wav'));
    other.start(0);
    other.put(0, 1, 0, packet(1), 0);
    await other.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a folder that is not there is an error at once', async () => {
    await expect(recordToFile(join(folder, 'no', 'call.wav'))).rejects.toThrow(/ENOENT/);
  });
});
