import type { Db, Tx } from '../../platform/db.ts';

/** What the agreement comes to for one account: the version in force for it, and when its service ends. */
export interface ServiceTerm {
  readonly agreementVersion: number | null;
  readonly serviceEndsAt: Date | null;
}

export async function findServiceTerm(db: Db, accountId: string): Promise<ServiceTerm | undefined> {
  const [row] = await db<ServiceTerm[]>`
    SELECT agreement_version AS "agreementVersion", service_ends_at AS "serviceEndsAt"
    FROM accounts WHERE account_id = ${accountId}`;
  return row;
}

/** Puts a version in force for an account; a service that had ended is open again. */
export async function openServiceTerm(db: Db, accountId: string, version: number): Promise<void> {
  await db`
    UPDATE accounts SET agreement_version = ${version}, service_ends_at = NULL WHERE account_id = ${accountId}`;
}

/** The service of these accounts ends at that moment, or goes on where there is none. */
export async function setServiceEnd(
  db: Db,
  accountIds: readonly string[],
  endsAt: Date | undefined,
): Promise<void> {
  await db`
    UPDATE accounts SET service_ends_at = ${endsAt ?? null} WHERE account_id = ANY(${accountIds as string[]})`;
}

/** Some accounts under an agreement, after that id, in the order of their ids. */
export async function accountsUnderAgreement(db: Db, after: string, limit: number): Promise<string[]> {
  const rows = await db<{ account_id: string }[]>`
    SELECT account_id FROM accounts
    WHERE account_id > ${after} AND agreement_version IS NOT NULL
    ORDER BY account_id LIMIT ${limit}`;
  return rows.map((row) => row.account_id);
}

/**
 * Moves some accounts, that are under another version and whose service goes on at that moment, to this one. Those in
 * use by another transaction are left to the next run.
 */
export async function advanceAccounts(tx: Tx, version: number, now: Date, limit: number): Promise<string[]> {
  const rows = await tx<{ account_id: string }[]>`
    UPDATE accounts SET agreement_version = ${version}
    WHERE account_id IN (
      SELECT account_id FROM accounts
      WHERE agreement_version <> ${version} AND (service_ends_at IS NULL OR service_ends_at > ${now})
      ORDER BY account_id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING account_id`;
  return rows.map((row) => row.account_id);
}

/** Whether any account is still under another version, its service going on at that moment. */
export async function anyBehind(db: Db, version: number, now: Date): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM accounts
    WHERE agreement_version <> ${version} AND (service_ends_at IS NULL OR service_ends_at > ${now}) LIMIT 1`;
  return rows.length > 0;
}

/** Accounts whose service ended between the two moments. */
export async function accountsEnded(db: Db, from: Date, until: Date): Promise<string[]> {
  const rows = await db<{ account_id: string }[]>`
    SELECT account_id FROM accounts WHERE service_ends_at > ${from} AND service_ends_at <= ${until}`;
  return rows.map((row) => row.account_id);
}
