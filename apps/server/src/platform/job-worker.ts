import { setTimeout as pause } from 'node:timers/promises';
import type { Job, PgBoss } from 'pg-boss';
import { createBatcher } from './batcher.ts';
import type { Log } from './log.ts';

/** Fetched in one statement at most. */
const FETCH_AT_ONCE = 20;
const LOOK_EVERY_MS = 500;
/** Of the jobs at work, one group may have this part, so that one whose jobs hang does not hold up the others'. */
const PART_OF_A_GROUP = 0.1;

/**
 * Works one queue: up to `concurrency` jobs at a time, each by itself. A job that throws is tried again later by the
 * queue's own settings, and no other one with it; a slow one keeps only its own place. One group is held to a tenth of
 * the places (and what one more fetch brings).
 */
export function startWorker<Data>(
  boss: PgBoss,
  options: { queue: string; concurrency: number; handler(data: Data): Promise<void>; log: Log },
): { stop(graceMs: number): Promise<void> } {
  const { queue, concurrency, handler, log } = options;
  const mostOfGroup = Math.max(1, Math.floor(concurrency * PART_OF_A_GROUP));
  const running = new Map<Job<Data>, Promise<void>>();
  const stopping = new AbortController();

  const completed = createBatcher<Job<Data>, undefined>({
    maxBatch: 200,
    maxWaiting: 10_000,
    async run(jobs) {
      await boss.complete(queue, jobs);
      return jobs.map(() => undefined);
    },
  });

  async function work(job: Job<Data>): Promise<void> {
    try {
      await handler(job.data);
    } catch (error) {
      log.error('a job failed and is tried again', { queue, job: job.id, error });
      await boss.fail(queue, [job], { message: error instanceof Error ? error.message : String(error) });
      return;
    }
    await completed.add(job);
  }

  function start(job: Job<Data>): void {
    const done = work(job)
      // Neither word reached the database: the job is had again when its time is over.
      .catch((error: unknown) => log.error('the end of a job was not written', { queue, job: job.id, error }))
      .finally(() => running.delete(job));
    running.set(job, done);
  }

  function fullGroups(): string[] {
    const counts = new Map<string, number>();
    for (const { groupId } of running.keys()) {
      if (groupId) counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
    }
    return [...counts].filter(([, count]) => count >= mostOfGroup).map(([group]) => group);
  }

  /** @returns whether more may be waiting */
  async function fetchSome(): Promise<boolean> {
    const batchSize = Math.min(FETCH_AT_ONCE, concurrency - running.size);
    if (batchSize <= 0) return false;
    const jobs = await boss.fetch<Data>(queue, { batchSize, ignoreGroups: fullGroups() });
    for (const job of jobs) start(job);
    return jobs.length === batchSize;
  }

  const looping = (async () => {
    while (!stopping.signal.aborted) {
      const more = await fetchSome().catch((error: unknown) => {
        log.error('cannot fetch jobs', { queue, error });
        return false;
      });
      if (!more) await pause(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  return {
    async stop(graceMs) {
      stopping.abort();
      await looping;
      const waiting = new AbortController();
      await Promise.race([
        Promise.all(running.values()),
        pause(graceMs, undefined, { signal: waiting.signal }).catch(() => {}),
      ]);
      waiting.abort();
    },
  };
}
