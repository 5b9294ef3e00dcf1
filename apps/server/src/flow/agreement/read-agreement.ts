import type { Language } from '@herald/contract';
import {
  type AgreementVersion,
  type Clause,
  type ClauseChange,
  clausesOf,
  diffClauses,
  findVersion,
  versionsNow,
} from '../../modules/agreements/index.ts';
import type { Db } from '../../platform/db.ts';
import { known, phaseOfVersion } from './agreement-term.ts';

export type VersionState = 'draft' | 'coming' | 'current' | 'past' | 'withdrawn';

export interface ReadVersion {
  readonly version: AgreementVersion;
  readonly state: VersionState;
  readonly current: number;
  /** 0 when none is coming. */
  readonly coming: number;
  readonly clauses: readonly Clause[];
}

export function stateOfVersion(version: AgreementVersion, current: number, now: number): VersionState {
  const phase = phaseOfVersion(version, now);
  if (phase !== 'effective') return phase;
  return version.version === current ? 'current' : 'past';
}

/**
 * One version with its clauses, by default the one in force.
 * @param asked.drafts whether a version that was never published, or was called back, may be seen
 * @throws HeraldError AGREEMENT_VERSION_UNKNOWN
 */
export async function readAgreement(
  db: Db,
  asked: { version?: number | undefined; language: Language; drafts: boolean; now: number },
): Promise<ReadVersion> {
  const { current, coming } = await versionsNow(db, new Date(asked.now));
  const number = asked.version ?? current?.version ?? 0;
  const version = known(await findVersion(db, number), number);
  const state = stateOfVersion(version, current?.version ?? 0, asked.now);
  const isPublished = state !== 'draft' && state !== 'withdrawn';
  const shown = known(isPublished || asked.drafts ? version : undefined, number);
  return {
    version: shown,
    state,
    current: current?.version ?? 0,
    coming: coming?.version ?? 0,
    clauses: (await clausesOf(db, number))?.[asked.language] ?? [],
  };
}

/** What differs between two published versions. @throws HeraldError AGREEMENT_VERSION_UNKNOWN */
export async function compareAgreements(
  db: Db,
  asked: { from: number; to: number; language: Language; now: number },
): Promise<ClauseChange[]> {
  const { language, now } = asked;
  const [older, newer] = await Promise.all(
    [asked.from, asked.to].map((version) => readAgreement(db, { version, language, drafts: false, now })),
  );
  return diffClauses(older?.clauses ?? [], newer?.clauses ?? [], language);
}
