import {
  addEvent,
  listEvents,
  type Review,
  type ReviewEvent,
  type ReviewKey,
} from '../modules/reviews/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Sql } from '../platform/db.ts';
import { inTransaction } from '../platform/transaction.ts';
import { holdReview, type Reviewer } from './held-review.ts';
import type { Reviewed, Subject } from './reviewed.ts';

/** Looking again within this time is the same look. */
const SAME_LOOK_MS = 30 * 60_000;

export interface ReviewView {
  readonly review: Review;
  /** Empty where the subject is gone. */
  readonly subject: Subject;
  readonly events: readonly ReviewEvent[];
}

/**
 * Shows a review with its whole subject, personal data included; that this reviewer has seen it is recorded with it
 * (4.3.1).
 */
export async function viewReview(
  deps: { readonly sql: Sql; readonly clock: Clock; readonly reviewed: Reviewed },
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
    const subject = await deps.reviewed[review.kind]?.describe(tx, { accountId, subjectId });
    return {
      review,
      subject: subject ?? { facts: [], parts: [] },
      events: seen ? before : await listEvents(tx, key),
    };
  });
}
