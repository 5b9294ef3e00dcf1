import type { Db, Tx } from '../../platform/db.ts';
import type { SignKind } from './rules.ts';

export interface NewSign {
  accountId: string;
  signId: string;
  kind: SignKind;
  subject: string;
  figure: number;
  threshold: number;
  examplesSealed: Uint8Array;
  at: Date;
}

export interface StoredSign extends Omit<NewSign, 'at'> {
  foundAt: Date;
  seenAt: Date;
  settledBy: string | null;
  settledAt: Date | null;
  reason: string;
}

export const examplesContext = (accountId: string, kind: SignKind, subject: string) =>
  `signs.examples:${accountId}:${kind}:${subject}`;

const columns = (db: Db) => db`
  account_id AS "accountId", sign_id AS "signId", kind, subject, figure, threshold,
  examples_sealed AS "examplesSealed", found_at AS "foundAt", seen_at AS "seenAt", settled_by AS "settledBy",
  settled_at AS "settledAt", reason`;

/**
 * Notes a sign: a new one, or that the open one is seen still. One that was settled since `quietSince` comes back only
 * where it is twice as strong.
 * @returns whether it is new
 */
export async function noteSign(tx: Tx, sign: NewSign, quietSince: Date): Promise<boolean> {
  const [row] = await tx<{ signId: string }[]>`
    INSERT INTO signs (account_id, sign_id, kind, subject, figure, threshold, examples_sealed, found_at, seen_at)
    SELECT ${sign.accountId}, ${sign.signId}, ${sign.kind}, ${sign.subject}, ${sign.figure}, ${sign.threshold},
      ${sign.examplesSealed}, ${sign.at}::timestamptz, ${sign.at}::timestamptz
    WHERE NOT EXISTS (SELECT 1 FROM signs WHERE account_id = ${sign.accountId} AND kind = ${sign.kind}
      AND subject = ${sign.subject} AND settled_at > ${quietSince} AND figure * 2 > ${sign.figure})
    ON CONFLICT (account_id, kind, subject) WHERE settled_at IS NULL DO UPDATE
      SET figure = excluded.figure, examples_sealed = excluded.examples_sealed, seen_at = excluded.seen_at
    RETURNING sign_id AS "signId"`;
  return row?.signId === sign.signId;
}

/** @returns whether there is such a sign that is open */
export async function settleSign(
  tx: Tx,
  { signId, by, at, reason }: { signId: string; by: string; at: Date; reason: string },
): Promise<boolean> {
  const rows = await tx`
    UPDATE signs SET settled_by = ${by}, settled_at = ${at}, reason = ${reason}
    WHERE sign_id = ${signId} AND settled_at IS NULL RETURNING 1`;
  return rows.length > 0;
}

/** Signs, the latest first. */
export async function pageSigns(
  db: Db,
  asked: { accountId: string | undefined; open: boolean; offset: number; limit: number },
): Promise<{ total: number; signs: StoredSign[] }> {
  const { accountId = null } = asked;
  const filter = db`
    (${accountId}::text IS NULL OR account_id = ${accountId}) AND (NOT ${asked.open} OR settled_at IS NULL)`;
  const [[counted], signs] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM signs WHERE ${filter}`,
    db<StoredSign[]>`
      SELECT ${columns(db)} FROM signs WHERE ${filter} ORDER BY found_at DESC, sign_id DESC
      OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, signs: [...signs] };
}
