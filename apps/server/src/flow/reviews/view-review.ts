import {
  addEvent,
  findEvidence,
  listEvents,
  type Review,
  type ReviewEvent,
  type ReviewKey,
} from '../../modules/reviews/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { holdReview, type Reviewer } from './held-review.ts';
import { evidenceContext, type Reviewed, type Subject } from './reviewed.ts';

/** Looking again within this time is the same look. */
const SAME_LOOK_MS = 30 * 60_000;

export interface ReviewView {
  readonly review: Review;
  /** Empty where the subject is gone. */
  readonly subject: Subject;
  readonly events: readonly ReviewEvent[];
}

/**
 * Shows a review with its whole subject, as it is or as it was decided, personal data included; that this reviewer has seen it is recorded with it
 * (4.3.1).
 */
export async function viewReview(
  deps: { readonly sql: Sql; readonly vault: Vault; readonly clock: Clock; readonly reviewed: Reviewed },
  reviewer: Reviewer,
  key: ReviewKey,
): Promise<ReviewView> {
  return await inTransaction(deps.sql, async (tx) => {
    const review = await holdReview(tx, key, reviewer);
    const now = deps.clock.now();
    const { operatorId } = reviewer;
    const before = await listEvents(tx, key);
    const seen = before.some(
      (one) =>
        one.event === 'viewed' && one.operatorId === operatorId && one.at.getTime() > now - SAME_LOOK_MS,
    );
    if (!seen) {
      await addEvent(tx, key, { event: 'viewed', operatorId, reason: '', parts: [], at: new Date(now) });
    }
    const { accountId, subjectId } = review;
    const evidence = await findEvidence(tx, key);
    const subject = evidence
      ? (JSON.parse(deps.vault.open(evidence, evidenceContext(key.reviewId))) as Subject)
      : await deps.reviewed[review.kind]?.describe(tx, { accountId, subjectId });
    return {
      review,
      subject: subject ?? { facts: [], parts: [] },
      events: seen ? before : await listEvents(tx, key),
    };
  });
}
