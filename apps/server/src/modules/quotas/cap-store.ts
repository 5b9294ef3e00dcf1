import type { Db, Tx } from '../../platform/db.ts';
import type { SendCap } from './cap-rules.ts';

/** Caps on accounts that stand, by account. Few accounts have any. */
export async function standingCaps(db: Db, accountIds: readonly string[]): Promise<Map<string, SendCap[]>> {
  const rows = await db<
    { accountId: string; clause: string; perMinute: number | null; perDay: number | null }[]
  >`
    SELECT account_id AS "accountId", clause, per_minute AS "perMinute", per_day AS "perDay" FROM send_caps
    WHERE account_id = ANY(${accountIds as string[]}::text[])`;
  const caps = new Map<string, SendCap[]>();
  for (const { accountId, clause, perMinute, perDay } of rows) {
    const cap = { clause, perMinute: perMinute ?? undefined, perDay: perDay ?? undefined };
    caps.set(accountId, [...(caps.get(accountId) ?? []), cap]);
  }
  return caps;
}

/** @param cap.cause by which it is dropped again */
export async function setSendCap(tx: Tx, cap: SendCap & { accountId: string; cause: string }): Promise<void> {
  await tx`
    INSERT INTO send_caps (account_id, cause, clause, per_minute, per_day)
    VALUES (${cap.accountId}, ${cap.cause}, ${cap.clause}, ${cap.perMinute ?? null}, ${cap.perDay ?? null})`;
}

export async function dropSendCap(
  tx: Tx,
  { accountId, cause }: { accountId: string; cause: string },
): Promise<void> {
  await tx`DELETE FROM send_caps WHERE account_id = ${accountId} AND cause = ${cause}`;
}
