import type { AppKind, QualificationState } from '@herald/contract';
import type { Db, Sql, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

export interface AppFacts {
  name: string;
  kind: AppKind;
  identifier: string;
  owned: boolean;
  proofFileId: string;
}
export interface App extends AppFacts {
  appId: string;
  state: QualificationState;
  reason: string;
  /** Absent until it was approved. */
  appKey: string | null;
  /** By the customer. */
  enabled: boolean;
  /** By the operator, whatever the customer wants (4.2.5). */
  offline: boolean;
  /** When its secret was made; absent where it has none, or one that was void. */
  secretAt: Date | null;
  createdAt: Date;
}

/** The apps of an account that were not deleted, the newest first. */
export async function listApps(db: Db, accountId: string): Promise<App[]> {
  return await db<App[]>`
    SELECT app_id AS "appId", state, name, kind, identifier, owned, proof_file_id AS "proofFileId", reason,
      app_key AS "appKey", enabled, offline, secret_at AS "secretAt", created_at AS "createdAt"
    FROM apps WHERE account_id = ${accountId} AND deleted_at IS NULL ORDER BY created_at DESC, app_id`;
}

/** Takes an app for the transaction. */
export async function lockApp(tx: Tx, accountId: string, appId: string): Promise<App | undefined> {
  const [app] = await tx<App[]>`
    SELECT app_id AS "appId", state, name, kind, identifier, owned, proof_file_id AS "proofFileId", reason,
      app_key AS "appKey", enabled, offline, secret_at AS "secretAt", created_at AS "createdAt"
    FROM apps WHERE account_id = ${accountId} AND app_id = ${appId} AND deleted_at IS NULL FOR UPDATE`;
  return app;
}

/** Writes an app that goes into review: a new one, or one that was a draft or rejected. */
export async function saveApp(
  tx: Tx,
  { accountId, appId, at, ...facts }: AppFacts & { accountId: string; appId: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO apps (account_id, app_id, state, name, kind, identifier, owned, proof_file_id, created_at, updated_at)
    VALUES (${accountId}, ${appId}, 'in-review', ${facts.name}, ${facts.kind}, ${facts.identifier}, ${facts.owned},
      ${facts.proofFileId}, ${at}, ${at})
    ON CONFLICT (account_id, app_id) DO UPDATE SET state = 'in-review', name = excluded.name, kind = excluded.kind,
      identifier = excluded.identifier, owned = excluded.owned, proof_file_id = excluded.proof_file_id, reason = '',
      updated_at = excluded.updated_at`;
}

/** Of those who approve one app for several accounts at once, one is first. */
export async function lockAppIdentifier(tx: Tx, app: { kind: AppKind; identifier: string }): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`app:${app.kind}:${app.identifier.toLowerCase()}`}, 0))`;
}

/** Whether another account has this very app approved. */
export async function servesAnother(
  db: Db,
  app: { accountId: string; kind: AppKind; identifier: string },
): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM apps WHERE kind = ${app.kind} AND lower(identifier) = lower(${app.identifier})
      AND state = 'approved' AND deleted_at IS NULL AND account_id <> ${app.accountId}`;
  return rows.length > 0;
}

export async function moveApp(
  tx: Tx,
  change: {
    accountId: string;
    appId: string;
    to: QualificationState;
    reason?: string;
    appKey?: string;
    at: Date;
  },
): Promise<void> {
  await tx`
    UPDATE apps SET state = ${change.to}, reason = ${change.reason ?? ''}, updated_at = ${change.at},
      app_key = COALESCE(app_key, ${change.appKey ?? null})
    WHERE account_id = ${change.accountId} AND app_id = ${change.appId}`;
}

export async function enableApp(
  tx: Tx,
  { accountId, appId, enabled, at }: { accountId: string; appId: string; enabled: boolean; at: Date },
): Promise<void> {
  await tx`
    UPDATE apps SET enabled = ${enabled}, updated_at = ${at} WHERE account_id = ${accountId} AND app_id = ${appId}`;
}

/** Takes an app offline, or back, whether its customer has it enabled or not. */
export async function setAppOffline(
  tx: Tx,
  { accountId, appId, offline, at }: { accountId: string; appId: string; offline: boolean; at: Date },
): Promise<void> {
  await tx`
    UPDATE apps SET offline = ${offline}, updated_at = ${at} WHERE account_id = ${accountId} AND app_id = ${appId}`;
}

export const appSecretContext = (appKey: string) => `apps.secret:${appKey}`;

/** Gives an app a new secret; the one before works on until `formerUntil`. */
export async function setAppSecret(
  tx: Tx,
  vault: Vault,
  change: { accountId: string; appId: string; appKey: string; secret: string; formerUntil: Date; at: Date },
): Promise<void> {
  await tx`
    UPDATE apps SET former_secret_sealed = secret_sealed, former_secret_until = ${change.formerUntil},
      secret_sealed = ${vault.seal(change.secret, appSecretContext(change.appKey))}, secret_at = ${change.at},
      updated_at = ${change.at}
    WHERE account_id = ${change.accountId} AND app_id = ${change.appId}`;
}

/** Makes every secret of an app void, the former one too. */
export async function voidAppSecrets(
  tx: Tx,
  { accountId, appId, at }: { accountId: string; appId: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE apps SET secret_sealed = NULL, secret_at = NULL, former_secret_sealed = NULL, former_secret_until = NULL,
      updated_at = ${at}
    WHERE account_id = ${accountId} AND app_id = ${appId}`;
}

export async function deleteApp(
  tx: Tx,
  { accountId, appId, at }: { accountId: string; appId: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE apps SET deleted_at = ${at}, enabled = false WHERE account_id = ${accountId} AND app_id = ${appId}`;
}

/** What a request that an app signed is judged by. */
export interface AppCredential {
  accountId: string;
  appId: string;
  secrets: readonly { secret: string; until: number }[];
}

/** The secrets of an app that may be used: approved, enabled, not deleted. */
export async function findAppCredential(
  db: Db,
  vault: Vault,
  appKey: string,
): Promise<AppCredential | undefined> {
  const [row] = await db<
    {
      accountId: string;
      appId: string;
      secret: Buffer | null;
      former: Buffer | null;
      formerUntil: Date | null;
    }[]
  >`
    SELECT account_id AS "accountId", app_id AS "appId", secret_sealed AS secret, former_secret_sealed AS former,
      former_secret_until AS "formerUntil"
    FROM apps WHERE app_key = ${appKey} AND state = 'approved' AND enabled AND NOT offline AND deleted_at IS NULL`;
  if (!row) return undefined;
  const open = (sealed: Buffer | null, until: number) =>
    sealed === null ? [] : [{ secret: vault.open(sealed, appSecretContext(appKey)), until }];
  const { accountId, appId } = row;
  const secrets = [
    ...open(row.secret, Number.POSITIVE_INFINITY),
    ...open(row.former, row.formerUntil?.getTime() ?? 0),
  ];
  return { accountId, appId, secrets };
}

export interface Nonce {
  accountId: string;
  appId: string;
  nonce: string;
  expiresAt: Date;
}

/** Takes nonces; which of them, by their place, were not taken before. Two equal ones in one call: the first is taken. */
export async function takeNonces(sql: Sql, nonces: readonly Nonce[]): Promise<boolean[]> {
  const rows = await sql<{ accountId: string; appId: string; nonce: string }[]>`
    INSERT INTO app_nonces (account_id, app_id, nonce, expires_at)
    SELECT * FROM unnest(${nonces.map((one) => one.accountId)}::text[], ${nonces.map((one) => one.appId)}::text[],
      ${nonces.map((one) => one.nonce)}::text[], ${nonces.map((one) => one.expiresAt.toISOString())}::text[]::timestamptz[])
    ON CONFLICT DO NOTHING
    RETURNING account_id AS "accountId", app_id AS "appId", nonce`;
  const taken = new Set(rows.map(keyOf));
  return nonces.map((one) => taken.delete(keyOf(one)));
}

const keyOf = ({ accountId, appId, nonce }: { accountId: string; appId: string; nonce: string }) =>
  `${accountId}\n${appId}\n${nonce}`;

const MOST_FORGOTTEN = 10_000;

/** Forgets nonces whose time stamp would be refused by now, a bounded number at a time; answers how many. */
export async function forgetNonces(db: Db, before: Date): Promise<number> {
  const { count } = await db`
    DELETE FROM app_nonces WHERE (account_id, app_id, nonce) IN (
      SELECT account_id, app_id, nonce FROM app_nonces WHERE expires_at < ${before}
      ORDER BY expires_at LIMIT ${MOST_FORGOTTEN})`;
  return count;
}

/** The apps of each account whose templates may be sent: approved, enabled, neither offline nor deleted. */
export async function usableApps(db: Db, accountIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await db<{ accountId: string; appId: string }[]>`
    SELECT account_id AS "accountId", app_id AS "appId" FROM apps
    WHERE account_id = ANY(${accountIds as string[]}) AND state = 'approved' AND enabled AND NOT offline AND deleted_at IS NULL`;
  const usable = new Map<string, Set<string>>();
  for (const { accountId, appId } of rows) {
    const apps = usable.get(accountId) ?? new Set();
    usable.set(accountId, apps.add(appId));
  }
  return usable;
}
