import type { Db, Tx } from '../../platform/db.ts';

/** A kind of send that nothing could pay for, as the first that was refused. */
export interface Shortfall {
  accountId: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  since: Date;
  maxTalkSeconds: number;
  /** From money, 10⁻⁴ yuan. */
  unitPrice: bigint;
  stepSeconds: number;
  toldAt: Date | null;
}

const columns = (db: Db) => db`
  account_id AS "accountId", purpose, group_type AS "groupType", since, max_talk_s AS "maxTalkSeconds",
  unit_price AS "unitPrice", step_s AS "stepSeconds", told_at AS "toldAt"`;

/** Notes that sends could not be paid. One that is known already stays as it was. */
export async function noteShortfalls(
  tx: Tx,
  shortfalls: readonly Omit<Shortfall, 'since' | 'toldAt'>[],
  at: Date,
): Promise<void> {
  if (shortfalls.length === 0) return;
  await tx`
    INSERT INTO shortfalls (account_id, purpose, group_type, since, max_talk_s, unit_price, step_s)
    SELECT a, b, c, ${at}, d, e, f FROM unnest(
      ${shortfalls.map((one) => one.accountId)}::text[], ${shortfalls.map((one) => one.purpose)}::smallint[],
      ${shortfalls.map((one) => one.groupType)}::smallint[], ${shortfalls.map((one) => one.maxTalkSeconds)}::integer[],
      ${shortfalls.map((one) => one.unitPrice.toString())}::bigint[],
      ${shortfalls.map((one) => one.stepSeconds)}::smallint[]) AS s (a, b, c, d, e, f)
    ON CONFLICT DO NOTHING`;
}

/** Shortfalls of one account, or of all in the order of their keys after one of them; at most `limit`. */
export async function listShortfalls(
  db: Db,
  asked:
    | { accountId: string }
    | { after: Pick<Shortfall, 'accountId' | 'purpose' | 'groupType'>; limit: number },
): Promise<Shortfall[]> {
  if ('accountId' in asked) {
    return await db<Shortfall[]>`
      SELECT ${columns(db)} FROM shortfalls WHERE account_id = ${asked.accountId} ORDER BY purpose, group_type`;
  }
  const { accountId, purpose, groupType } = asked.after;
  return await db<Shortfall[]>`
    SELECT ${columns(db)} FROM shortfalls
    WHERE (account_id, purpose, group_type) > (${accountId}, ${purpose}::smallint, ${groupType}::smallint)
    ORDER BY account_id, purpose, group_type LIMIT ${asked.limit}`;
}

/** Notes that the account was told. @returns false when somebody else has noted it, or it is over */
export async function markShortfallTold(tx: Tx, seen: Shortfall, at: Date): Promise<boolean> {
  const marked = await tx`
    UPDATE shortfalls SET told_at = ${at}
    WHERE account_id = ${seen.accountId} AND purpose = ${seen.purpose} AND group_type = ${seen.groupType}
      AND told_at IS NULL`;
  return marked.count === 1;
}

export async function endShortfall(db: Db, seen: Shortfall): Promise<void> {
  await db`
    DELETE FROM shortfalls
    WHERE account_id = ${seen.accountId} AND purpose = ${seen.purpose} AND group_type = ${seen.groupType}
      AND since = ${seen.since}`;
}
