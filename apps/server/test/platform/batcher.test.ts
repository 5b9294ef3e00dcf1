import { describe, expect, test } from 'vitest';
import { BatcherFull, createBatcher } from '../../src/platform/batcher.ts';

/** A batcher whose batches end when the test says so. */
function held(options: { maxBatch?: number; maxWaiting?: number } = {}) {
  const batches: { items: number[]; finish(results?: number[]): void; fail(error: Error): void }[] = [];
  const batcher = createBatcher<number, number>({
    maxBatch: options.maxBatch ?? 100,
    maxWaiting: options.maxWaiting ?? 100,
    run: (items) =>
      new Promise((resolve, reject) => {
        batches.push({ items, finish: (results = items) => resolve(results), fail: reject });
      }),
  });
  const batch = async (index: number) => {
    await expect.poll(() => batches.length).toBeGreaterThan(index);
    return batches[index] as (typeof batches)[number];
  };
  return { batcher, batches, batch };
}

describe('group commit', () => {
  test('product: items of one moment form one batch, those behind them the next', async () => {
    const { batcher, batch, batches } = held();
    const first = [batcher.add(1), batcher.add(2)];
    (await batch(0)).items.push(); // it is running by now
    const second = [batcher.add(3), batcher.add(4), batcher.add(5)];
    (await batch(0)).finish();
    expect(await Promise.all(first)).toEqual([1, 2]);
    (await batch(1)).finish([30, 40, 50]);
    expect(await Promise.all(second)).toEqual([30, 40, 50]);
    expect(batches.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  test('product: a batch is never larger than its bound, and keeps the order', async () => {
    const { batcher, batch, batches } = held({ maxBatch: 2 });
    const all = [1, 2, 3, 4, 5].map((item) => batcher.add(item));
    for (let index = 0; index < 3; index++) (await batch(index)).finish();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5]);
    expect(batches.map(({ items }) => items)).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('product: more than the bound may not wait', async () => {
    const { batcher, batch } = held({ maxBatch: 1, maxWaiting: 2 });
    const first = batcher.add(1);
    await batch(0);
    const waiting = [batcher.add(2), batcher.add(3)];
    await expect(batcher.add(4)).rejects.toBeInstanceOf(BatcherFull);
    for (let index = 0; index < 3; index++) (await batch(index)).finish();
    expect(await Promise.all([first, ...waiting])).toEqual([1, 2, 3]);
    const later = batcher.add(5);
    (await batch(3)).finish();
    expect(await later).toBe(5);
  });

  test('product: drain waits for what was added meanwhile, too', async () => {
    const { batcher, batch } = held({ maxBatch: 1 });
    let drained = false;
    batcher.add(1);
    const draining = batcher.drain().then(() => {
      drained = true;
    });
    (await batch(0)).finish();
    batcher.add(2);
    const second = await batch(1);
    expect(drained).toBe(false);
    second.finish();
    await draining;
    await batcher.drain(); // nothing waits: at once
  });
});

describe('a batch that fails', () => {
  test('product: is told to all of its items, and the next one runs', async () => {
    const { batcher, batch } = held();
    const failed = Promise.allSettled([batcher.add(1), batcher.add(2)]);
    (await batch(0)).fail(new Error('away'));
    expect((await failed).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    const next = batcher.add(3);
    (await batch(1)).finish();
    expect(await next).toBe(3);
  });

  const picky = (bad: readonly number[], isFaultOfItem?: (error: unknown) => boolean) => {
    const batches: number[][] = [];
    const batcher = createBatcher<number, number>({
      maxBatch: 64,
      maxWaiting: 1000,
      ...(isFaultOfItem ? { isFaultOfItem } : {}),
      async run(items) {
        batches.push(items);
        const found = items.filter((item) => bad.includes(item));
        if (found.length > 0) throw new Error(`cannot take ${found}`);
        return items;
      },
    });
    return { batcher, batches };
  };

  test('product: because of an item: that item alone is told, all others are written', async () => {
    const { batcher, batches } = picky([13, 40], () => true);
    const all = await Promise.allSettled(Array.from({ length: 64 }, (_, item) => batcher.add(item)));
    expect(all.flatMap((one, item) => (one.status === 'rejected' ? [item] : []))).toEqual([13, 40]);
    expect((all[13] as PromiseRejectedResult).reason.message).toBe('cannot take 13');
    // Halved, not one by one.
    expect(batches.length).toBeLessThan(30);
  });

  test('product: for another reason: it is not run again', async () => {
    const { batcher, batches } = picky([1], () => false);
    const all = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(all.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(batches).toEqual([[1, 2]]);
  });
});
