import type { ReviewKind } from '@herald/contract';

export { REVIEW_KINDS, type ReviewKind } from '@herald/contract';

/** Something the automatic pre-review noticed: it helps the reviewer and sorts the queue, and decides nothing. */
export interface Finding {
  /** Stable name, e.g. `content.gambling`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** `concern` sorts before `hint`. */
  readonly weight: 'concern' | 'hint';
}

export type ReviewState = 'open' | 'approved' | 'rejected' | 'withdrawn';

/** Kinds that two reviewers approve unless the platform's settings say otherwise: they open the way to callees. */
export const TWO_PERSON_BY_DEFAULT: readonly ReviewKind[] = ['capability'];

/** A review as far as it is judged who may do what with it. Times are milliseconds. */
export interface Standing {
  readonly state: ReviewState;
  readonly claimedBy: string | undefined;
  readonly claimedUntil: number | undefined;
  readonly firstApprovedBy: string | undefined;
}

export type Refused =
  | { readonly refused: 'over' }
  | { readonly refused: 'claimed'; readonly by: string; readonly until: number }
  /** He gave the first of two approvals: the second is another's. */
  | { readonly refused: 'second-person' };

/** Who has a review at this moment, if anybody. */
export function holder(standing: Standing, now: number): string | undefined {
  const live = standing.claimedUntil !== undefined && standing.claimedUntil > now;
  return live ? standing.claimedBy : undefined;
}

/** Whether an operator may take a review; one who has it already takes it for longer. */
export function judgeClaim(standing: Standing, operatorId: string, now: number): Refused | undefined {
  if (standing.state !== 'open') return { refused: 'over' };
  const by = holder(standing, now);
  if (by !== undefined && by !== operatorId) {
    return { refused: 'claimed', by, until: standing.claimedUntil ?? now };
  }
  return standing.firstApprovedBy === operatorId ? { refused: 'second-person' } : undefined;
}

/**
 * What a reviewer's word comes to. It counts unless another one has the review; taking it first is not demanded.
 * Two are needed to approve where the kind asks for two; one is enough to reject.
 */
export function judgeDecision(
  standing: Standing,
  word: { readonly operatorId: string; readonly approved: boolean; readonly twoPerson: boolean },
  now: number,
): Refused | { readonly outcome: 'approved' | 'rejected' | 'first-approved' } {
  const refused = judgeClaim(standing, word.operatorId, now);
  if (refused) return refused;
  if (!word.approved) return { outcome: 'rejected' };
  const isFirstOfTwo = word.twoPerson && standing.firstApprovedBy === undefined;
  return { outcome: isFirstOfTwo ? 'first-approved' : 'approved' };
}
