import { hash, timingSafeEqual } from 'node:crypto';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { MOST_WRONG_CODES, SESSION_LIVES_MS } from './rules.ts';

/** Whose a proof or a session is. */
export interface Callee {
  calleeKey: Uint8Array;
  calleeMask: string;
  /** E.164 */
  number: string;
}

/** Numbers are sealed, bound to their row. */
export const calleeProofContext = (proofId: string) => `callee_proofs.number:${proofId}`;
export const calleeSessionContext = (sessionId: string) => `callee_sessions.number:${sessionId}`;

const codeKey = (vault: Vault, proofId: string, code: string) => vault.key(`callee-code:${proofId}:${code}`);
/** A token is 256 bits: its plain hash tells nothing. */
const tokenHash = (token: string) => hash('sha256', token, 'buffer');

/** Codes since a moment, whoever asked; behind a lock, so that many at once cannot all be the last one. */
export async function countCodes(tx: Tx, minute: Date, day: Date): Promise<{ minute: number; day: number }> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('herald.callee-codes'))`;
  const [row] = await tx<{ minute: number; day: number }[]>`
    SELECT count(*) FILTER (WHERE created_at > ${minute})::int AS minute, count(*)::int AS day
    FROM callee_proofs WHERE created_at > ${day}`;
  return row ?? { minute: 0, day: 0 };
}

export async function insertCalleeProof(
  tx: Tx,
  vault: Vault,
  proof: Callee & {
    accountId: string;
    proofId: string;
    code: string;
    sessionNo: string;
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  const { accountId, proofId, calleeKey, calleeMask, sessionNo, at, expiresAt } = proof;
  await tx`
    INSERT INTO callee_proofs (account_id, proof_id, callee_key, callee_mask, number_sealed, code_key, session_no,
      created_at, expires_at)
    VALUES (${accountId}, ${proofId}, ${calleeKey}, ${calleeMask}, ${vault.seal(proof.number, calleeProofContext(proofId))},
      ${codeKey(vault, proofId, proof.code)}, ${sessionNo}, ${at}, ${expiresAt})`;
}

/** Counts a try before it is judged. A code that was asked for by one proves nothing to another. @returns whose number the code proves; undefined where it proves nothing */
export async function tryCalleeCode(
  db: Db,
  vault: Vault,
  { proofId, accountId, code, now }: { proofId: string; accountId: string; code: string; now: number },
): Promise<Callee | undefined> {
  const [row] = await db<(Omit<Callee, 'number'> & { codeKey: Buffer; sealed: Buffer })[]>`
    UPDATE callee_proofs SET tries = tries + 1
    WHERE proof_id = ${proofId} AND account_id = ${accountId} AND expires_at > ${new Date(now)} AND tries < ${MOST_WRONG_CODES}
    RETURNING callee_key AS "calleeKey", callee_mask AS "calleeMask", code_key AS "codeKey",
      number_sealed AS sealed`;
  if (!row || !timingSafeEqual(row.codeKey, codeKey(vault, proofId, code))) return undefined;
  const number = vault.open(row.sealed, calleeProofContext(proofId));
  return { calleeKey: row.calleeKey, calleeMask: row.calleeMask, number };
}

/**
 * A proof is used up. Its row stays, for the count of codes, until it is forgotten.
 * @returns whether it was still good: of two that used it at once, one is told no
 */
export async function endCalleeProof(tx: Tx, proofId: string, at: Date): Promise<boolean> {
  const ended = await tx`
    UPDATE callee_proofs SET expires_at = ${at} WHERE proof_id = ${proofId} AND expires_at > ${at}`;
  return ended.count === 1;
}

export async function openCalleeSession(
  tx: Tx,
  vault: Vault,
  session: Callee & { sessionId: string; token: string; at: Date },
): Promise<{ expiresAt: Date }> {
  const { sessionId, calleeKey, calleeMask, token, at } = session;
  const sealed = vault.seal(session.number, calleeSessionContext(sessionId));
  const expiresAt = new Date(at.getTime() + SESSION_LIVES_MS);
  await tx`
    INSERT INTO callee_sessions (token_hash, session_id, callee_key, callee_mask, number_sealed, created_at, expires_at)
    VALUES (${tokenHash(token)}, ${sessionId}, ${calleeKey}, ${calleeMask}, ${sealed}, ${at}, ${expiresAt})`;
  return { expiresAt };
}

export async function findCalleeSession(
  db: Db,
  vault: Vault,
  token: string,
  now: number,
): Promise<Callee | undefined> {
  const [row] = await db<(Omit<Callee, 'number'> & { sessionId: string; sealed: Buffer })[]>`
    SELECT session_id AS "sessionId", callee_key AS "calleeKey", callee_mask AS "calleeMask", number_sealed AS sealed
    FROM callee_sessions
    WHERE token_hash = ${tokenHash(token)} AND expires_at > ${new Date(now)}`;
  if (!row) return undefined;
  const { sessionId, sealed, ...callee } = row;
  return { ...callee, number: vault.open(sealed, calleeSessionContext(sessionId)) };
}

export async function closeCalleeSession(db: Db, token: string): Promise<void> {
  await db`DELETE FROM callee_sessions WHERE token_hash = ${tokenHash(token)}`;
}

/** Forgets proofs that count no longer, and sessions that are over. */
export async function forgetCallees(db: Db, proofsBefore: Date, sessionsBefore: Date): Promise<void> {
  await db`DELETE FROM callee_proofs WHERE created_at < ${proofsBefore}`;
  await db`DELETE FROM callee_sessions WHERE expires_at < ${sessionsBefore}`;
}

/** Takes a number out of what was proved by it, which then proves nothing any more. */
export async function forgetCallee(tx: Tx, calleeKey: Uint8Array, at: Date): Promise<void> {
  await tx`DELETE FROM callee_sessions WHERE callee_key = ${calleeKey}`;
  // Codes are counted by their rows.
  await tx`
    UPDATE callee_proofs SET number_sealed = '', callee_mask = '', expires_at = least(expires_at, ${at})
    WHERE callee_key = ${calleeKey}`;
}
