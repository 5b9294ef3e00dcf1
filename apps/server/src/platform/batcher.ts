/**
 * Group commit: items that arrive while one batch is being written form the next one, so that a single
 * transaction (one fsync) carries many. An idle batcher starts at once: a lone item never waits.
 *
 * States: idle → running (a batch is with `run`) → running again while items wait → idle.
 *
 * A batch that fails because of one of its items (`isFaultOfItem`) is run again in halves until the item is alone: what
 * one customer sent never takes another one's down with it.
 */
export interface Batcher<Item, Result> {
  /** Rejects with the error of its batch, or with BatcherFull when `maxWaiting` items wait already. */
  add(item: Item): Promise<Result>;
  /** Resolves when everything added so far has been written. */
  drain(): Promise<void>;
}

export class BatcherFull extends Error {
  constructor() {
    super('too many items wait to be written');
  }
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * @param options.run gets 1..maxBatch items and answers one result each, in order; all or nothing
 * @param options.isFaultOfItem whether the error will come again with the same items; by default never
 */
export function createBatcher<Item, Result>(options: {
  maxBatch: number;
  maxWaiting: number;
  run(items: Item[]): Promise<Result[]>;
  isFaultOfItem?(error: unknown): boolean;
}): Batcher<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  async function loop(): Promise<void> {
    // One turn of the event loop lets requests of the same tick join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.length <= options.maxBatch ? waiting : waiting.slice(0, options.maxBatch);
      waiting = batch === waiting ? [] : waiting.slice(options.maxBatch);
      await settle(batch);
    }
    running = undefined;
  }

  async function settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await options.run(batch.map((entry) => entry.item));
      batch.forEach((entry, index) => {
        entry.resolve(results[index] as Result);
      });
    } catch (error) {
      if (batch.length > 1 && options.isFaultOfItem?.(error)) {
        const half = batch.length >> 1;
        await settle(batch.slice(0, half));
        await settle(batch.slice(half));
      } else {
        for (const entry of batch) entry.reject(error);
      }
    }
  }

  return {
    add(item) {
      if (waiting.length >= options.maxWaiting) return Promise.reject(new BatcherFull());
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= loop();
      });
    },
    async drain() {
      while (running) await running;
    },
  };
}
