import type { Db, Tx } from '../../platform/db.ts';

/** What was done with an application or a number. */
export interface NumberEvent {
  accountId: string;
  /** UVNA… or the number. */
  subjectId: string;
  eventId: string;
  event: string;
  /** A member or key of the account, one of the staff, or the clock. */
  by: { realm: 'member' | 'operator' | 'clock'; id: string };
  remark?: string;
  at: Date;
}

export async function noteNumberEvent(tx: Tx, noted: NumberEvent): Promise<void> {
  await tx`
    INSERT INTO number_events (account_id, subject_id, event_id, event, realm, by_id, remark, at)
    VALUES (${noted.accountId}, ${noted.subjectId}, ${noted.eventId}, ${noted.event}, ${noted.by.realm},
      ${noted.by.id}, ${noted.remark ?? ''}, ${noted.at})`;
}

/** The history of one subject, the oldest first; at most 200. */
export async function numberEvents(db: Db, accountId: string, subjectId: string): Promise<NumberEvent[]> {
  return await db<NumberEvent[]>`
    SELECT account_id AS "accountId", subject_id AS "subjectId", event_id AS "eventId", event,
      jsonb_build_object('realm', realm, 'id', by_id) AS by, remark, at
    FROM number_events WHERE account_id = ${accountId} AND subject_id = ${subjectId} ORDER BY event_id LIMIT 200`;
}
