import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

export interface LockedAccount {
  accountId: string;
  status: 'active' | 'suspended' | 'terminated';
  /** Granted, and not stopped. */
  capabilities: readonly string[];
  /** Granted, and stopped for now by a sanction or an order (4.2.5, 4.3.7). */
  stopped: readonly string[];
  /** 4.2.1: whether its enterprise is approved. */
  enterpriseApproved: boolean;
  /** Of the agreement, in force for it; null: it never accepted one. */
  agreementVersion: number | null;
  /** When its service ends, or has ended, because it refused a version (12.3). */
  serviceEndsAt: Date | null;
}

/**
 * Takes the rows of these accounts for the transaction, in one order for everybody. Everything that is judged by an
 * account's own past (frequency, balance, tokens) is judged under this lock, so no two sends can both be the last
 * that fits. Must be a statement of its own: what follows then sees what the previous holder committed.
 */
export async function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await tx`
    SELECT 1 FROM accounts WHERE account_id = ANY(${accountIds as string[]})
    ORDER BY account_id FOR NO KEY UPDATE`;
}

export async function readAccounts(db: Db, accountIds: readonly string[]): Promise<LockedAccount[]> {
  return await db<LockedAccount[]>`
    SELECT a.account_id AS "accountId", a.status, a.enterprise_approved AS "enterpriseApproved",
      a.agreement_version AS "agreementVersion", a.service_ends_at AS "serviceEndsAt",
      ARRAY(SELECT c.capability FROM capabilities c WHERE c.account_id = a.account_id
        EXCEPT SELECT s.capability FROM capability_stops s WHERE s.account_id = a.account_id) AS capabilities,
      ARRAY(SELECT DISTINCT s.capability FROM capability_stops s WHERE s.account_id = a.account_id) AS stopped
    FROM accounts a WHERE a.account_id = ANY(${accountIds as string[]})`;
}

export async function findAccountName(db: Db, accountId: string): Promise<string | undefined> {
  const [row] = await db<{ name: string }[]>`SELECT name FROM accounts WHERE account_id = ${accountId}`;
  return row?.name;
}

export async function accountExists(db: Db, accountId: string): Promise<boolean> {
  const rows = await db`SELECT 1 FROM accounts WHERE account_id = ${accountId}`;
  return rows.length > 0;
}

/** Names of these accounts, by id. */
export async function accountNames(db: Db, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db<{ account_id: string; name: string }[]>`
    SELECT account_id, name FROM accounts WHERE account_id = ANY(${accountIds as string[]})`;
  return new Map(rows.map((row) => [row.account_id, row.name]));
}

/** Accounts that are not terminated and were there by `createdUntil`, in the order of their ids after `after`. */
export async function accountsAfter(
  db: Db,
  asked: { after: string; createdUntil: Date; limit: number },
): Promise<string[]> {
  const rows = await db<{ account_id: string }[]>`
    SELECT account_id FROM accounts
    WHERE account_id > ${asked.after} AND created_at <= ${asked.createdUntil} AND status <> 'terminated'
    ORDER BY account_id LIMIT ${asked.limit}`;
  return rows.map((row) => row.account_id);
}

export async function createAccount(
  db: Db,
  account: { accountId: string; name: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO accounts (account_id, name, created_at) VALUES (${account.accountId}, ${account.name}, ${account.at})`;
}

/** When the account was opened; undefined where there is none. */
export async function accountOpenedAt(db: Db, accountId: string): Promise<Date | undefined> {
  const [row] = await db<{ created_at: Date }[]>`
    SELECT created_at FROM accounts WHERE account_id = ${accountId}`;
  return row?.created_at;
}

export async function grantCapability(
  db: Db,
  grant: { accountId: string; capability: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO capabilities (account_id, capability, granted_at)
    VALUES (${grant.accountId}, ${grant.capability}, ${grant.at}) ON CONFLICT DO NOTHING`;
}

/** False where the account did not have it. */
export async function revokeCapability(
  db: Db,
  { accountId, capability }: { accountId: string; capability: string },
): Promise<boolean> {
  const rows = await db`
    DELETE FROM capabilities WHERE account_id = ${accountId} AND capability = ${capability} RETURNING 1`;
  return rows.length === 1;
}

export async function listCapabilities(db: Db, accountId: string): Promise<Set<string>> {
  const rows = await db<{ capability: string }[]>`
    SELECT capability FROM capabilities WHERE account_id = ${accountId}`;
  return new Set(rows.map((row) => row.capability));
}

/** 4.2.1: whether the account may send, as far as its enterprise goes. */
export async function setEnterpriseApproved(db: Db, accountId: string, approved: boolean): Promise<void> {
  await db`UPDATE accounts SET enterprise_approved = ${approved} WHERE account_id = ${accountId}`;
}

export interface ReceiptTarget {
  url: string;
  secret: string;
}

export const receiptSecretContext = (accountId: string) => `accounts.receipt_secret:${accountId}`;

/** Where receipts of an account are pushed, or undefined where it only pulls them. */
export async function receiptTarget(
  db: Db,
  vault: Vault,
  accountId: string,
): Promise<ReceiptTarget | undefined> {
  const [row] = await db<{ receipt_url: string | null; receipt_secret: Buffer | null }[]>`
    SELECT receipt_url, receipt_secret FROM accounts WHERE account_id = ${accountId}`;
  if (!row?.receipt_url || !row.receipt_secret) return undefined;
  return { url: row.receipt_url, secret: vault.open(row.receipt_secret, receiptSecretContext(accountId)) };
}

/** Which of these accounts want their receipts pushed. */
export async function accountsWithReceiptUrl(db: Db, accountIds: readonly string[]): Promise<Set<string>> {
  const rows = await db<{ account_id: string }[]>`
    SELECT account_id FROM accounts WHERE account_id = ANY(${accountIds as string[]}) AND receipt_url IS NOT NULL`;
  return new Set(rows.map((row) => row.account_id));
}

export async function setReceiptTarget(
  db: Db,
  vault: Vault,
  accountId: string,
  target: ReceiptTarget | undefined,
): Promise<void> {
  await db`
    UPDATE accounts SET receipt_url = ${target?.url ?? null},
      receipt_secret = ${target ? vault.seal(target.secret, receiptSecretContext(accountId)) : null}
    WHERE account_id = ${accountId}`;
}

/** Who may come in from where, and how. */
export interface SecuritySettings {
  /** Addresses and CIDR blocks for keys and apps; empty: any. */
  apiIps: readonly string[];
  /** The same for members who have logged in. */
  consoleIps: readonly string[];
  /** Whether SHA-1 key pair signatures are taken. */
  keyPairs: boolean;
}

export async function readSecuritySettings(db: Db, accountId: string): Promise<SecuritySettings | undefined> {
  const [row] = await db<SecuritySettings[]>`
    SELECT api_ips AS "apiIps", console_ips AS "consoleIps", key_pairs AS "keyPairs"
    FROM accounts WHERE account_id = ${accountId}`;
  return row;
}

export async function saveSecuritySettings(
  db: Db,
  { accountId, ...settings }: SecuritySettings & { accountId: string },
): Promise<void> {
  await db`
    UPDATE accounts SET api_ips = ${settings.apiIps as string[]}, console_ips = ${settings.consoleIps as string[]},
      key_pairs = ${settings.keyPairs}
    WHERE account_id = ${accountId}`;
}
