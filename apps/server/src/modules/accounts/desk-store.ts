import type { Db } from '../../platform/db.ts';

/** An account, for people who look after it. */
export interface AccountView {
  accountId: string;
  name: string;
  status: 'active' | 'suspended' | 'terminated';
  enterpriseApproved: boolean;
  /** Null: it never accepted one. */
  agreementVersion: number | null;
  serviceEndsAt: Date | null;
  createdAt: Date;
}

const columns = (db: Db) => db`
  account_id AS "accountId", name, status, enterprise_approved AS "enterpriseApproved",
  agreement_version AS "agreementVersion", service_ends_at AS "serviceEndsAt", created_at AS "createdAt"`;

export async function findAccount(db: Db, accountId: string): Promise<AccountView | undefined> {
  const [row] = await db<AccountView[]>`
    SELECT ${columns(db)} FROM accounts WHERE account_id = ${accountId}`;
  return row;
}

/**
 * Accounts of an id, with a text in their names whatever its case, or with a member who is that person; the latest
 * first. An empty text is in all of them.
 */
export async function searchAccounts(
  db: Db,
  asked: { text: string; identityId: string | undefined; offset: number; limit: number },
): Promise<{ total: number; accounts: AccountView[] }> {
  const { text, identityId = null, offset, limit } = asked;
  const found = db`
    (account_id = ${text} OR strpos(lower(name), lower(${text})) > 0
      OR account_id IN (SELECT m.account_id FROM members m WHERE m.identity_id = ${identityId}))`;
  const [[counted], accounts] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM accounts WHERE ${found}`,
    db<AccountView[]>`
      SELECT ${columns(db)} FROM accounts WHERE ${found}
      ORDER BY created_at DESC, account_id OFFSET ${offset} LIMIT ${limit}`,
  ]);
  return { total: counted?.total ?? 0, accounts };
}
