import { type CustomerPermission, MEMBER_ROLES, type MemberRole } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** A key as a signature is judged by it. */
export interface ApiKey {
  accountId: string;
  /** Absent for a key of the account itself, which may what an owner may. */
  memberId?: string;
  privateKey: string;
  /** Disabled, too, while its member is. */
  status: 'active' | 'disabled';
  /** Of the key and of its account: an address must be in both. An empty list admits any. */
  allowedIps: readonly (readonly string[])[];
  /** Whether the account takes SHA-1 key pair signatures. */
  keyPairs: boolean;
  permissions: ReadonlySet<CustomerPermission>;
  projects: 'all' | readonly string[];
}

export const apiKeyContext = (publicKey: string) => `api_keys.private_key:${publicKey}`;

export async function findApiKey(db: Db, vault: Vault, publicKey: string): Promise<ApiKey | undefined> {
  const [row] = await db<
    {
      accountId: string;
      memberId: string | null;
      sealed: Buffer;
      status: ApiKey['status'];
      keyIps: string[];
      accountIps: string[];
      keyPairs: boolean;
      role: MemberRole | null;
      projectIds: string[] | null;
      memberStatus: string | null;
    }[]
  >`
    SELECT k.account_id AS "accountId", k.member_id AS "memberId", k.private_key_sealed AS sealed, k.status,
      k.allowed_ips AS "keyIps", a.api_ips AS "accountIps", a.key_pairs AS "keyPairs",
      m.role, m.project_ids AS "projectIds", m.status AS "memberStatus"
    FROM api_keys k JOIN accounts a ON a.account_id = k.account_id
      LEFT JOIN members m ON m.account_id = k.account_id AND m.member_id = k.member_id
    WHERE k.public_key = ${publicKey}`;
  if (!row) return undefined;
  const { accountId, memberId, status, keyPairs } = row;
  const common = {
    accountId,
    privateKey: vault.open(row.sealed, apiKeyContext(publicKey)),
    allowedIps: [row.keyIps, row.accountIps],
    keyPairs,
  };
  if (memberId === null) {
    return { ...common, status, permissions: new Set(MEMBER_ROLES.owner.permissions), projects: 'all' };
  }
  return {
    ...common,
    memberId,
    status: row.memberStatus === 'active' ? status : 'disabled',
    permissions: new Set(row.role ? MEMBER_ROLES[row.role].permissions : []),
    projects: row.projectIds ?? 'all',
  };
}

/** The oldest active key pair of an account that is no member's. */
export async function findApiKeyOf(
  db: Db,
  vault: Vault,
  accountId: string,
): Promise<{ publicKey: string; privateKey: string } | undefined> {
  const [row] = await db<{ public_key: string; private_key_sealed: Buffer }[]>`
    SELECT public_key, private_key_sealed FROM api_keys
    WHERE account_id = ${accountId} AND status = 'active' AND member_id IS NULL ORDER BY created_at LIMIT 1`;
  if (!row) return undefined;
  return {
    publicKey: row.public_key,
    privateKey: vault.open(row.private_key_sealed, apiKeyContext(row.public_key)),
  };
}

export async function createApiKey(
  db: Db,
  vault: Vault,
  key: {
    accountId: string;
    publicKey: string;
    privateKey: string;
    at: Date;
    memberId?: string | undefined;
    note?: string | undefined;
    allowedIps?: readonly string[] | undefined;
  },
): Promise<void> {
  await db`
    INSERT INTO api_keys (public_key, account_id, private_key_sealed, created_at, member_id, note, allowed_ips)
    VALUES (${key.publicKey}, ${key.accountId}, ${vault.seal(key.privateKey, apiKeyContext(key.publicKey))}, ${key.at},
      ${key.memberId ?? null}, ${key.note ?? ''}, ${(key.allowedIps ?? []) as string[]})`;
}

/** A key as people see it: never the private half. */
export interface ListedKey {
  publicKey: string;
  memberId: string | null;
  status: 'active' | 'disabled';
  note: string;
  allowedIps: readonly string[];
  createdAt: Date;
  leakedAt: Date | null;
  lastUsedAt: Date | null;
}

