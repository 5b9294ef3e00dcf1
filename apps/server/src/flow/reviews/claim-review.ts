import {
  addEvent,
  holder,
  judgeClaim,
  type ReviewKey,
  setClaim,
  standingOf,
} from '../../modules/reviews/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { holdReview, type Reviewer, refusalOf } from './held-review.ts';
import type { Reviewed } from './reviewed.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly reviewed: Reviewed;
}

/**
 * Gives a review to one reviewer for a while; to the one who has it, for longer. Nobody takes over before that
 * time is out.
 * @returns until when (ms)
 */
export async function claimReview(deps: Deps, reviewer: Reviewer, key: ReviewKey): Promise<number> {
  return await inTransaction(deps.sql, async (tx) => {
    const review = await holdReview(tx, key, reviewer);
    const now = deps.clock.now();
    const { operatorId } = reviewer;
    const standing = standingOf(review);
    const refused = judgeClaim(standing, operatorId, now);
    if (refused) throw refusalOf(refused, review);
    const until = now + deps.limits.reviewClaimMinutes * 60_000;
    const at = new Date(now);
    await setClaim(tx, key, { by: operatorId, until: new Date(until) });
    if (holder(standing, now) === operatorId) return until;
    const { accountId, subjectId } = review;
    const hear = deps.reviewed[review.kind]?.claimed;
    if (review.claimedBy !== null) {
      // Whose time ran out, and the desk has not noticed yet.
      await addEvent(tx, key, { event: 'claim-expired', operatorId: null, reason: '', parts: [], at });
      await hear?.(tx, { accountId, subjectId, claimed: false, at });
    }
    await addEvent(tx, key, { event: 'claimed', operatorId, reason: '', parts: [], at });
    await hear?.(tx, { accountId, subjectId, claimed: true, at });
    return until;
  });
}

/** Gives a review back to the desk, where this reviewer has it; else nothing changes. */
export async function releaseReview(deps: Deps, reviewer: Reviewer, key: ReviewKey): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const review = await holdReview(tx, key, reviewer);
    const now = deps.clock.now();
    const { operatorId } = reviewer;
    if (holder(standingOf(review), now) !== operatorId) return;
    const at = new Date(now);
    await setClaim(tx, key, undefined);
    await addEvent(tx, key, { event: 'released', operatorId, reason: '', parts: [], at });
    const { accountId, subjectId } = review;
    await deps.reviewed[review.kind]?.claimed?.(tx, { accountId, subjectId, claimed: false, at });
  });
}
