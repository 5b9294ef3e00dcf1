import { type CustomerPermission, MEMBER_ROLES } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

export interface LockedAccount {
  accountId: string;
  status: 'active' | 'suspended' | 'terminated';
  capabilities: readonly string[];
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
    SELECT a.account_id AS "accountId", a.status,
      ARRAY(SELECT c.capability FROM capabilities c WHERE c.account_id = a.account_id) AS capabilities
    FROM accounts a WHERE a.account_id = ANY(${accountIds as string[]})`;
}

/** Which of these (account, project) pairs exist, as 'account\nproject'. */
export async function findProjects(
  db: Db,
  pairs: readonly { accountId: string; projectId: string }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows = await db<{ account_id: string; project_id: string }[]>`
    SELECT account_id, project_id FROM projects
    WHERE (account_id, project_id) IN (SELECT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.projectId)}::text[]))`;
  return new Set(rows.map((row) => `${row.account_id}\n${row.project_id}`));
}

export interface ApiKey {
  accountId: string;
  privateKey: string;
  status: 'active' | 'disabled';
  allowedIps: readonly string[];
  permissions: ReadonlySet<CustomerPermission>;
  projects: 'all' | readonly string[];
}

const keyContext = (publicKey: string) => `api_keys.private_key:${publicKey}`;

export async function findApiKey(db: Db, vault: Vault, publicKey: string): Promise<ApiKey | undefined> {
  const [row] = await db<
    { account_id: string; private_key_sealed: Buffer; status: ApiKey['status']; allowed_ips: string[] }[]
  >`SELECT account_id, private_key_sealed, status, allowed_ips FROM api_keys WHERE public_key = ${publicKey}`;
  if (!row) return undefined;
  return {
    accountId: row.account_id,
    privateKey: vault.open(row.private_key_sealed, keyContext(publicKey)),
    status: row.status,
    allowedIps: row.allowed_ips,
    permissions: new Set(MEMBER_ROLES.owner.permissions),
    projects: 'all',
  };
}

/** The oldest active key pair of an account. */
export async function findApiKeyOf(
  db: Db,
  vault: Vault,
  accountId: string,
): Promise<{ publicKey: string; privateKey: string } | undefined> {
  const [row] = await db<{ public_key: string; private_key_sealed: Buffer }[]>`
    SELECT public_key, private_key_sealed FROM api_keys
    WHERE account_id = ${accountId} AND status = 'active' ORDER BY created_at LIMIT 1`;
  if (!row) return undefined;
  return {
    publicKey: row.public_key,
    privateKey: vault.open(row.private_key_sealed, keyContext(row.public_key)),
  };
}

export async function accountExists(db: Db, accountId: string): Promise<boolean> {
  const rows = await db`SELECT 1 FROM accounts WHERE account_id = ${accountId}`;
  return rows.length > 0;
}

export async function createAccount(
  db: Db,
  account: { accountId: string; name: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO accounts (account_id, name, created_at) VALUES (${account.accountId}, ${account.name}, ${account.at})`;
}

export async function createProject(
  db: Db,
  project: { accountId: string; projectId: string; name: string },
): Promise<void> {
  await db`
    INSERT INTO projects (account_id, project_id, name)
    VALUES (${project.accountId}, ${project.projectId}, ${project.name})`;
}

export async function createApiKey(
  db: Db,
  vault: Vault,
  key: { accountId: string; publicKey: string; privateKey: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO api_keys (public_key, account_id, private_key_sealed, created_at)
    VALUES (${key.publicKey}, ${key.accountId}, ${vault.seal(key.privateKey, keyContext(key.publicKey))}, ${key.at})`;
}

export async function grantCapability(
  db: Db,
  grant: { accountId: string; capability: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO capabilities (account_id, capability, granted_at)
    VALUES (${grant.accountId}, ${grant.capability}, ${grant.at}) ON CONFLICT DO NOTHING`;
}

export interface ReceiptTarget {
  url: string;
  secret: string;
}

const secretContext = (accountId: string) => `accounts.receipt_secret:${accountId}`;

/** Where receipts of an account are pushed, or undefined where it only pulls them. */
export async function receiptTarget(
  db: Db,
  vault: Vault,
  accountId: string,
): Promise<ReceiptTarget | undefined> {
  const [row] = await db<{ receipt_url: string | null; receipt_secret: Buffer | null }[]>`
    SELECT receipt_url, receipt_secret FROM accounts WHERE account_id = ${accountId}`;
  if (!row?.receipt_url || !row.receipt_secret) return undefined;
  return { url: row.receipt_url, secret: vault.open(row.receipt_secret, secretContext(accountId)) };
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
      receipt_secret = ${target ? vault.seal(target.secret, secretContext(accountId)) : null}
    WHERE account_id = ${accountId}`;
}
