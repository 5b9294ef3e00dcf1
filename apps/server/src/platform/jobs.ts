import { type Db as BossDb, PgBoss } from 'pg-boss';
import { alone } from './advisory-lock.ts';
import type { Db, Sql, Tx } from './db.ts';
import { startWorker } from './job-worker.ts';
import type { Log } from './log.ts';

/**
 * Background work that outlives a process: pg-boss on the same PostgreSQL. A job is enqueued in the caller's
 * transaction, so it exists exactly when what it is about exists; it is worked at least once.
 */
export interface Jobs {
  /** Enqueues with the transaction's commit. Of one `group` (a customer, say) only so many are worked at once. */
  enqueue(
    tx: Tx,
    queue: QueueName,
    jobs: readonly { data: object; group?: string; startAfterSeconds?: number }[],
  ): Promise<void>;
  /** Works a queue in this process, `concurrency` jobs at a time. A job whose handler throws is tried again later. */
  work<Data>(queue: QueueName, concurrency: number, handler: (data: Data) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Queues: how long a job of each may take before another worker may have it, when one that failed is tried again, and
 * how long one that is over stays in the table (what became of it stands in the tables of its matter).
 */
const QUEUES = {
  'push-receipt': {
    expireInSeconds: 300,
    retryLimit: 20,
    retryDelay: 30,
    retryBackoff: true,
    retryDelayMax: 3600,
    deleteAfterSeconds: 3600,
  },
  // A delivery climbs a ladder of its own; what is retried here is a database that was away.
  'deliver-notice': {
    expireInSeconds: 300,
    retryLimit: 20,
    retryDelay: 30,
    retryBackoff: true,
    retryDelayMax: 3600,
    deleteAfterSeconds: 3600,
  },
  'spread-announcement': {
    expireInSeconds: 120,
    retryLimit: 100,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 300,
    deleteAfterSeconds: 3600,
  },
  // A list of 100,000 rows takes seconds; one whose worker died is had again by another.
  'import-task': {
    expireInSeconds: 600,
    retryLimit: 10,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    deleteAfterSeconds: 3600,
  },
  'check-task': {
    expireInSeconds: 600,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    deleteAfterSeconds: 3600,
  },
  // Codes and invitations: worth an hour's tries, and then not found lying about.
  'send-mail': {
    expireInSeconds: 120,
    retryLimit: 10,
    retryDelay: 10,
    retryBackoff: true,
    retryDelayMax: 600,
    deleteAfterSeconds: 60,
  },
} as const;
const STOP_GRACE_MS = 5000;
const NO_JOB = '00000000-0000-0000-0000-000000000000';
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
  // pg-boss makes its tables and queues when they are not there, which two processes must not do at once.
  await alone(sql, 'jobs', async () => {
    await boss.start();
    for (const [name, settings] of Object.entries(QUEUES)) {
      if (!(await boss.getQueue(name))) await boss.createQueue(name, settings);
    }
  });
  for (const name of Object.keys(QUEUES)) {
    // pg-boss learns of a queue with its first use. Not within somebody's transaction, which would then wait for a
    // second connection while it holds one.
    await boss.getJobById(name, NO_JOB);
  }
  const workers: ReturnType<typeof startWorker>[] = [];
  return {
    async enqueue(tx, queue, jobs) {
      if (jobs.length === 0) return;
      await boss.insert(
        queue,
        jobs.map((job) => ({
          data: job.data,
          ...(job.group === undefined ? {} : { group: { id: job.group } }),
          ...(job.startAfterSeconds ? { startAfter: job.startAfterSeconds } : {}),
        })),
        { db: through(tx) },
      );
    },
    async work(queue, concurrency, handler) {
      workers.push(startWorker(boss, { queue, concurrency, handler, log: options.log }));
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop(STOP_GRACE_MS)));
      await boss.stop({ graceful: true, timeout: STOP_GRACE_MS, close: false });
    },
  };
}

/** How many jobs of one queue wait, are worked, and were given up and not yet deleted. */
export interface JobCount {
  queue: string;
  waiting: number;
  active: number;
  failed: number;
}

/** Counts jobs, up to `most` that are not over or have failed. */
export async function countJobs(db: Db, most: number): Promise<JobCount[]> {
  return await db<JobCount[]>`
    SELECT name AS queue, count(*) FILTER (WHERE state < 'active')::int AS waiting,
      count(*) FILTER (WHERE state = 'active')::int AS active,
      count(*) FILTER (WHERE state = 'failed')::int AS failed
    FROM (SELECT name, state FROM jobs.job WHERE state <= 'active' OR state = 'failed' LIMIT ${most}) AS counted
    GROUP BY name ORDER BY name`;
}

/** Jobs that are not over and carry something `sealed` (base64) that does not begin with these bytes. */
export async function countSealedOtherwise(db: Db, prefix: Uint8Array): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM jobs.job WHERE state <= 'active' AND data ? 'sealed'
      AND substring(decode(data ->> 'sealed', 'base64') FROM 1 FOR ${prefix.length}) <> ${prefix}`;
  return row?.count ?? 0;
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
      } catch (error) {
        // A script that failed half-way has left its transaction open on this connection.
        await connection`ROLLBACK`.catch(() => {});
        throw error;
      } finally {
        connection.release();
      }
    },
  };
}
