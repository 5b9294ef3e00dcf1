import type { Clock } from '../../platform/clock.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Random } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';
import { reviewableFlows } from '../callflows/review-flow.ts';
import { reviewableGivingUp } from '../numbers/give-up-number.ts';
import { reviewableApplications } from '../numbers/review-application.ts';
import { keyLeakReview } from '../people/report-leaked-key.ts';
import { APP_ID_PREFIX } from '../qualification/manage-app.ts';
import { appLeakReview, reviewableQualifications } from '../qualification/review-qualification.ts';
import { reviewableTemplates } from '../templates/review-template.ts';
import type { Reviewable, Reviewed, SubjectKey } from './reviewed.ts';

/** What the kinds work with. */
export interface ReviewDeps {
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
  readonly jobs: Jobs;
  readonly random: Random;
  readonly limits: Limits;
}

/** What each kind brings to the review desk: the one composition, a line a kind. */
export function reviewAppliers(deps: ReviewDeps): Reviewed {
  return {
    template: reviewableTemplates(),
    flow: reviewableFlows(),
    ...reviewableQualifications(deps),
    number: reviewableApplications(deps),
    'number-cancel': reviewableGivingUp(deps),
    'key-leak': leakOf(keyLeakReview, appLeakReview(deps)),
  };
}

/** A case is about an API key or about an app, whose ids all begin alike. */
function leakOf(key: Reviewable, app: Reviewable): Reviewable {
  const about = ({ subjectId }: SubjectKey) => (subjectId.startsWith(APP_ID_PREFIX) ? app : key);
  return {
    apply: (tx, decision) => about(decision).apply(tx, decision),
    describe: (db, subject) => about(subject).describe(db, subject),
  };
}
