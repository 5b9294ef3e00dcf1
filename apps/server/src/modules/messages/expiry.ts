import type { Db } from '../../platform/db.ts';
import type { QueueKey } from './queue.ts';

/** A message that waited past its time. */
export interface ExpiredMessage extends QueueKey {
  purpose: 1 | 2;
  allDay: boolean;
  dueAt: Date;
  expiresAt: Date;
  creditedUntil: Date | null;
}

/**
 * Waited past their time. At most `limit`.
 * @param exceptCredited leaves out those that maintenance gives time back to: while it lasts nobody knows how much
 */
export async function expiredInQueue(
  db: Db,
  now: Date,
  limit: number,
  exceptCredited: boolean,
): Promise<ExpiredMessage[]> {
  return await db<ExpiredMessage[]>`
    SELECT q.account_id AS "accountId", q.session_no AS "sessionNo", q.purpose, m.all_day AS "allDay",
      q.due_at AS "dueAt", q.expires_at AS "expiresAt", q.credited_until AS "creditedUntil"
    FROM queue q JOIN messages m ON m.account_id = q.account_id AND m.session_no = q.session_no
    WHERE q.state = 'queued' AND q.expires_at <= ${now} AND NOT (${exceptCredited} AND q.purpose = 2 AND m.all_day)
    LIMIT ${limit}`;
}

/**
 * Lets messages wait longer. Only those that expire as they were seen to: of two that do it at once, one does.
 * @returns how many
 */
export async function extendExpiry(
  db: Db,
  extended: readonly { message: ExpiredMessage; expiresAt: Date }[],
  now: Date,
): Promise<number> {
  const done = await db`
    UPDATE queue SET expires_at = e.expires_at, credited_until = ${now}
    FROM unnest(
      ${extended.map(({ message }) => message.accountId)}::text[],
      ${extended.map(({ message }) => message.sessionNo)}::uuid[],
      ${extended.map(({ message }) => message.expiresAt.toISOString())}::timestamptz[],
      ${extended.map(({ expiresAt }) => expiresAt.toISOString())}::timestamptz[]
    ) AS e (account_id, session_no, seen, expires_at)
    WHERE queue.account_id = e.account_id AND queue.session_no = e.session_no AND queue.state = 'queued'
      AND queue.expires_at = e.seen`;
  return done.count;
}
