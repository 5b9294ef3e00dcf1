import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClipCache } from '../src/cache/clips.ts';
import { DiskCache } from '../src/cache/disk.ts';
import { MemoryCache } from '../src/cache/memory.ts';

const clip = (samples: number, value = 1) => new Int16Array(samples).fill(value);
const key = (n: number) => n.toString(16).padStart(64, '0');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speech-cache-'));
});
// A write may be under way when its test is over.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

async function files(): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => /\.(clip|tmp)$/.test(name)).sort();
}

describe('Memory', () => {
  test('Bounded by bytes: the clip longest not asked for goes first', () => {
    const cache = new MemoryCache(3 * (2000 + 256));
    for (const n of [1, 2, 3]) cache.set(key(n), clip(1000, n));
    cache.get(key(1));
    cache.set(key(4), clip(1000, 4));
    expect([1, 2, 3, 4].map((n) => cache.get(key(n))?.[0])).toEqual([1, undefined, 3, 4]);
    expect(cache.bytes).toBe(3 * (2000 + 256));
  });

  test('A clip larger than the whole is not kept, and takes nothing else with it', () => {
    const cache = new MemoryCache(5000);
    cache.set(key(1), clip(1000));
    cache.set(key(2), clip(10_000));
    expect(cache.get(key(2))).toBeUndefined();
    expect(cache.get(key(1))).toBeDefined();
    cache.set(key(1), clip(500));
    expect(cache.bytes).toBe(1000 + 256);
  });
});

describe('Disk', () => {
  test('What one process wrote the next one reads', async () => {
    const first = new DiskCache(folder, 1e6);
    first.set(key(1), Int16Array.of(1, -2, 32767));
    await first.settled();
    expect(await new DiskCache(folder, 1e6).get(key(1))).toEqual(Int16Array.of(1, -2, 32767));
    expect(await files()).toEqual([`00/${key(1)}.clip`]);
  });

  test('Bounded by bytes across processes: the longest not used goes first', async () => {
    const first = new DiskCache(folder, 1e6);
    for (const n of [1, 2, 3]) {
      first.set(key(n), clip(1000));
      await first.settled();
    }
    // Last used in the order 2, 3, 1.
    for (const [at, n] of [2, 3, 1].entries())
      await utimes(join(folder, '00', `${key(n)}.clip`), at + 1, at + 1);
    const second = new DiskCache(folder, 3 * 2012);
    second.set(key(4), clip(1000));
    await second.settled();
    expect(await files()).toEqual([1, 3, 4].map((n) => `00/${key(n)}.clip`));
    expect(second.bytes).toBe(3 * 2012);
  });

  test('A torn or foreign file is as if not there, and is cleared away', async () => {
    const cache = new DiskCache(folder, 1e6);
    for (const n of [1, 2, 3]) cache.set(key(n), clip(100, n));
    await cache.settled();
    const path = (n: number) => join(folder, '00', `${key(n)}.clip`);
    await truncate(path(1), 60);
    const flipped = await readFile(path(2));
    flipped[50] = (flipped[50] as number) ^ 1;
    await writeFile(path(2), flipped);
    await writeFile(path(3), '');
    for (const n of [1, 2, 3]) expect(await cache.get(key(n))).toBeUndefined();
    expect(cache.errors).toBe(3);
    expect(await files()).toEqual([]);
    expect(cache.bytes).toBe(0);
  });

  test('What an earlier process left unfinished is cleared away', async () => {
    await writeFile(join(folder, 'left.tmp'), 'half');
    const cache = new DiskCache(folder, 1e6);
    cache.set(key(1), clip(10));
    await cache.settled();
    expect(await files()).toEqual([`00/${key(1)}.clip`]);
  });

  test('A disk that refuses is counted, never thrown', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, 'not a folder');
    const cache = new DiskCache(blocked, 1e6);
    cache.set(key(1), clip(10));
    await cache.settled();
    expect(await cache.get(key(1))).toBeUndefined();
    expect(cache.errors).toBe(2);
  });

  test('Writes under way are bounded: what comes on top is not kept', async () => {
    const cache = new DiskCache(folder, 1e6);
    for (let n = 0; n < 70; n++) cache.set(key(n), clip(10));
    await cache.settled();
    expect(await files()).toHaveLength(64);
    expect(cache.errors).toBe(6);
  });
});

describe('Memory over disk', () => {
  test('Concurrent requests for one clip make it once', async () => {
    const cache = new ClipCache({ memoryBytes: 1e6, disk: { folder, maxBytes: 1e6 } });
    const making = Promise.withResolvers<Int16Array>();
    let made = 0;
    const asked = Array.from({ length: 20 }, () =>
      cache.get(key(1), true, () => {
        made++;
        return making.promise;
      }),
    );
    making.resolve(clip(10));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(made).toBe(1);
    expect(cache.stats()).toMatchObject({ made: 1, joined: 19 });
  });

  test('A failure is everyone’s who waits, and the next request tries again', async () => {
    const cache = new ClipCache({ memoryBytes: 1e6 });
    const fail = () => Promise.reject(new Error('no'));
    const both = await Promise.allSettled([cache.get(key(1), false, fail), cache.get(key(1), false, fail)]);
    expect(both.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    expect(await cache.get(key(1), false, async () => clip(3))).toHaveLength(3);
  });

  test('Only durable clips reach the disk', async () => {
    const cache = new ClipCache({ memoryBytes: 1e6, disk: { folder, maxBytes: 1e6 } });
    await cache.get(key(1), true, async () => clip(10));
    await cache.get(key(2), false, async () => clip(10));
    await cache.close();
    expect(await files()).toEqual([`00/${key(1)}.clip`]);
    const next = new ClipCache({ memoryBytes: 1e6, disk: { folder, maxBytes: 1e6 } });
    await next.get(key(1), true, () => Promise.reject(new Error('was on disk')));
    expect(next.stats()).toMatchObject({ made: 0, diskHits: 1 });
  });
});
