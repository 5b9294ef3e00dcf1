import type { Db } from '../../platform/db.ts';
import { inserter, moment } from '../../platform/insert-rows.ts';

/** One step of a call, for people who watch. */
export interface ProgressEvent {
  accountId: string;
  sessionNo: string;
  at: number;
  state: string;
  detail: string;
}

export const insertProgress = inserter<ProgressEvent>('call_events', {
  account_id: ['text', (event) => event.accountId],
  session_no: ['uuid', (event) => event.sessionNo],
  at: ['timestamptz', (event) => moment(event.at)],
  state: ['text', (event) => event.state],
  detail: ['text', (event) => event.detail],
});

/** Steps of one message in order of time; at most 200. */
export async function listProgress(
  db: Db,
  key: { accountId: string; sessionNo: string },
): Promise<{ at: Date; state: string; detail: string }[]> {
  return await db<{ at: Date; state: string; detail: string }[]>`
    SELECT at, state, detail FROM call_events
    WHERE account_id = ${key.accountId} AND session_no = ${key.sessionNo} ORDER BY at LIMIT 200`;
}