/** Keys of the account, or of one member of it. */
export async function listApiKeys(
  db: Db,
  { accountId, memberId }: { accountId: string; memberId?: string | undefined },
): Promise<ListedKey[]> {
  return await db<ListedKey[]>`
    SELECT public_key AS "publicKey", member_id AS "memberId", status, note, allowed_ips AS "allowedIps",
      created_at AS "createdAt", leaked_at AS "leakedAt", last_used_at AS "lastUsedAt"
    FROM api_keys WHERE account_id = ${accountId} AND ${memberId === undefined ? db`true` : db`member_id = ${memberId}`}
    ORDER BY created_at, public_key`;
}

/** Takes one key of the account for the transaction. */
export async function lockApiKey(
  tx: Tx,
  { accountId, publicKey }: { accountId: string; publicKey: string },
): Promise<
  Pick<ListedKey, 'publicKey' | 'memberId' | 'status' | 'note' | 'allowedIps' | 'leakedAt'> | undefined
> {
  const [row] = await tx<ListedKey[]>`
    SELECT public_key AS "publicKey", member_id AS "memberId", status, note, allowed_ips AS "allowedIps",
      leaked_at AS "leakedAt"
    FROM api_keys WHERE account_id = ${accountId} AND public_key = ${publicKey} FOR UPDATE`;
  return row;
}

export async function updateApiKey(
  tx: Tx,
  key: { accountId: string; leakReport?: string } & Pick<
    ListedKey,
    'publicKey' | 'status' | 'note' | 'allowedIps' | 'leakedAt'
  >,
): Promise<void> {
  await tx`
    UPDATE api_keys SET status = ${key.status}, note = ${key.note}, allowed_ips = ${key.allowedIps as string[]},
      leaked_at = ${key.leakedAt}, leak_report = coalesce(${key.leakReport ?? null}, leak_report)
    WHERE account_id = ${key.accountId} AND public_key = ${key.publicKey}`;
}

/** 1.6: a new private key in place of the one before, which signs nothing any more. */
export async function resetApiKey(
  tx: Tx,
  vault: Vault,
  key: { accountId: string; publicKey: string; privateKey: string },
): Promise<void> {
  await tx`
    UPDATE api_keys SET private_key_sealed = ${vault.seal(key.privateKey, apiKeyContext(key.publicKey))},
      status = 'active', leaked_at = NULL, leak_report = NULL
    WHERE account_id = ${key.accountId} AND public_key = ${key.publicKey}`;
}

export async function deleteApiKey(
  tx: Tx,
  { accountId, publicKey }: { accountId: string; publicKey: string },
): Promise<void> {
  await tx`DELETE FROM api_keys WHERE account_id = ${accountId} AND public_key = ${publicKey}`;
}

/** What was said of a key that was reported as leaked. */
export async function findLeakReport(
  db: Db,
  { accountId, publicKey }: { accountId: string; publicKey: string },
): Promise<(ListedKey & { report: string | null }) | undefined> {
  const [row] = await db<(ListedKey & { report: string | null })[]>`
    SELECT public_key AS "publicKey", member_id AS "memberId", status, note, allowed_ips AS "allowedIps",
      created_at AS "createdAt", leaked_at AS "leakedAt", last_used_at AS "lastUsedAt", leak_report AS report
    FROM api_keys WHERE account_id = ${accountId} AND public_key = ${publicKey}`;
  return row;
}

/** The keys of a member who goes. */
export async function deleteApiKeysOf(
  tx: Tx,
  { accountId, memberId }: { accountId: string; memberId: string },
): Promise<void> {
  await tx`DELETE FROM api_keys WHERE account_id = ${accountId} AND member_id = ${memberId}`;
}

/** Notes when keys were last used; never back in time. */
export async function noteKeyUse(db: Db, uses: readonly { id: string; at: Date }[]): Promise<void> {
  await db`
    UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, u.at)
    FROM unnest(${uses.map(({ id }) => id)}::text[], ${uses.map(({ at }) => at.toISOString())}::timestamptz[]) AS u (id, at)
    WHERE k.public_key = u.id`;
}
