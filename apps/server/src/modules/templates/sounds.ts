import type { Db, Tx } from '../../platform/db.ts';

/** Which recorded sound of an account. */
export interface SoundKey {
  accountId: string;
  /** SHA-256 of its A-law, hex. */
  soundId: string;
}

/**
 * Of those who keep a sound of an account or forget what is not used, one is first: the other one sees the templates
 * that he has made or changed.
 */
export async function lockSounds(tx: Tx, accountId: string): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`sounds:${accountId}`}, 0))`;
}

/** Keeps a sound, once; false when the account has `most` of them. The caller holds `lockSounds`. */
export async function insertSound(
  tx: Tx,
  { accountId, soundId }: SoundKey,
  alaw: Uint8Array,
  at: Date,
  most: number,
): Promise<boolean> {
  const rows = await tx`
    INSERT INTO template_sounds (account_id, sound_id, alaw, created_at)
    SELECT ${accountId}, ${soundId}, ${alaw}, ${at}
    WHERE (SELECT count(*) FROM template_sounds WHERE account_id = ${accountId} AND sound_id <> ${soundId}) < ${most}
    ON CONFLICT (account_id, sound_id) DO UPDATE SET created_at = template_sounds.created_at
    RETURNING sound_id`;
  return rows.length > 0;
}

/** The A-law of a sound; undefined where the account has none of this name. */
export async function findSound(db: Db, { accountId, soundId }: SoundKey): Promise<Uint8Array | undefined> {
  const [row] = await db<{ alaw: Buffer }[]>`
    SELECT alaw FROM template_sounds WHERE account_id = ${accountId} AND sound_id = ${soundId}`;
  return row?.alaw;
}

/** Forgets the sounds of an account that no template has any more; the caller holds `lockSounds`. */
export async function forgetSounds(tx: Tx, accountId: string): Promise<void> {
  await tx`
    DELETE FROM template_sounds s WHERE s.account_id = ${accountId} AND NOT EXISTS (
      SELECT 1 FROM templates t WHERE t.account_id = s.account_id AND t.sound_id = s.sound_id)`;
}
