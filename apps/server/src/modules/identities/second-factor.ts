import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Db, Tx } from '../../platform/db.ts';
import type { Random } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';

const SECRET_BYTES = 20;
const STEP_MS = 30_000;
const RECOVERY_CODES = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const totpContext = (identityId: string) => `identities.totp:${identityId}`;
const recoveryKey = (vault: Vault, identityId: string, code: string) =>
  vault.key(`recovery:${identityId}:${code.toUpperCase().replace(/[^A-Z2-7]/g, '')}`);

/** RFC 6238 with RFC 4226's truncation: SHA-1, six digits, for one step of thirty seconds. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[19] as number) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The step whose code this is: the present one, or one to either side (RFC 6238 5.2, 6). */
export function totpStep(secret: Uint8Array, code: string, now: number): number | undefined {
  const present = Math.floor(now / STEP_MS);
  return [present, present - 1, present + 1].find((step) => {
    const expected = Buffer.from(totpCode(secret, step));
    const given = Buffer.from(code);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** RFC 4648 6, without padding: the form in which authenticator apps take a secret. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}

/** What authenticator apps read from a QR code. */
export function otpauthUri(issuer: string, email: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}

/** A new secret, not asked for until it is confirmed by a first code. @returns it in base32, or undefined where one is on */
export async function startTotp(
  db: Db,
  vault: Vault,
  random: Random,
  identityId: string,
): Promise<string | undefined> {
  const secret = Buffer.from(random.bytes(SECRET_BYTES));
  const rows = await db`
    UPDATE identities SET totp_sealed = ${vault.seal(secret.toString('hex'), totpContext(identityId))},
      totp_last_step = 0
    WHERE identity_id = ${identityId} AND NOT totp_on RETURNING 1`;
  return rows.length > 0 ? base32(secret) : undefined;
}

/** Whether a code is right and was not taken before; then it is taken. */
export async function takeTotp(
  db: Db,
  vault: Vault,
  { identityId, code, now }: { identityId: string; code: string; now: number },
): Promise<boolean> {
  const [row] = await db<{ totp_sealed: Buffer | null }[]>`
    SELECT totp_sealed FROM identities WHERE identity_id = ${identityId}`;
  if (!row?.totp_sealed) return false;
  const secret = Buffer.from(vault.open(row.totp_sealed, totpContext(identityId)), 'hex');
  const step = totpStep(secret, code, now);
  if (step === undefined) return false;
  const taken = await db`
    UPDATE identities SET totp_last_step = ${step}
    WHERE identity_id = ${identityId} AND totp_last_step < ${step} AND totp_sealed = ${row.totp_sealed} RETURNING 1`;
  return taken.length > 0;
}

export async function setTotpOn(tx: Tx, identityId: string): Promise<void> {
  await tx`UPDATE identities SET totp_on = true WHERE identity_id = ${identityId} AND totp_sealed IS NOT NULL`;
}

/** Takes the second factor away, and the recovery codes with it. */
export async function removeTotp(tx: Tx, identityId: string): Promise<void> {
  await tx`UPDATE identities SET totp_on = false, totp_sealed = NULL WHERE identity_id = ${identityId}`;
  await tx`DELETE FROM recovery_codes WHERE identity_id = ${identityId}`;
}

/** Ten new codes of 50 bits, in place of all that were. @returns them, this once, as `ABCDE-FGHIJ` */
export async function renewRecoveryCodes(
  tx: Tx,
  vault: Vault,
  random: Random,
  identityId: string,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const text = base32(random.bytes(7)).slice(0, 10);
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
  // One at a time: the next one's DELETE must see the codes of the one before.
  await tx`SELECT 1 FROM identities WHERE identity_id = ${identityId} FOR NO KEY UPDATE`;
  await tx`DELETE FROM recovery_codes WHERE identity_id = ${identityId}`;
  await tx`
    INSERT INTO recovery_codes (identity_id, code_key)
    SELECT ${identityId}, decode(unnest(
      ${codes.map((code) => recoveryKey(vault, identityId, code).toString('hex'))}::text[]), 'hex')`;
  return codes;
}

/** Whether it is a recovery code of this person's that was not used before; then it is used. */
export async function useRecoveryCode(
  db: Db,
  vault: Vault,
  { identityId, code, now }: { identityId: string; code: string; now: number },
): Promise<boolean> {
  const used = await db`
    UPDATE recovery_codes SET used_at = ${new Date(now)}
    WHERE identity_id = ${identityId} AND code_key = ${recoveryKey(vault, identityId, code)} AND used_at IS NULL
    RETURNING 1`;
  return used.length > 0;
}

export async function countRecoveryCodes(db: Db, identityId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM recovery_codes WHERE identity_id = ${identityId} AND used_at IS NULL`;
  return row?.count ?? 0;
}
