import { carriedPurposes } from '../modules/carriers/index.ts';
import { dueOfPurposes, expiredInQueue } from '../modules/messages/index.ts';
import { CODE, NOTICE } from '../modules/templates/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { CallSettler } from './settle-calls.ts';

const AT_ONCE = 500;
/** After a long outage many have expired together; they must not stand in the way of those that can be dialled. */
const MOST_ROUNDS = 20;
/** How long due messages wait for a trunk to come back before they end without one. */
const TRUNK_PATIENCE_MS = 5000;

/**
 * Ends messages that cannot be dialled any more: those past their time, and those that no enabled trunk can carry.
 * They cost nothing. Safe to run on several nodes at once. Ends 10,000 at most; the next run goes on.
 * @returns how many were ended
 */
export async function endWaitingMessages(deps: {
  db: Db;
  clock: Clock;
  settler: CallSettler;
}): Promise<number> {
  let total = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { found, ended } = await endSome(deps);
    total += ended;
    if (found < AT_ONCE) break;
  }
  return total;
}

async function endSome({ db, clock, settler }: Parameters<typeof endWaitingMessages>[0]) {
  const now = clock.now();
  const carried = await carriedPurposes(db);
  const stranded = [CODE, NOTICE].filter((purpose) => !carried.includes(purpose));
  const [expired, withoutTrunk] = await Promise.all([
    expiredInQueue(db, new Date(now), AT_ONCE),
    stranded.length === 0 ? [] : dueOfPurposes(db, stranded, new Date(now - TRUNK_PATIENCE_MS), AT_ONCE),
  ]);
  const ended = await Promise.all(
    [
      ...expired.map((key) => ({ key, reason: 'expired' as const })),
      ...withoutTrunk.map((key) => ({ key, reason: 'no-trunk' as const })),
    ].map(({ key, reason }) =>
      settler.settle({ ...key, from: 'queued', nodeId: undefined, cause: { kind: 'not-dialled', reason } }),
    ),
  );
  return { found: Math.max(expired.length, withoutTrunk.length), ended: ended.filter(Boolean).length };
}
