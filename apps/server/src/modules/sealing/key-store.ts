import type { Db, Tx } from '../../platform/db.ts';

export interface MasterKeyStatus {
  keyId: string;
  since: Date;
  emptiedAt: Date | null;
}

/** The latest first. */
export async function listMasterKeys(db: Db): Promise<MasterKeyStatus[]> {
  return await db<MasterKeyStatus[]>`
    SELECT key_id AS "keyId", since, emptied_at AS "emptiedAt" FROM master_keys ORDER BY since DESC, key_id LIMIT 100`;
}

/** Notes that nothing is under any key but this one. */
export async function markEmptied(tx: Tx, keyId: string, at: Date): Promise<string[]> {
  const rows = await tx<{ keyId: string }[]>`
    UPDATE master_keys SET emptied_at = ${at} WHERE key_id <> ${keyId} AND emptied_at IS NULL
    RETURNING key_id AS "keyId"`;
  return rows.map((row) => row.keyId);
}

export interface Resealing {
  place: string;
  keyId: string;
  looked: bigint;
  resealed: bigint;
  unreadable: bigint;
  doneAt: Date | null;
}

export async function listResealings(db: Db, keyId: string): Promise<Resealing[]> {
  return await db<Resealing[]>`
    SELECT place, key_id AS "keyId", looked, resealed, unreadable, done_at AS "doneAt"
    FROM resealings WHERE key_id = ${keyId} ORDER BY place`;
}

/** A pass over a place begins: what earlier passes sealed anew stays counted. */
export async function beginPass(db: Db, place: string, keyId: string): Promise<void> {
  await db`
    INSERT INTO resealings AS r (place, key_id) VALUES (${place}, ${keyId})
    ON CONFLICT (place) DO UPDATE SET key_id = excluded.key_id, looked = 0, unreadable = 0, done_at = NULL,
      resealed = CASE WHEN r.key_id = excluded.key_id THEN r.resealed ELSE 0 END`;
}

export async function notePass(
  db: Db,
  place: string,
  counts: { looked: number; resealed: number; unreadable: number },
): Promise<void> {
  await db`
    UPDATE resealings SET looked = looked + ${counts.looked}, resealed = resealed + ${counts.resealed},
      unreadable = unreadable + ${counts.unreadable}
    WHERE place = ${place}`;
}

export async function endPass(db: Db, place: string, at: Date): Promise<void> {
  await db`UPDATE resealings SET done_at = ${at} WHERE place = ${place}`;
}

/** What was found done is to be looked at again: somebody has sealed with an older key since. */
export async function reopenPasses(db: Db, keyId: string): Promise<void> {
  await db`UPDATE resealings SET done_at = NULL WHERE key_id = ${keyId} AND done_at IS NOT NULL`;
}
