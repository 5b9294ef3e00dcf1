import type { Db, Tx } from '../../platform/db.ts';

export type AccountStatus = 'active' | 'suspended' | 'terminated';

export async function setAccountStatus(tx: Tx, accountId: string, status: AccountStatus): Promise<void> {
  await tx`UPDATE accounts SET status = ${status} WHERE account_id = ${accountId}`;
}

/** Undefined where there is no such account. */
export async function accountStatus(db: Db, accountId: string): Promise<AccountStatus | undefined> {
  const [row] = await db<{ status: AccountStatus }[]>`
    SELECT status FROM accounts WHERE account_id = ${accountId}`;
  return row?.status;
}

/** Takes capabilities from an account for now; what it was granted stays. @param stop.cause what they come back with */
export async function stopCapabilities(
  tx: Tx,
  stop: { accountId: string; capabilities: readonly string[]; cause: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO capability_stops (account_id, capability, cause, since)
    SELECT ${stop.accountId}, c, ${stop.cause}, ${stop.at}::timestamptz
    FROM unnest(${stop.capabilities as string[]}::text[]) AS c ON CONFLICT DO NOTHING`;
}

export async function resumeCapabilities(
  tx: Tx,
  { accountId, cause }: { accountId: string; cause: string },
): Promise<void> {
  await tx`DELETE FROM capability_stops WHERE account_id = ${accountId} AND cause = ${cause}`;
}

/**
 * What of these accounts must not be dialled: all of those that are not active, and of the others what needs a
 * capability that is stopped. An account that is not in the table is the platform itself.
 */
export async function findHalts(
  db: Db,
  accountIds: readonly string[],
): Promise<(accountId: string, needed: readonly string[]) => boolean> {
  const rows = await db<{ accountId: string; halted: boolean; stopped: string[] }[]>`
    SELECT a.account_id AS "accountId", a.status <> 'active' AS halted,
      ARRAY(SELECT s.capability FROM capability_stops s WHERE s.account_id = a.account_id) AS stopped
    FROM accounts a WHERE a.account_id = ANY(${[...new Set(accountIds)]}::text[])`;
  const found = new Map(rows.map((row) => [row.accountId, row]));
  return (accountId, needed) => {
    const account = found.get(accountId);
    return account !== undefined && (account.halted || needed.some((one) => account.stopped.includes(one)));
  };
}

/** Accounts that are not active and of which messages wait. */
export async function inactiveWithQueue(db: Db): Promise<string[]> {
  const rows = await db<{ account_id: string }[]>`
    SELECT a.account_id FROM accounts a
    WHERE a.status <> 'active' AND EXISTS (SELECT 1 FROM queue q WHERE q.account_id = a.account_id AND q.state = 'queued')`;
  return rows.map((row) => row.account_id);
}
