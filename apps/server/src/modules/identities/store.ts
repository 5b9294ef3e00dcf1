import type { Language } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { normalEmail, type Realm } from './rules.ts';

/** A person who logs in. */
export interface Identity {
  identityId: string;
  realm: Realm;
  email: string;
  name: string;
  language: Language;
  passwordHash: string | null;
  passwordAt: Date | null;
  totpOn: boolean;
}

export const identityEmailContext = (identityId: string) => `identities.email:${identityId}`;
export const identityNameContext = (identityId: string) => `identities.name:${identityId}`;

/** The keyed hash under which an address is looked up. */
export function emailKey(vault: Vault, email: string): Buffer {
  return vault.key(`email:${normalEmail(email)}`);
}

interface Row {
  identityId: string;
  realm: Realm;
  emailSealed: Buffer;
  nameSealed: Buffer;
  language: Language;
  passwordHash: string | null;
  passwordAt: Date | null;
  totpOn: boolean;
}

const columns = (db: Db) => db`
  identity_id AS "identityId", realm, email_sealed AS "emailSealed", name_sealed AS "nameSealed", language,
  password_hash AS "passwordHash", password_at AS "passwordAt", totp_on AS "totpOn"`;

function opened(vault: Vault, { emailSealed, nameSealed, ...row }: Row): Identity {
  return {
    ...row,
    email: vault.open(emailSealed, identityEmailContext(row.identityId)),
    name: vault.open(nameSealed, identityNameContext(row.identityId)),
  };
}

export async function findIdentityByEmail(
  db: Db,
  vault: Vault,
  realm: Realm,
  email: string,
): Promise<Identity | undefined> {
  const [row] = await db<Row[]>`
    SELECT ${columns(db)} FROM identities WHERE realm = ${realm} AND email_key = ${emailKey(vault, email)}`;
  return row && opened(vault, row);
}

/** By id; those that are not there are left out. */
export async function readIdentities(
  db: Db,
  vault: Vault,
  identityIds: readonly string[],
): Promise<Map<string, Identity>> {
  if (identityIds.length === 0) return new Map();
  const rows = await db<Row[]>`
    SELECT ${columns(db)} FROM identities WHERE identity_id = ANY(${identityIds as string[]})`;
  return new Map(rows.map((row) => [row.identityId, opened(vault, row)]));
}

/** @returns false when the address has an identity in this realm already */
export async function createIdentity(
  tx: Tx,
  vault: Vault,
  identity: {
    identityId: string;
    realm: Realm;
    email: string;
    name: string;
    language: Language;
    passwordHash: string | null;
    at: Date;
  },
): Promise<boolean> {
  const { identityId, realm, email, name, language, passwordHash, at } = identity;
  const rows = await tx`
    INSERT INTO identities (identity_id, realm, email_key, email_sealed, name_sealed, language, password_hash,
      password_at, created_at)
    VALUES (${identityId}, ${realm}, ${emailKey(vault, email)},
      ${vault.seal(normalEmail(email), identityEmailContext(identityId))}, ${vault.seal(name, identityNameContext(identityId))},
      ${language}, ${passwordHash}, ${passwordHash === null ? null : at}, ${at})
    ON CONFLICT (realm, email_key) DO NOTHING RETURNING 1`;
  return rows.length > 0;
}

export async function setPassword(
  db: Db,
  change: { identityId: string; passwordHash: string; at: Date },
): Promise<void> {
  await db`
    UPDATE identities SET password_hash = ${change.passwordHash}, password_at = ${change.at}
    WHERE identity_id = ${change.identityId}`;
}

/** Keeps a password as it is until the transaction ends. @returns false when it was changed before */
export async function holdPassword(
  tx: Tx,
  { identityId, passwordAt }: Pick<Identity, 'identityId' | 'passwordAt'>,
): Promise<boolean> {
  const rows = await tx`
    SELECT 1 FROM identities WHERE identity_id = ${identityId} AND password_at = ${passwordAt} FOR SHARE`;
  return rows.length > 0;
}

/** The same password under today's parameters, unless it was changed meanwhile. */
export async function rehashPassword(
  db: Db,
  change: { identityId: string; from: string; to: string },
): Promise<void> {
  await db`
    UPDATE identities SET password_hash = ${change.to}
    WHERE identity_id = ${change.identityId} AND password_hash = ${change.from}`;
}

/** Its sessions and recovery codes go with it. */
export async function deleteIdentity(tx: Tx, identityId: string): Promise<void> {
  await tx`DELETE FROM identities WHERE identity_id = ${identityId}`;
}

/** Everybody who logs in with the same e-mail address as this one, in either realm. */
export async function identitiesOfAddress(db: Db, identityId: string): Promise<string[]> {
  const rows = await db<{ identity_id: string }[]>`
    SELECT other.identity_id FROM identities one JOIN identities other USING (email_key)
    WHERE one.identity_id = ${identityId}`;
  return rows.map((row) => row.identity_id);
}
