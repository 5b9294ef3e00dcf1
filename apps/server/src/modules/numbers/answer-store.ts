import type { Db, Tx } from '../../platform/db.ts';
import type { Choice, Offer } from './application-rules.ts';
import type { ApplicationKey } from './application-store.ts';

/** What the carrier offers for a line of an application, and what came of it. */
export interface NumberAnswer extends Offer {
  answerId: string;
  applicationId: string;
  /** How many the customer has taken. */
  chosen: number;
  /** How many of these are there. */
  delivered: number;
}

export async function insertAnswers(
  tx: Tx,
  { accountId, applicationId }: ApplicationKey,
  offers: readonly (Offer & { answerId: string })[],
): Promise<void> {
  for (const offer of offers) {
    await tx`
      INSERT INTO number_answers (account_id, answer_id, application_id, line, city_code, monthly, minimum_minutes,
        minute_price, available)
      VALUES (${accountId}, ${offer.answerId}, ${applicationId}, ${offer.line}, ${offer.cityCode}, ${offer.monthly},
        ${offer.minimumMinutes}, ${offer.minutePrice}, ${offer.available})`;
  }
}

const view = (db: Db) => db`
  SELECT a.answer_id AS "answerId", a.application_id AS "applicationId", a.line, a.city_code AS "cityCode", a.monthly,
    a.minimum_minutes AS "minimumMinutes", a.minute_price AS "minutePrice", a.available, a.chosen,
    (SELECT count(*)::int FROM numbers n WHERE n.account_id = a.account_id AND n.answer_id = a.answer_id
      AND n.activated_at IS NOT NULL) AS delivered
  FROM number_answers a`;

export async function listAnswers(
  db: Db,
  { accountId, applicationId }: ApplicationKey,
): Promise<NumberAnswer[]> {
  return await db<NumberAnswer[]>`
    ${view(db)} WHERE a.account_id = ${accountId} AND a.application_id = ${applicationId}
    ORDER BY a.line, a.city_code`;
}

export async function findAnswer(
  db: Db,
  accountId: string,
  answerId: string,
): Promise<NumberAnswer | undefined> {
  const [row] = await db<NumberAnswer[]>`
    ${view(db)} WHERE a.account_id = ${accountId} AND a.answer_id = ${answerId}`;
  return row;
}

/** How many numbers are entered for an answered line and do not work yet. */
export async function countWaiting(db: Db, accountId: string, answerId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM numbers
    WHERE account_id = ${accountId} AND answer_id = ${answerId} AND status = 'to-provision'`;
  return row?.count ?? 0;
}

/** Gives back the numbers that are entered for an application and do not work yet. */
export async function releaseUnprovided(
  tx: Tx,
  { accountId, applicationId }: ApplicationKey,
  at: Date,
): Promise<void> {
  await tx`
    UPDATE numbers SET status = 'cancelled', ended_at = ${at}
    WHERE account_id = ${accountId} AND status = 'to-provision' AND answer_id IN (
      SELECT answer_id FROM number_answers WHERE account_id = ${accountId} AND application_id = ${applicationId})`;
}

/** Writes down what was paid for. */
export async function setChosen(tx: Tx, accountId: string, choices: readonly Choice[]): Promise<void> {
  await tx`
    UPDATE number_answers AS a SET chosen = c.quantity
    FROM unnest(${choices.map(({ answerId }) => answerId)}::text[], ${choices.map(({ quantity }) => quantity)}::int[])
      AS c (answer_id, quantity)
    WHERE a.account_id = ${accountId} AND a.answer_id = c.answer_id`;
}
