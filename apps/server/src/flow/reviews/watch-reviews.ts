import { addEvent, freeExpiredClaims, markOverdue } from '../../modules/reviews/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { holidaysKnown } from '../../platform/working-days.ts';
import type { Reviewed } from './reviewed.ts';

const AT_ONCE = 200;
const AHEAD_MS = 14 * 86_400_000;

/**
 * Keeps the desk's clocks: tells the staff, once, of each review that is overdue, and takes back those whose reviewer
 * let his half-hour run out. Safe to run on several nodes at once; what is left is done by the next run.
 * @returns how many became overdue, and how many claims ran out
 */
export async function watchReviews(deps: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  readonly reviewed: Reviewed;
}): Promise<{ overdue: number; freed: number }> {
  const now = deps.clock.now();
  const at = new Date(now);
  const overdue = await inTransaction(deps.sql, (tx) => markOverdue(tx, at, AT_ONCE));
  for (const { accountId, reviewId, kind, dueAt } of overdue) {
    deps.log.warn('a review is overdue', { accountId, reviewId, kind, dueAt: dueAt.toISOString() });
  }
  if (overdue.length > 0 && !holidaysKnown(now + AHEAD_MS)) {
    deps.log.warn('holidays of the coming days are not known: update the package chinese-days');
  }
  const freed = await inTransaction(deps.sql, async (tx) => {
    const claims = await freeExpiredClaims(tx, at, AT_ONCE);
    for (const { accountId, reviewId, kind, subjectId } of claims) {
      const key = { accountId, reviewId };
      await addEvent(tx, key, { event: 'claim-expired', operatorId: null, reason: '', parts: [], at });
      await deps.reviewed[kind]?.claimed?.(tx, { accountId, subjectId, claimed: false, at });
    }
    return claims.length;
  });
  return { overdue: overdue.length, freed };
}
