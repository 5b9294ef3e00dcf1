/**
 * Group commit: items that arrive while one batch is being written form the next one, so that a single
 * transaction (one fsync) carries many. An idle batcher starts at once: a lone item never waits.
 *
 * States: idle → running (a batch is with `run`) → running again while items wait → idle.
 */
export interface Batcher<Item, Result> {
  /** Rejects with the batch's error, or with BatcherFull when `maxWaiting` items wait already. */
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

/** @param options.run gets 1..maxBatch items and answers one result each, in order */
export function createBatcher<Item, Result>(options: {
  maxBatch: number;
  maxWaiting: number;
  run(items: Item[]): Promise<Result[]>;
}): Batcher<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  async function loop(): Promise<void> {
    // One turn of the event loop lets requests of the same tick join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.length <= options.maxBatch ? waiting : waiting.slice(0, options.maxBatch);
      waiting = batch === waiting ? [] : waiting.slice(options.maxBatch);
      try {
        const results = await options.run(batch.map((entry) => entry.item));
        batch.forEach((entry, index) => {
          entry.resolve(results[index] as Result);
        });
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    running = undefined;
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
