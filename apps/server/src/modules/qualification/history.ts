import type { Db, Tx } from '../../platform/db.ts';

/** By whom something was done. */
export interface Actor {
  realm: 'member' | 'operator' | 'system';
  id: string;
}

export interface HistoryEvent {
  what: string;
  by: Actor['realm'];
  remark: string;
  at: Date;
}

/** Notes what happened to a subject, in the transaction in which it does. Nothing personal in the remark. */
export async function noteEvent(
  tx: Tx,
  event: {
    accountId: string;
    eventId: string;
    subject: string;
    what: string;
    by: Actor;
    remark?: string;
    at: Date;
  },
): Promise<void> {
  await tx`
    INSERT INTO qualification_events (account_id, event_id, subject, what, by_realm, by_id, remark, at)
    VALUES (${event.accountId}, ${event.eventId}, ${event.subject}, ${event.what}, ${event.by.realm}, ${event.by.id},
      ${event.remark ?? ''}, ${event.at})`;
}

const MOST_EVENTS = 50;

/** The newest first. */
export async function readHistory(db: Db, accountId: string, subject: string): Promise<HistoryEvent[]> {
  return await db<HistoryEvent[]>`
    SELECT what, by_realm AS by, remark, at FROM qualification_events
    WHERE account_id = ${accountId} AND subject = ${subject} ORDER BY event_id DESC LIMIT ${MOST_EVENTS}`;
}
