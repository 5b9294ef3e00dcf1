import { hash, timingSafeEqual } from 'node:crypto';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { MOST_WRONG_CODES, PROOF_LIVES, type ProofKind, type Realm } from './rules.ts';
import { emailKey } from './store.ts';

/** Something mailed to an address, to be given back once. */
export interface MailProof {
  proofId: string;
  kind: ProofKind;
  realm: Realm;
  email: string;
  /** What it is for, as its flow has it. */
  payload: unknown;
  expiresAt: Date;
}

export const proofPayloadContext = (proofId: string) => `mail_proofs.payload:${proofId}`;

/** A link's token is 256 bits: its plain hash tells nothing. */
const linkHash = (token: string) => hash('sha256', token, 'buffer');
/** A code of six digits is not: its hash is keyed. */
const codeHash = (vault: Vault, proofId: string, code: string) => vault.key(`code:${proofId}:${code}`);

/** Keeps a proof by link, or by a code that is typed in, or one that nothing proves (`undefined`). */
export async function insertProof(
  tx: Tx,
  vault: Vault,
  proof: {
    proofId: string;
    kind: ProofKind;
    realm: Realm;
    email: string;
    payload: object;
    secret: { link: string } | { code: string } | undefined;
    at: Date;
  },
): Promise<{ expiresAt: Date }> {
  const { proofId, kind, realm, email, secret, at } = proof;
  const expiresAt = new Date(at.getTime() + PROOF_LIVES[kind]);
  const payload = JSON.stringify({ email, payload: proof.payload });
  await tx`
    INSERT INTO mail_proofs (proof_id, kind, realm, email_key, secret_hash, payload_sealed, created_at, expires_at)
    VALUES (${proofId}, ${kind}, ${realm}, ${emailKey(vault, email)}, ${secretHash(vault, proofId, secret)},
      ${vault.seal(payload, proofPayloadContext(proofId))}, ${at}, ${expiresAt})`;
  return { expiresAt };
}

function secretHash(vault: Vault, proofId: string, secret: { link: string } | { code: string } | undefined) {
  if (secret === undefined) return null;
  return 'link' in secret ? linkHash(secret.link) : codeHash(vault, proofId, secret.code);
}

interface Row {
  proofId: string;
  kind: ProofKind;
  realm: Realm;
  secretHash: Buffer | null;
  payloadSealed: Buffer;
  attempts: number;
  expiresAt: Date;
}

const columns = (db: Db) => db`
  proof_id AS "proofId", kind, realm, secret_hash AS "secretHash", payload_sealed AS "payloadSealed", attempts,
  expires_at AS "expiresAt"`;

function opened(vault: Vault, row: Row): MailProof {
  const { proofId, kind, realm, expiresAt } = row;
  const content = JSON.parse(vault.open(row.payloadSealed, proofPayloadContext(proofId))) as {
    email: string;
    payload: unknown;
  };
  return { proofId, kind, realm, expiresAt, ...content };
}

/** Whether a link proves anything, which it then goes on doing. */
export async function hasLink(
  db: Db,
  { kind, token, now }: { kind: ProofKind; token: string; now: number },
): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM mail_proofs
    WHERE secret_hash = ${linkHash(token)} AND kind = ${kind} AND expires_at > ${new Date(now)}`;
  return rows.length > 0;
}

/** Takes the proof that a link belongs to: once, whoever else has it. */
export async function takeLink(
  tx: Tx,
  vault: Vault,
  { kind, token, now }: { kind: ProofKind; token: string; now: number },
): Promise<MailProof | undefined> {
  const [row] = await tx<Row[]>`
    DELETE FROM mail_proofs
    WHERE secret_hash = ${linkHash(token)} AND kind = ${kind} AND expires_at > ${new Date(now)}
    RETURNING ${columns(tx)}`;
  return row && opened(vault, row);
}

/** Counts a try at a code before it is judged. @returns the proof, unless it is over or has borne enough wrong ones */
export async function tryCode(
  db: Db,
  vault: Vault,
  { proofId, code, now }: { proofId: string; code: string; now: number },
): Promise<(MailProof & { right: boolean }) | undefined> {
  const [row] = await db<Row[]>`
    UPDATE mail_proofs SET attempts = attempts + 1
    WHERE proof_id = ${proofId} AND kind = 'registration' AND expires_at > ${new Date(now)}
      AND attempts < ${MOST_WRONG_CODES}
    RETURNING ${columns(db)}`;
  if (!row) return undefined;
  const given = codeHash(vault, proofId, code);
  return { ...opened(vault, row), right: row.secretHash !== null && timingSafeEqual(row.secretHash, given) };
}

/** A new code in place of the one before, with new tries and a new end; what nothing proves stays so. */
export async function renewCode(
  tx: Tx,
  vault: Vault,
  { proofId, code, at }: { proofId: string; code: string; at: Date },
): Promise<(MailProof & { provable: boolean }) | undefined> {
  const expiresAt = new Date(at.getTime() + PROOF_LIVES.registration);
  const [row] = await tx<Row[]>`
    UPDATE mail_proofs SET attempts = 0, expires_at = ${expiresAt},
      secret_hash = CASE WHEN secret_hash IS NULL THEN NULL ELSE ${codeHash(vault, proofId, code)}::bytea END
    WHERE proof_id = ${proofId} AND kind = 'registration' RETURNING ${columns(tx)}`;
  return row && { ...opened(vault, row), provable: row.secretHash !== null };
}

/** @returns whether it was still there: of two that took it at once, one is told no */
export async function deleteProof(tx: Tx, proofId: string): Promise<boolean> {
  const rows = await tx`DELETE FROM mail_proofs WHERE proof_id = ${proofId} RETURNING 1`;
  return rows.length > 0;
}

/** Makes void what was mailed to this address before. */
export async function deleteProofsOf(
  tx: Tx,
  vault: Vault,
  { kind, realm, email }: { kind: ProofKind; realm: Realm; email: string },
): Promise<void> {
  await tx`
    DELETE FROM mail_proofs
    WHERE email_key = ${emailKey(vault, email)} AND kind = ${kind} AND realm = ${realm}`;
}

/** Deletes what was over before this moment. */
export async function forgetProofs(db: Db, before: Date): Promise<void> {
  await db`DELETE FROM mail_proofs WHERE expires_at < ${before}`;
}
