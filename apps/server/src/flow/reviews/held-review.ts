import { HeraldError } from '@herald/contract';
import { hasMember } from '../../modules/accounts/index.ts';
import { identitiesOfAddress } from '../../modules/identities/index.ts';
import {
  lockReview,
  type Refused,
  type Review,
  type ReviewKey,
  readTwoPerson,
  TWO_PERSON_BY_DEFAULT,
} from '../../modules/reviews/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Db, Tx } from '../../platform/db.ts';

/** One of the staff at the desk. */
export interface Reviewer {
  readonly operatorId: string;
  readonly identityId: string;
}

/**
 * The review, held by the transaction: of several who act on it one is first, and the others see what he did.
 * Nobody acts on a review of an account of which he is a member, by his e-mail address.
 * @throws HeraldError REVIEW_NOT_FOUND, REVIEW_OWN_ACCOUNT
 */
export async function holdReview(tx: Tx, key: ReviewKey, { identityId }: Reviewer): Promise<Review> {
  const review = await lockReview(tx, key);
  if (!review) throw new HeraldError('REVIEW_NOT_FOUND', { reviewId: key.reviewId });
  if (await hasMember(tx, key.accountId, await identitiesOfAddress(tx, identityId))) {
    throw new HeraldError('REVIEW_OWN_ACCOUNT');
  }
  return review;
}

/** Whether two reviewers must approve a kind, by the platform's settings. */
export async function needsTwo(db: Db, kind: Review['kind']): Promise<boolean> {
  return (await readTwoPerson(db)).get(kind) ?? TWO_PERSON_BY_DEFAULT.includes(kind);
}

/** The refusal in the words of the contract. */
export function refusalOf(refused: Refused, review: Review): HeraldError {
  switch (refused.refused) {
    case 'over':
      return new HeraldError('REVIEW_OVER', { state: review.state });
    case 'claimed':
      return new HeraldError('REVIEW_CLAIMED', {
        operatorId: refused.by,
        untilZh: beijingTime(refused.until, 'zh'),
        untilEn: beijingTime(refused.until, 'en'),
      });
    case 'second-person':
      return new HeraldError('REVIEW_SECOND_PERSON');
  }
}
