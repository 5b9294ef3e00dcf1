import type { Db, Tx } from '../../platform/db.ts';
import type { Threshold, ThresholdAct } from './threshold-rules.ts';

export interface SetThreshold extends Threshold {
  /** '' came with the service. */
  setBy: string;
  setAt: Date;
}

const columns = (db: Db) => db`
  threshold_id AS "thresholdId", subject, days, least, per_10000 AS "per10000", act, capabilities,
  per_minute AS "perMinute", per_day AS "perDay", enabled, set_by AS "setBy", set_at AS "setAt"`;

/** In an order that stays. */
export async function listThresholds(db: Db): Promise<SetThreshold[]> {
  return await db<SetThreshold[]>`
    SELECT ${columns(db)} FROM complaint_thresholds ORDER BY subject, per_10000, least, threshold_id`;
}

/** @returns whether there was room: `most` stand at a time */
export async function insertThreshold(tx: Tx, t: SetThreshold, most: number): Promise<boolean> {
  await tx`LOCK TABLE complaint_thresholds IN SHARE ROW EXCLUSIVE MODE`;
  const rows = await tx`
    INSERT INTO complaint_thresholds (threshold_id, subject, days, least, per_10000, act, capabilities, per_minute,
      per_day, enabled, set_by, set_at)
    SELECT ${t.thresholdId}, ${t.subject}, ${t.days}, ${t.least}, ${t.per10000}, ${t.act},
      ${t.capabilities as string[]}::text[], ${t.perMinute}, ${t.perDay}, ${t.enabled}, ${t.setBy}, ${t.setAt}
    WHERE (SELECT count(*) FROM complaint_thresholds) < ${most} RETURNING 1`;
  return rows.length > 0;
}

/** @returns whether there is such a threshold */
export async function updateThreshold(tx: Tx, t: SetThreshold): Promise<boolean> {
  const rows = await tx`
    UPDATE complaint_thresholds SET subject = ${t.subject}, days = ${t.days}, least = ${t.least},
      per_10000 = ${t.per10000}, act = ${t.act}, capabilities = ${t.capabilities as string[]}::text[],
      per_minute = ${t.perMinute}, per_day = ${t.perDay}, enabled = ${t.enabled}, set_by = ${t.setBy},
      set_at = ${t.setAt}
    WHERE threshold_id = ${t.thresholdId} RETURNING 1`;
  return rows.length > 0;
}

export async function deleteThreshold(tx: Tx, thresholdId: string): Promise<boolean> {
  const rows = await tx`DELETE FROM complaint_thresholds WHERE threshold_id = ${thresholdId} RETURNING 1`;
  return rows.length > 0;
}

/** Of what there may be enough complaints. */
export interface Suspect {
  /** '' for numbers and trunks, whose calls are of many. */
  accountId: string;
  key: string;
  complaints: number;
}

/**
 * Subjects with at least `least` complaints since `from` on which this threshold has not acted yet: those that it acted
 * on before are left out for good, whatever became of the act, and so are the unfounded.
 * @param only one of them alone
 */
export async function findSuspects(
  db: Db,
  { thresholdId, subject, least }: Pick<Threshold, 'thresholdId' | 'subject' | 'least'>,
  { from, limit, only }: { from: Date; limit: number; only?: Suspect },
): Promise<Suspect[]> {
  const shared = subject === 'number' || subject === 'trunk';
  const accountId = shared ? db`''` : db`account_id`;
  const key = {
    account: db`''`,
    template: db`template_id`,
    number: db`show_number`,
    trunk: db`trunk_id`,
  }[subject];
  return await db<Suspect[]>`
    SELECT s.account_id AS "accountId", s.key, count(*)::int AS complaints
    FROM (SELECT ${accountId} AS account_id, ${key} AS key, opened_at FROM complaints
      WHERE happened_at >= ${from} AND account_id <> '' AND founded IS DISTINCT FROM false) AS s
    LEFT JOIN LATERAL (SELECT max(a.at) AS at FROM threshold_acts a
      WHERE a.threshold_id = ${thresholdId} AND a.account_id = s.account_id AND a.key = s.key) AS acted ON true
    WHERE (s.key <> '' OR ${subject === 'account'}) AND (acted.at IS NULL OR s.opened_at > acted.at)
      AND (${only === undefined} OR (s.account_id = ${only?.accountId ?? ''} AND s.key = ${only?.key ?? ''}))
    GROUP BY 1, 2 HAVING count(*) >= ${least} ORDER BY 1, 2 LIMIT ${limit}`;
}

export interface ThresholdDeed extends Suspect {
  thresholdId: string;
  at: Date;
  act: ThresholdAct;
  answered: bigint;
  /** Null where no account is sanctioned. */
  sanctionId: string | null;
}

export async function insertDeed(tx: Tx, d: ThresholdDeed): Promise<void> {
  await tx`
    INSERT INTO threshold_acts (threshold_id, account_id, key, at, act, complaints, answered, sanction_id)
    VALUES (${d.thresholdId}, ${d.accountId}, ${d.key}, ${d.at}, ${d.act}, ${d.complaints}, ${d.answered},
      ${d.sanctionId})`;
}

const deedColumns = (db: Db) => db`
  threshold_id AS "thresholdId", account_id AS "accountId", key, at, act, complaints, answered,
  sanction_id AS "sanctionId"`;

/** The latest thing that a threshold did about a subject. */
export async function lastDeed(
  db: Db,
  { thresholdId, accountId, key }: Pick<ThresholdDeed, 'thresholdId' | 'accountId' | 'key'>,
): Promise<ThresholdDeed | undefined> {
  const [row] = await db<ThresholdDeed[]>`
    SELECT ${deedColumns(db)} FROM threshold_acts
    WHERE threshold_id = ${thresholdId} AND account_id = ${accountId} AND key = ${key} ORDER BY at DESC LIMIT 1`;
  return row;
}

/** What thresholds did, the latest first. */
export async function pageDeeds(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ total: number; deeds: ThresholdDeed[] }> {
  const [[counted], deeds] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM threshold_acts`,
    db<ThresholdDeed[]>`
      SELECT ${deedColumns(db)} FROM threshold_acts ORDER BY at DESC, threshold_id, account_id, key
      OFFSET ${offset} LIMIT ${limit}`,
  ]);
  return { total: counted?.total ?? 0, deeds: [...deeds] };
}
