import type { Db, Tx } from '../../platform/db.ts';
import type { Clause, Clauses } from './clause-rules.ts';
import type { OperatorIdentity } from './text.ts';

export interface AgreementVersion {
  version: number;
  hash: string;
  immediate: boolean;
  groundZh: string;
  groundEn: string;
  createdAt: Date;
  announcedAt: Date | null;
  effectiveAt: Date | null;
  withdrawnAt: Date | null;
  toldTo: string;
  toldAt: Date | null;
  settledAt: Date | null;
}

const columns = (db: Db) => db`
  version, hash, immediate, ground_zh AS "groundZh", ground_en AS "groundEn", created_at AS "createdAt",
  announced_at AS "announcedAt", effective_at AS "effectiveAt", withdrawn_at AS "withdrawnAt", told_to AS "toldTo",
  told_at AS "toldAt", settled_at AS "settledAt"`;

/** One writer of versions at a time: what is current and what is coming is judged before it is changed. */
export async function lockVersions(tx: Tx): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('herald.agreements'))`;
}

/** @returns the number of the new draft; the caller holds lockVersions */
export async function insertDraft(
  tx: Tx,
  draft: { clauses: Clauses; hash: string; createdBy: string; at: Date },
): Promise<number> {
  const [row] = await tx<{ version: number }[]>`
    INSERT INTO agreement_versions (version, clauses_zh, clauses_en, hash, created_by, created_at)
    SELECT coalesce(max(version), 0) + 1, ${JSON.stringify(draft.clauses.zh)}::text::jsonb,
      ${JSON.stringify(draft.clauses.en)}::text::jsonb, ${draft.hash}, ${draft.createdBy}, ${draft.at}
    FROM agreement_versions
    RETURNING version`;
  return row?.version ?? 0;
}

export async function publishVersion(
  tx: Tx,
  publication: {
    version: number;
    by: string;
    at: Date;
    effectiveAt: Date;
    /** Why it is in force at once, or undefined where it is announced ahead. */
    ground: { zh: string; en: string } | undefined;
  },
): Promise<void> {
  const { ground } = publication;
  await tx`
    UPDATE agreement_versions SET announced_by = ${publication.by}, announced_at = ${publication.at},
      effective_at = ${publication.effectiveAt}, immediate = ${ground !== undefined},
      ground_zh = ${ground?.zh ?? ''}, ground_en = ${ground?.en ?? ''}
    WHERE version = ${publication.version}`;
}

/** Its announcement is called back: the accounts that were told of it are told of this, from the first. */
export async function withdrawVersion(tx: Tx, version: number, by: string, at: Date): Promise<void> {
  await tx`
    UPDATE agreement_versions SET withdrawn_by = ${by}, withdrawn_at = ${at}, told_to = '', told_at = NULL
    WHERE version = ${version}`;
}

export async function findVersion(db: Db, version: number): Promise<AgreementVersion | undefined> {
  const [row] = await db<AgreementVersion[]>`
    SELECT ${columns(db)} FROM agreement_versions WHERE version = ${version}`;
  return row;
}

export async function clausesOf(db: Db, version: number): Promise<Clauses | undefined> {
  const [row] = await db<{ zh: Clause[]; en: Clause[] }[]>`
    SELECT clauses_zh AS zh, clauses_en AS en FROM agreement_versions WHERE version = ${version}`;
  return row;
}

/** The version in force, and the one that is announced to follow it. */
export async function versionsNow(
  db: Db,
  now: Date,
): Promise<{ current: AgreementVersion | undefined; coming: AgreementVersion | undefined }> {
  const [[current], [coming]] = await Promise.all([
    db<AgreementVersion[]>`
      SELECT ${columns(db)} FROM agreement_versions WHERE effective_at <= ${now} AND withdrawn_at IS NULL
      ORDER BY effective_at DESC, version DESC LIMIT 1`,
    db<AgreementVersion[]>`
      SELECT ${columns(db)} FROM agreement_versions WHERE effective_at > ${now} AND withdrawn_at IS NULL
      ORDER BY effective_at LIMIT 1`,
  ]);
  return { current, coming };
}

/** The latest first. @param drafts whether those that were never announced, or were withdrawn, are among them */
export async function listVersions(
  db: Db,
  query: { drafts: boolean; offset: number; limit: number },
): Promise<{ total: number; versions: AgreementVersion[] }> {
  const filter = db`(${query.drafts} OR (effective_at IS NOT NULL AND withdrawn_at IS NULL))`;
  const [counted, versions] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM agreement_versions WHERE ${filter}`,
    db<AgreementVersion[]>`
      SELECT ${columns(db)} FROM agreement_versions WHERE ${filter}
      ORDER BY version DESC LIMIT ${query.limit} OFFSET ${query.offset}`,
  ]);
  return { total: counted[0]?.total ?? 0, versions: [...versions] };
}

/** An announced or withdrawn version of which not every account was told yet, held by the transaction. */
export async function takeUntold(tx: Tx): Promise<AgreementVersion | undefined> {
  const [row] = await tx<AgreementVersion[]>`
    SELECT ${columns(tx)} FROM agreement_versions
    WHERE announced_at IS NOT NULL AND told_at IS NULL
    ORDER BY version LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;
  return row;
}

/** Whether the telling of a version has come past an account, in the order of the database. */
export async function toldPast(db: Db, version: number, accountId: string): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM agreement_versions
    WHERE version = ${version} AND (told_at IS NOT NULL OR told_to >= ${accountId})`;
  return rows.length > 0;
}

export async function markTold(
  tx: Tx,
  version: number,
  toldTo: string,
  doneAt: Date | undefined,
): Promise<void> {
  await tx`
    UPDATE agreement_versions SET told_to = ${toldTo}, told_at = ${doneAt ?? null} WHERE version = ${version}`;
}

export async function markSettled(db: Db, version: number, at: Date): Promise<void> {
  await db`UPDATE agreement_versions SET settled_at = ${at} WHERE version = ${version}`;
}

export async function readIdentity(db: Db): Promise<OperatorIdentity | undefined> {
  const [row] = await db<{ places: OperatorIdentity }[]>`SELECT places FROM operator_identity`;
  return row?.places;
}

export async function saveIdentity(
  db: Db,
  identity: { places: OperatorIdentity; operatorId: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO operator_identity (places, changed_by, changed_at)
    VALUES (${JSON.stringify(identity.places)}::text::jsonb, ${identity.operatorId}, ${identity.at})
    ON CONFLICT (singleton) DO UPDATE SET places = excluded.places, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`;
}
