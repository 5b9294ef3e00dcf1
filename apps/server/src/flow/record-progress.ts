import type { CallEvent } from '../calling/index.ts';
import { insertProgress, type ProgressEvent, type QueueKey } from '../modules/messages/index.ts';
import { createBatcher } from '../platform/batcher.ts';
import type { Sql } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';

/** Steps that wait to be written; more than this and the newest are dropped: nothing is decided from them. */
const MOST_WAITING = 20_000;

/** Writes the steps of calls for people who watch, many in one statement, and never holds up a call. */
export function createProgressRecorder(deps: { sql: Sql; log: Log }): {
  record(key: QueueKey, event: CallEvent): void;
  drain(): Promise<void>;
} {
  const batcher = createBatcher<ProgressEvent, undefined>({
    maxBatch: 1000,
    maxWaiting: MOST_WAITING,
    async run(events) {
      await insertProgress(deps.sql, events);
      return events.map(() => undefined);
    },
  });
  return {
    record(key, event) {
      batcher
        .add({ ...key, at: event.at, state: event.state, detail: event.detail ?? '' })
        .catch((error: unknown) => deps.log.warn('progress of a call was not written', { error }));
    },
    drain: () => batcher.drain(),
  };
}
