import { type Db, plannedNow, type Tx } from '../../platform/db.ts';

export interface Alarm {
  accountId: string;
  /** 'CNY' watches the balance, a package unit what is left of packages of that kind. */
  commodity: string;
  threshold: bigint;
  /** Since when it is below, and was told. */
  belowSince: Date | null;
}

/** Sets an alarm. One that is told a new threshold tells of the next time that it is below it. */
export async function saveAlarm(db: Db, alarm: Omit<Alarm, 'belowSince'>): Promise<void> {
  await db`
    INSERT INTO alarms (account_id, commodity, threshold)
    VALUES (${alarm.accountId}, ${alarm.commodity}, ${alarm.threshold})
    ON CONFLICT (account_id, commodity) DO UPDATE SET threshold = excluded.threshold, below_since = NULL
    WHERE alarms.threshold <> excluded.threshold`;
}

export async function deleteAlarm(db: Db, accountId: string, commodity: string): Promise<void> {
  await db`DELETE FROM alarms WHERE account_id = ${accountId} AND commodity = ${commodity}`;
}

export async function listAlarms(db: Db, accountId: string): Promise<Alarm[]> {
  return await db<Alarm[]>`
    SELECT account_id AS "accountId", commodity, threshold, below_since AS "belowSince" FROM alarms
    WHERE account_id = ${accountId} ORDER BY commodity`;
}

export interface Crossing extends Alarm {
  available: bigint;
}

/** Alarms that have been crossed, downwards or upwards, since they were looked at last; at most `limit`. */
export async function crossings(db: Db, at: Date, limit: number): Promise<Crossing[]> {
  return await plannedNow<Crossing>(db)`
    SELECT * FROM (
      SELECT a.account_id AS "accountId", a.commodity, a.threshold, a.below_since AS "belowSince", CASE
        WHEN a.commodity = 'CNY' THEN coalesce((SELECT l.credits - l.debits FROM ledger_accounts l
          WHERE l.account_id = a.account_id AND l.ledger_account = 'cash'), 0)
        ELSE coalesce((SELECT sum(l.credits - l.debits)::bigint FROM packages p JOIN ledger_accounts l
          ON l.account_id = p.account_id AND l.ledger_account = 'package:' || p.package_id
          WHERE p.account_id = a.account_id AND p.expires_at > ${at} AND l.commodity = a.commodity), 0)
        END AS available
      FROM alarms a) AS seen
    WHERE (available < threshold) <> ("belowSince" IS NOT NULL)
    ORDER BY "accountId", commodity LIMIT ${limit}`;
}

/** Notes a crossing. @returns false when somebody else has noted it, or the alarm was changed meanwhile */
export async function noteCrossing(tx: Tx, seen: Crossing, at: Date): Promise<boolean> {
  const below = seen.available < seen.threshold;
  const noted = await tx`
    UPDATE alarms SET below_since = ${below ? at : null}
    WHERE account_id = ${seen.accountId} AND commodity = ${seen.commodity} AND threshold = ${seen.threshold}
      AND (below_since IS NULL) = ${below}`;
  return noted.count === 1;
}
