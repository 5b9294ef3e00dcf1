import { hash } from 'node:crypto';
import type { Db, Tx } from '../../platform/db.ts';
import type { Random } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';
import { isSessionOpen, MOST_SESSIONS, type Realm, SESSION_LIVES, type SessionTimes } from './rules.ts';
import { emailKey } from './store.ts';

const TOKEN_BYTES = 32;
const LONGEST_AGENT = 200;

/** 256 random bits, URL-safe. Only its hash is kept: who reads the database cannot use a session. */
export const newToken = (random: Random) => Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');

export const tokenHash = (token: string) => hash('sha256', token, 'buffer');

export interface OpenSession extends SessionTimes {
  sessionId: string;
  identityId: string;
  realm: Realm;
}

export interface ListedSession {
  sessionId: string;
  ip: string;
  agent: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/** The open session of a token. */
export async function findSession(db: Db, token: string, now: number): Promise<OpenSession | undefined> {
  const [row] = await db<OpenSession[]>`
    SELECT s.session_id AS "sessionId", s.identity_id AS "identityId", i.realm, s.last_used_at AS "lastUsedAt",
      s.expires_at AS "expiresAt", s.ended_at AS "endedAt"
    FROM sessions s JOIN identities i USING (identity_id) WHERE s.token_hash = ${tokenHash(token)}`;
  return row && isSessionOpen(row.realm, row, now) ? row : undefined;
}

/** Opens a session; when the person has too many, the oldest ends. */
export async function openSession(
  tx: Tx,
  session: {
    sessionId: string;
    token: string;
    identityId: string;
    realm: Realm;
    ip: string;
    agent: string;
    at: Date;
  },
): Promise<{ expiresAt: Date }> {
  const { sessionId, token, identityId, ip, at } = session;
  const expiresAt = new Date(at.getTime() + SESSION_LIVES[session.realm].longestMs);
  await tx`
    INSERT INTO sessions (session_id, token_hash, identity_id, ip, agent, created_at, last_used_at, expires_at)
    VALUES (${sessionId}, ${tokenHash(token)}, ${identityId}, ${ip}, ${session.agent.slice(0, LONGEST_AGENT)},
      ${at}, ${at}, ${expiresAt})`;
  await tx`
    UPDATE sessions SET ended_at = ${at} WHERE session_id IN (
      SELECT session_id FROM sessions WHERE identity_id = ${identityId} AND ended_at IS NULL
      ORDER BY created_at DESC, session_id DESC OFFSET ${MOST_SESSIONS})`;
  return { expiresAt };
}

/** Whether this person has logged in before, and ever from this address or with this program. */
export async function isNewDevice(
  db: Db,
  { identityId, ip, agent }: { identityId: string; ip: string; agent: string },
): Promise<boolean> {
  const [row] = await db<{ isNew: boolean }[]>`
    SELECT count(*) > 0 AND NOT coalesce(bool_or(ip = ${ip} AND agent = ${agent.slice(0, LONGEST_AGENT)}), false)
      AS "isNew"
    FROM sessions WHERE identity_id = ${identityId}`;
  return row?.isNew ?? false;
}

/** Whether somebody under this address has logged in from this very IP address before. */
export async function isKnownMachine(
  db: Db,
  vault: Vault,
  { realm, email, ip }: { realm: Realm; email: string; ip: string },
): Promise<boolean> {
  const [row] = await db`
    SELECT FROM sessions JOIN identities USING (identity_id)
    WHERE realm = ${realm} AND email_key = ${emailKey(vault, email)} AND ip = ${ip} LIMIT 1`;
  return row !== undefined;
}

export async function listSessions(
  db: Db,
  { identityId, realm, now }: { identityId: string; realm: Realm; now: number },
): Promise<ListedSession[]> {
  const rows = await db<(ListedSession & { endedAt: null })[]>`
    SELECT session_id AS "sessionId", ip, agent, created_at AS "createdAt", last_used_at AS "lastUsedAt",
      expires_at AS "expiresAt", ended_at AS "endedAt"
    FROM sessions WHERE identity_id = ${identityId} AND ended_at IS NULL ORDER BY last_used_at DESC`;
  return rows.filter((row) => isSessionOpen(realm, row, now));
}

/** @returns whether there was such a session, open, of this person */
export async function endSession(
  db: Db,
  { identityId, sessionId, at }: { identityId: string; sessionId: string; at: Date },
): Promise<boolean> {
  const rows = await db`
    UPDATE sessions SET ended_at = ${at}
    WHERE session_id = ${sessionId} AND identity_id = ${identityId} AND ended_at IS NULL RETURNING 1`;
  return rows.length > 0;
}

/** Ends all sessions of these people, but for one. @returns how many */
export async function endSessions(
  db: Db,
  { identityIds, except, at }: { identityIds: readonly string[]; except?: string; at: Date },
): Promise<number> {
  const rows = await db`
    UPDATE sessions SET ended_at = ${at}
    WHERE identity_id = ANY(${identityIds as string[]}) AND ended_at IS NULL AND session_id <> ${except ?? ''}
    RETURNING 1`;
  return rows.length;
}

/** Notes when sessions were last used; never back in time. */
export async function noteSessionUse(db: Db, uses: readonly { id: string; at: Date }[]): Promise<void> {
  await db`
    UPDATE sessions s SET last_used_at = greatest(s.last_used_at, u.at)
    FROM unnest(${uses.map(({ id }) => id)}::text[], ${uses.map(({ at }) => at.toISOString())}::timestamptz[]) AS u (id, at)
    WHERE s.session_id = u.id`;
}

/** Deletes sessions that were over before this moment. */
/** @returns how many sessions */
export async function forgetSessions(db: Db, before: Date): Promise<number> {
  const gone = await db`DELETE FROM sessions WHERE expires_at < ${before}`;
  return gone.count;
}
