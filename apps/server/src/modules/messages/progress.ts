import type { Db } from '../../platform/db.ts';

/** One step of a call, for people who watch. */
export interface ProgressEvent {
  accountId: string;
  sessionNo: string;
  at: number;
  state: string;
  detail: string;
}

export async function insertProgress(db: Db, events: readonly ProgressEvent[]): Promise<void> {
  await db`
    INSERT INTO call_events (account_id, session_no, at, state, detail)
    SELECT * FROM unnest(
      ${events.map((e) => e.accountId)}::text[], ${events.map((e) => e.sessionNo)}::uuid[],
      ${events.map((e) => new Date(e.at).toISOString())}::timestamptz[], ${events.map((e) => e.state)}::text[],
      ${events.map((e) => e.detail)}::text[])`;
}

/** Steps of one message in order of time; at most 200. */
export async function listProgress(
  db: Db,
  key: { accountId: string; sessionNo: string },
): Promise<{ at: Date; state: string; detail: string }[]> {
  return await db<{ at: Date; state: string; detail: string }[]>`
    SELECT at, state, detail FROM call_events
    WHERE account_id = ${key.accountId} AND session_no = ${key.sessionNo} ORDER BY at LIMIT 200`;
}
