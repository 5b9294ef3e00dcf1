import { type Db as BossDb, PgBoss } from 'pg-boss';
import type { Db, Sql, Tx } from './db.ts';
import type { Log } from './log.ts';

/**
 * Background work that outlives a process: pg-boss on the same PostgreSQL. A job is enqueued in the caller's
 * transaction, so it exists exactly when what it is about exists; it is worked at least once.
 */
export interface Jobs {
  /** Enqueues with the transaction's commit. */
  enqueue(
    tx: Tx,
    queue: string,
    jobs: readonly { data: object; startAfterSeconds?: number }[],
  ): Promise<void>;
  /** Works a queue in this process, about `concurrency` jobs at a time. A handler that throws has its batch tried again. */
  work<Data>(queue: string, concurrency: number, handler: (data: Data) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Queues and how long a job of each may take before another worker may have it. */
const QUEUES = {
  'push-receipt': { expireInSeconds: 300, retryLimit: 20, retryDelay: 30, retryBackoff: true },
} as const;
export type QueueName = keyof typeof QUEUES;

/**
 * @param role 'client' only enqueues; 'worker' also works queues and keeps them tidy
 */
export async function startJobs(sql: Sql, options: { role: 'client' | 'worker'; log: Log }): Promise<Jobs> {
  const boss = new PgBoss({
    db: through(sql),
    schema: 'jobs',
    supervise: options.role === 'worker',
    schedule: false,
    registerInstance: false,
    useListenNotify: false,
  });
  boss.on('error', (error) => options.log.error('background jobs', { error }));
  await boss.start();
  for (const [name, settings] of Object.entries(QUEUES)) {
    if (!(await boss.getQueue(name))) await boss.createQueue(name, settings);
  }
  return {
    async enqueue(tx, queue, jobs) {
      if (jobs.length === 0) return;
      await boss.insert(
        queue,
        jobs.map((job) => ({
          data: job.data,
          ...(job.startAfterSeconds ? { startAfter: job.startAfterSeconds } : {}),
        })),
        { db: through(tx) },
      );
    },
    async work<Data>(queue: string, concurrency: number, handler: (data: Data) => Promise<void>) {
      const batchSize = 50;
      const localConcurrency = Math.max(1, Math.ceil(concurrency / batchSize));
      await boss.work<Data>(
        queue,
        { localConcurrency, batchSize, pollingIntervalSeconds: 0.5 },
        async (jobs) => {
          await Promise.all(jobs.map((job) => handler(job.data)));
        },
      );
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000, close: false }),
  };
}

function through(db: Db): BossDb {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      if (values.length > 0 || !('reserve' in db))
        return { rows: [...(await db.unsafe(text, values as never[]))] };
      // Without values the text may be a script with its own BEGIN and COMMIT: that needs one connection to itself.
      const connection = await db.reserve();
      try {
        const answer: unknown[] = await connection.unsafe(text);
        // Several statements answer a list each; pg-boss wants the rows of all of them.
        return { rows: Array.isArray(answer[0]) ? answer.flat() : [...answer] };
      } finally {
        connection.release();
      }
    },
  };
}
