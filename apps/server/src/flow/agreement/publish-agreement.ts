import { HeraldError } from '@herald/contract';
import { setServiceEnd } from '../../modules/accounts/index.ts';
import {
  builtInClauses,
  type Clauses,
  dropRefusalsOf,
  fillPlaces,
  findVersion,
  hashOf,
  insertDraft,
  judgeNotice,
  lockVersions,
  markTold,
  publishVersion,
  readIdentity,
  UNNAMED_OPERATOR,
  versionsNow,
  withdrawVersion,
} from '../../modules/agreements/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { known, phaseOfVersion } from './agreement-term.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
}

/** A text with the operator's name in its places. */
export async function withOperator(db: Db, clauses: Clauses): Promise<Clauses> {
  const identity = (await readIdentity(db)) ?? UNNAMED_OPERATOR;
  return {
    zh: fillPlaces(clauses.zh, { ...identity.zh }),
    en: fillPlaces(clauses.en, { ...identity.en }),
  };
}

/** Files a text as a draft, its places filled. @returns its version and hash */
export async function draftAgreement(
  { sql, clock }: Deps,
  operatorId: string,
  clauses: Clauses,
): Promise<{ version: number; hash: string }> {
  return await inTransaction(sql, async (tx) => {
    await lockVersions(tx);
    return fileDraft(tx, clauses, operatorId, new Date(clock.now()));
  });
}

async function fileDraft(tx: Tx, clauses: Clauses, createdBy: string, at: Date) {
  const filled = await withOperator(tx, clauses);
  const hash = hashOf(filled);
  return { version: await insertDraft(tx, { clauses: filled, hash, createdBy, at }), hash };
}

/**
 * Announces a draft: to take effect in seven days or later, or at once on a ground that the law gives, which everybody
 * is told (12.3, 5.4). One version is coming at a time; one in force at once may pass it.
 * @param how.effectiveAt milliseconds
 */
export async function publishAgreement(
  { sql, clock }: Deps,
  operatorId: string,
  version: number,
  how: { readonly effectiveAt: number } | { readonly ground: { readonly zh: string; readonly en: string } },
): Promise<{ effectiveAt: number }> {
  return await inTransaction(sql, async (tx) => {
    await lockVersions(tx);
    const now = clock.now();
    const draft = known(await findVersion(tx, version), version);
    if (phaseOfVersion(draft, now) !== 'draft') throw new HeraldError('AGREEMENT_NOT_DRAFT', { version });
    const effectiveAt = 'ground' in how ? now : how.effectiveAt;
    const ground = 'ground' in how ? how.ground : undefined;
    if (!ground) {
      const judged = judgeNotice(now, effectiveAt);
      if (judged !== 'ok') {
        throw new HeraldError('AGREEMENT_NOTICE_WRONG', {
          earliestZh: beijingTime(judged.earliest, 'zh'),
          earliestEn: beijingTime(judged.earliest, 'en'),
        });
      }
      const { coming } = await versionsNow(tx, new Date(now));
      if (coming) throw new HeraldError('AGREEMENT_ANOTHER_COMING', { version: coming.version });
    }
    await publishVersion(tx, {
      version,
      by: operatorId,
      at: new Date(now),
      effectiveAt: new Date(effectiveAt),
      ground,
    });
    return { effectiveAt };
  });
}

/** Calls a version back before it takes effect; who had refused it goes on as before. */
export async function withdrawAgreement(
  { sql, clock }: Deps,
  operatorId: string,
  version: number,
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    await lockVersions(tx);
    const now = clock.now();
    const announced = known(await findVersion(tx, version), version);
    const phase = phaseOfVersion(announced, now);
    if (phase !== 'coming' && phase !== 'draft') throw new HeraldError('AGREEMENT_IN_FORCE', { version });
    const at = new Date(now);
    await withdrawVersion(tx, version, operatorId, at);
    await setServiceEnd(tx, await dropRefusalsOf(tx, version, at), undefined);
  });
}

/** Puts the text that comes with the service in force, where there is no agreement at all: the first start. */
export async function ensureAgreement({ sql, clock }: Deps): Promise<void> {
  await inTransaction(sql, async (tx) => {
    await lockVersions(tx);
    const at = new Date(clock.now());
    if ((await versionsNow(tx, at)).current) return;
    const { version } = await fileDraft(tx, builtInClauses(), '', at);
    await publishVersion(tx, { version, by: '', at, effectiveAt: at, ground: undefined });
    await markTold(tx, version, '', at); // there is nobody yet who could be told
  });
}
