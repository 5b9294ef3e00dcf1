import type { Clock } from '../platform/clock.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Vault } from '../platform/vault.ts';
import { keyLeakReview } from './report-leaked-key.ts';
import { reviewableTemplates } from './review-template.ts';
import type { Reviewed } from './reviewed.ts';

/** What the kinds work with. */
export interface ReviewDeps {
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
  readonly jobs: Jobs;
}

/** What each kind brings to the review desk: the one composition, a line a kind. */
export function reviewAppliers(_deps: ReviewDeps): Reviewed {
  return { template: reviewableTemplates(), 'key-leak': keyLeakReview };
}
