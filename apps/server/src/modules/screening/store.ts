import type { Db, Tx } from '../../platform/db.ts';
import { BUILT_IN, type Term } from './lexicon-rules.ts';

export interface LexiconVersion {
  version: number;
  note: string;
  createdBy: string;
  createdAt: Date;
  /** How many there are. */
  terms: number;
}

/** The latest version; 0 where no operator has made one. */
export async function currentVersion(db: Db): Promise<number> {
  const [row] = await db<{ version: number }[]>`
    SELECT version FROM lexicon_versions ORDER BY version DESC LIMIT 1`;
  return row?.version ?? 0;
}

/** Undefined for a version that there is not. */
export async function readLexicon(db: Db, version: number): Promise<readonly Term[] | undefined> {
  if (version === 0) return BUILT_IN;
  const [row] = await db<{ terms: string }[]>`SELECT terms FROM lexicon_versions WHERE version = ${version}`;
  return row && (JSON.parse(row.terms) as Term[]);
}

/** @returns false where somebody else made this version first */
export async function insertLexicon(
  tx: Tx,
  lexicon: { version: number; terms: readonly Term[]; note: string; operatorId: string; at: Date },
): Promise<boolean> {
  const rows = await tx`
    INSERT INTO lexicon_versions (version, terms, note, created_by, created_at)
    VALUES (${lexicon.version}, ${JSON.stringify(lexicon.terms)}, ${lexicon.note}, ${lexicon.operatorId}, ${lexicon.at})
    ON CONFLICT DO NOTHING RETURNING version`;
  return rows.length > 0;
}

/** The latest first. */
export async function listLexiconVersions(
  db: Db,
  page: { offset: number; limit: number },
): Promise<{ total: number; versions: LexiconVersion[] }> {
  const [counted, versions] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM lexicon_versions`,
    db<LexiconVersion[]>`
      SELECT version, note, created_by AS "createdBy", created_at AS "createdAt",
        json_array_length(terms::json) AS terms
      FROM lexicon_versions ORDER BY version DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
  ]);
  return { total: counted[0]?.total ?? 0, versions: [...versions] };
}
