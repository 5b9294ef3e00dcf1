import { describe, expect, test } from 'vitest';
import { createRecorder } from '../../src/sound/recorder.ts';
import { decodeWav } from '../../src/sound/wav.ts';

const packet = (value: number) => new Int16Array(160).fill(value);

/** The value of each 20 ms of a channel. */
const frames = (pcm: Int16Array) => Array.from({ length: pcm.length / 160 }, (_, index) => pcm[index * 160]);

describe('RFC 3550 5.1 sound is placed by its time stamp', () => {
  test('RFC 3550 5.1: what was lost or not sent is silence of its length', () => {
    const recorder = createRecorder();
    recorder.start(1_000);
    recorder.put(0, 1, 5_000, packet(1), 1_000);
    recorder.put(0, 1, 5_480, packet(2), 1_061);
    expect(frames(recorder.pcm(0))).toEqual([1, 0, 0, 2]);
  });

  test('RFC 3550 5.1: late packets go where they belong, duplicates change nothing', () => {
    const recorder = createRecorder();
    recorder.start(0);
    for (const [timestamp, value, at] of [
      [160, 1, 0],
      [480, 3, 40],
      [320, 2, 45],
      [480, 3, 46],
    ] as const) {
      recorder.put(0, 1, timestamp, packet(value), at);
    }
    expect(frames(recorder.pcm(0))).toEqual([1, 2, 3]);
  });

  test('RFC 3550 5.1: the jitter of the network is not recorded, the time stamp’s wrap not noticed', () => {
    const recorder = createRecorder();
    recorder.start(0);
    for (let index = 0; index < 4; index++) {
      const timestamp = (0xffff_ff00 + index * 160) >>> 0;
      recorder.put(0, 1, timestamp, packet(index + 1), index * 20 + (index % 2) * 15);
    }
    expect(frames(recorder.pcm(0))).toEqual([1, 2, 3, 4]);
  });

  test('RFC 3550 8.2: a new source is placed by the time it came', () => {
    const recorder = createRecorder();
    recorder.start(0);
    recorder.put(0, 1, 160, packet(1), 0);
    recorder.put(0, 2, 999_999, packet(2), 60);
    recorder.put(0, 2, 999_999 + 320, packet(3), 99);
    expect(frames(recorder.pcm(0))).toEqual([1, 0, 0, 2, 0, 3]);
  });
});

test('both directions keep their places to each other, received left and sent right', () => {
  const recorder = createRecorder();
  recorder.start(0);
  recorder.put(0, 1, 700, packet(1), 40);
  recorder.put(1, 2, 90, packet(5), 0);
  expect(frames(recorder.pcm(0))).toEqual([0, 0, 1]);
  expect(frames(recorder.pcm(1))).toEqual([5, 0, 0]);
  const { channels, sampleRate, pcm } = decodeWav(recorder.wav());
  expect({ channels, sampleRate, length: pcm.length }).toEqual({
    channels: 2,
    sampleRate: 8_000,
    length: 960,
  });
  expect([pcm[0], pcm[1], pcm[640], pcm[641]]).toEqual([0, 5, 1, 0]);
});

describe('bounds', () => {
  test('a recording ends at its seconds; what comes later is dropped and counted', () => {
    const recorder = createRecorder({ maxSeconds: 0.05 });
    recorder.start(0);
    for (let index = 0; index < 4; index++) recorder.put(0, 1, index * 160, packet(1), index * 20);
    expect(recorder.pcm(0).length).toBe(400);
    expect(recorder.seconds).toBe(0.05);
    expect(recorder.dropped).toBe(1);
  });

  test('a peer whose time stamps leap cannot make the recording longer than the call', () => {
    const recorder = createRecorder();
    recorder.start(0);
    recorder.put(0, 1, 0, packet(1), 0);
    recorder.put(0, 1, 8_000 * 200, packet(2), 20);
    recorder.put(0, 1, 8_000 * 100, packet(3), 40);
    expect(frames(recorder.pcm(0))).toEqual([1, 2, 3]);
  });
});
