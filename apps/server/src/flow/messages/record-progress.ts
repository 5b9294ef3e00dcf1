import { insertProgress, type ProgressEvent, type QueueKey } from '../../modules/messages/index.ts';
import { createBatcher } from '../../platform/batcher.ts';
import { isFaultOfData, type Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';

/** Steps that wait to be written; more than this and the newest are dropped: nothing is decided from them. */
const MOST_WAITING = 20_000;

/** Writes the steps of calls for people who watch, many in one statement, and never holds up a call. */
export function createProgressRecorder(deps: { sql: Sql; log: Log }): {
  record(key: QueueKey, event: Pick<ProgressEvent, 'at' | 'state'> & { detail?: string }): void;
  drain(): Promise<void>;
} {
  const batcher = createBatcher<ProgressEvent, undefined>({
    maxBatch: 1000,
    maxWaiting: MOST_WAITING,
    isFaultOfItem: isFaultOfData,
    async run(events) {
      await insertProgress(deps.sql, events);
      return events.map(() => undefined);
    },
  });
  let dropped = 0;
  return {
    record(key, event) {
      batcher.add({ ...key, at: event.at, state: event.state, detail: event.detail ?? '' }).then(
        () => {
          if (dropped > 0) deps.log.warn('progress of calls is written again', { dropped });
          dropped = 0;
        },
        (error: unknown) => {
          // One line for one outage, however many steps it swallows.
          if (dropped++ === 0) deps.log.warn('progress of calls is not written', { error });
        },
      );
    },
    drain: () => batcher.drain(),
  };
}
