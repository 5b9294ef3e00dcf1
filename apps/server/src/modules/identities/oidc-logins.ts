import { hash } from 'node:crypto';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Realm } from './rules.ts';

/** How long somebody may take at the other house. */
const OIDC_LOGIN_MS = 10 * 60_000;

const ticketHash = (ticket: string) => hash('sha256', ticket, 'buffer');
export const oidcChecksContext = (ticket: Uint8Array) =>
  `oidc_logins.checks:${Buffer.from(ticket).toString('hex')}`;
const subjectKey = (vault: Vault, subject: string) => vault.key(`oidc-subject:${subject}`);

/** Keeps what the answer of a provider will be held against. */
export async function insertOidcLogin<Checks extends object>(
  db: Db,
  vault: Vault,
  { ticket, realm, checks, now }: { ticket: string; realm: Realm; checks: Checks; now: number },
): Promise<void> {
  await db`
    INSERT INTO oidc_logins (ticket_hash, realm, checks, expires_at)
    VALUES (${ticketHash(ticket)}, ${realm}, ${vault.seal(JSON.stringify(checks), oidcChecksContext(ticketHash(ticket)))},
      ${new Date(now + OIDC_LOGIN_MS)})`;
}

/** Takes a log-in that is under way: once. */
export async function takeOidcLogin(
  db: Db,
  vault: Vault,
  { ticket, now }: { ticket: string; now: number },
): Promise<{ realm: Realm; checks: unknown } | undefined> {
  const [row] = await db<{ realm: Realm; checks: Buffer }[]>`
    DELETE FROM oidc_logins WHERE ticket_hash = ${ticketHash(ticket)} AND expires_at > ${new Date(now)}
    RETURNING realm, checks`;
  return (
    row && {
      realm: row.realm,
      checks: JSON.parse(vault.open(row.checks, oidcChecksContext(ticketHash(ticket)))),
    }
  );
}

/** Who somebody at an issuer is here. @returns the identity's id */
export async function findOidcSubject(
  db: Db,
  vault: Vault,
  { realm, issuer, subject }: { realm: Realm; issuer: string; subject: string },
): Promise<string | undefined> {
  const [row] = await db<{ identityId: string }[]>`
    SELECT identity_id AS "identityId" FROM oidc_subjects
    WHERE realm = ${realm} AND issuer = ${issuer} AND subject_key = ${subjectKey(vault, subject)}`;
  return row?.identityId;
}

/** @returns false where this identity is another subject of the issuer's: addresses are given to others, subjects not */
export async function linkOidcSubject(
  tx: Tx,
  vault: Vault,
  link: { realm: Realm; issuer: string; subject: string; identityId: string; at: Date },
): Promise<boolean> {
  const { realm, issuer, identityId } = link;
  const rows = await tx`
    INSERT INTO oidc_subjects AS present (realm, issuer, subject_key, identity_id, linked_at)
    SELECT ${realm}, ${issuer}, ${subjectKey(vault, link.subject)}, ${identityId}, ${link.at}
    WHERE NOT EXISTS (
      SELECT 1 FROM oidc_subjects other
      WHERE other.identity_id = ${identityId} AND other.realm = ${realm} AND other.issuer = ${issuer}
        AND other.subject_key <> ${subjectKey(vault, link.subject)})
    ON CONFLICT (realm, issuer, subject_key) DO UPDATE SET linked_at = present.linked_at
    WHERE present.identity_id = ${identityId}
    RETURNING 1`;
  return rows.length > 0;
}

export async function forgetOidcLogins(db: Db, before: Date): Promise<void> {
  await db`DELETE FROM oidc_logins WHERE expires_at < ${before}`;
}
