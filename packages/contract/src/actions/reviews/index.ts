import { claimUVMSReview, releaseUVMSReview } from './claim-uvms-review.ts';
import { approveUVMSReview, rejectUVMSReview } from './decide-uvms-review.ts';
import { getUVMSReview } from './get-uvms-review.ts';
import { getUVMSReviewStatistics } from './get-uvms-review-statistics.ts';
import { listUVMSReviews } from './list-uvms-reviews.ts';
import { queryUVMSReviewSettings, updateUVMSReviewSettings } from './review-settings.ts';

/** The operator's review desk. */
export const REVIEW_ACTIONS = {
  ListUVMSReviews: listUVMSReviews,
  GetUVMSReview: getUVMSReview,
  ClaimUVMSReview: claimUVMSReview,
  ReleaseUVMSReview: releaseUVMSReview,
  ApproveUVMSReview: approveUVMSReview,
  RejectUVMSReview: rejectUVMSReview,
  GetUVMSReviewStatistics: getUVMSReviewStatistics,
  QueryUVMSReviewSettings: queryUVMSReviewSettings,
  UpdateUVMSReviewSettings: updateUVMSReviewSettings,
} as const;
