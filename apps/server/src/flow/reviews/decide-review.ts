import { CANNED_REASONS, HeraldError, REVIEW_KIND_WORDS, type Words } from '@herald/contract';
import { useFile } from '../../modules/files/index.ts';
import {
  addEvent,
  closeReview,
  judgeDecision,
  type PartVerdict,
  type Review,
  type ReviewKey,
  setFirstApproval,
  standingOf,
} from '../../modules/reviews/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { holdReview, needsTwo, type Reviewer, refusalOf } from './held-review.ts';
import { evidenceContext, type Reviewed, type Subject } from './reviewed.ts';

/** A reviewer's word about one review. */
export type Word =
  | { readonly approved: true; readonly reason: string }
  | {
      readonly approved: false;
      /** Of the prepared reasons of the kind, or undefined. */
      readonly reasonCode: string | undefined;
      readonly reason: string;
      /** Parts that failed, and why, in the same order. */
      readonly failedParts: readonly string[];
      readonly partReasons: readonly string[];
    };

/**
 * Decides a review: what it decides about is changed, the decision recorded with what the reviewer saw, and the
 * customer told, all in one transaction. Of two reviewers who decide at once one does; the other one is told that it is over.
 * @returns 'first-approved' where another reviewer must approve too: nothing has changed for the customer yet
 */
export async function decideReview(
  deps: NotifyDeps & { readonly sql: Sql; readonly reviewed: Reviewed },
  reviewer: Reviewer,
  key: ReviewKey,
  word: Word,
): Promise<'approved' | 'rejected' | 'first-approved'> {
  return await inTransaction(deps.sql, async (tx) => {
    const review = await holdReview(tx, key, reviewer);
    const now = deps.clock.now();
    const at = new Date(now);
    const { operatorId } = reviewer;
    const { accountId, kind, subjectId } = review;
    const judged = judgeDecision(
      standingOf(review),
      { operatorId, approved: word.approved, twoPerson: await needsTwo(tx, kind) },
      now,
    );
    if ('refused' in judged) throw refusalOf(judged, review);
    const { outcome } = judged;
    const { zh: reasonZh, en: reasonEn, both: reason } = reasonOf(word, kind);
    const reviewable = deps.reviewed[kind];
    const subject = await reviewable?.describe(tx, { accountId, subjectId });
    if (!reviewable || !subject) throw new HeraldError('REVIEW_SUBJECT_GONE');
    const parts = verdictsOf(word, subject);
    const event = { operatorId, reason, parts, at };
    if (outcome === 'first-approved') {
      await setFirstApproval(tx, key, operatorId);
      await addEvent(tx, key, { event: outcome, ...event });
      if (review.claimedBy !== null) {
        await reviewable.claimed?.(tx, { accountId, subjectId, claimed: false, at });
      }
      return outcome;
    }
    const { approved } = word;
    await reviewable.apply(tx, { accountId, subjectId, approved, reason, parts, operatorId, at });
    await closeReview(tx, key, { state: outcome, at, evidence: await keepEvidence(tx, deps, key, subject) });
    await addEvent(tx, key, { event: outcome, ...event });
    await tellCustomer(tx, deps, review, { approved, reasonZh, reasonEn });
    return outcome;
  });
}

/** 4.1.1: the subject as it was decided, with its files, whatever becomes of it afterwards. */
async function keepEvidence(
  tx: Tx,
  { vault }: NotifyDeps,
  { accountId, reviewId }: ReviewKey,
  subject: Subject,
): Promise<Uint8Array> {
  for (const { fileId } of subject.parts) {
    if (fileId === undefined) continue;
    await useFile(tx, { accountId, fileId, kind: 'material', use: `review:${reviewId}` });
  }
  return vault.seal(JSON.stringify(subject), evidenceContext(reviewId));
}

async function tellCustomer(
  tx: Tx,
  deps: NotifyDeps,
  { accountId, kind, title }: Review,
  decision: { approved: boolean; reasonZh: string; reasonEn: string },
): Promise<void> {
  const { approved, ...reasons } = decision;
  const subject = title;
  if (kind === 'key-leak') {
    // 4.2.3: what was reported is a leak. That it did leak makes nothing usable.
    if (approved) await notify(tx, deps, { accountId, kind: 'account.leak-confirmed', details: { subject } });
    else {
      const details = { subject, ...reasons };
      await notify(tx, deps, { accountId, kind: 'account.leak-unfounded', details });
    }
    return;
  }
  // What follows from these is not use at once; it is told with the change itself.
  if (approved && (kind === 'number' || kind === 'number-cancel')) return;
  const { zh: whatZh, en: whatEn } = REVIEW_KIND_WORDS[kind];
  const details = { subject, whatZh, whatEn };
  if (approved) await notify(tx, deps, { accountId, kind: 'review.approved', details });
  else await notify(tx, deps, { accountId, kind: 'review.rejected', details: { ...details, ...reasons } });
}

/** What the customer is told: a prepared reason, then the reviewer's own words; `both` has it in both languages. */
function reasonOf(word: Word, kind: Review['kind']): Words & { both: string } {
  const own = word.reason.trim();
  if (word.approved) return { zh: own, en: own, both: own };
  const { reasonCode } = word;
  const canned = CANNED_REASONS[kind].find(({ code }) => code === reasonCode);
  if (reasonCode !== undefined && !canned) throw new HeraldError('REVIEW_REASON_UNKNOWN', { reasonCode });
  const lines = (...texts: (string | undefined)[]) => texts.filter(Boolean).join('\n');
  const both = lines(canned?.zh, canned?.en, own);
  if (both === '') throw new HeraldError('REVIEW_REASON_MISSING');
  return { zh: lines(canned?.zh, own), en: lines(canned?.en, own), both };
}

/** A verdict on every part of the subject: those not named as failed have passed. */
function verdictsOf(word: Word, subject: Subject): PartVerdict[] {
  const failed = new Map<string, string>();
  if (!word.approved) {
    const { failedParts, partReasons } = word;
    if (failedParts.length !== partReasons.length) {
      throw new HeraldError('REVIEW_PARTS_INVALID', {
        problemZh: `${failedParts.length} 项未通过，却有 ${partReasons.length} 条原因`,
        problemEn: `${failedParts.length} parts failed, and there are ${partReasons.length} reasons`,
      });
    }
    for (const [index, part] of failedParts.entries()) failed.set(part, partReasons[index] ?? '');
  }
  const known = new Set(subject.parts.map(({ part }) => part));
  for (const part of failed.keys()) {
    if (known.has(part)) continue;
    throw new HeraldError('REVIEW_PARTS_INVALID', {
      problemZh: `没有“${part}”这一项`,
      problemEn: `there is no part "${part}"`,
    });
  }
  return subject.parts.map(({ part }) => ({
    part,
    passed: !failed.has(part),
    reason: failed.get(part) ?? '',
  }));
}
