import { carries, enabledRouting, unpackRoute } from '../../modules/carriers/index.ts';
import {
  dueOfRoutes,
  type ExpiredMessage,
  expiredInQueue,
  extendExpiry,
  fairExpiry,
  queuedRoutes,
} from '../../modules/messages/index.ts';
import { type MaintenanceWindow, maintenanceWindows } from '../../modules/notices/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { CallSettler } from './settle-calls.ts';

const AT_ONCE = 500;
/** After a long outage many have expired together; they must not stand in the way of those that can be dialled. */
const MOST_ROUNDS = 20;
/** How long due messages wait for a trunk to come back before they end without one. */
const TRUNK_PATIENCE_MS = 5000;
/** More than there are purposes, countries and operators together. */
const MOST_ROUTES = 2000;

/** Windows of maintenance that a message can have seen: it waits for a day, or for as long as they lasted. */
const WINDOWS_SINCE_MS = 30 * 86_400_000;
const MOST_WINDOWS = 1000;

/**
 * Ends messages that cannot be dialled any more: those past their time, and those that no enabled trunk can carry.
 * They cost nothing. Maintenance ends no message: those whose time it took wait so much longer, and trunks that are off
 * during it, or for a moment after it, are expected back (docs/decisions/0015). Safe to run on several nodes at once.
 * Ends 10,000 at most; the next run goes on.
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
  const at = new Date(now);
  const windows = await maintenanceWindows(db, {
    now: at,
    from: new Date(now - WINDOWS_SINCE_MS),
    until: at,
    limit: MOST_WINDOWS,
  });
  const running = windows.some(({ endsAt }) => endsAt.getTime() > now);
  const justPaused = windows.some(({ endsAt }) => endsAt.getTime() > now - TRUNK_PATIENCE_MS);
  const stranded = justPaused ? [] : await strandedRoutes(db);
  const [late, withoutTrunk] = await Promise.all([
    expiredInQueue(db, at, AT_ONCE, running),
    stranded.length === 0 ? [] : dueOfRoutes(db, stranded, new Date(now - TRUNK_PATIENCE_MS), AT_ONCE),
  ]);
  const judged = late.map((message) => ({ message, expiresAt: new Date(expiryOf(message, windows, now)) }));
  const expired = judged.filter(({ expiresAt }) => expiresAt.getTime() <= now);
  const extended = judged.filter(({ expiresAt }) => expiresAt.getTime() > now);
  if (extended.length > 0) await extendExpiry(db, extended, at);
  const ended = await Promise.all(
    [
      ...expired.map(({ message: { accountId, sessionNo } }) => ({
        key: { accountId, sessionNo },
        reason: 'expired' as const,
      })),
      ...withoutTrunk.map((key) => ({ key, reason: 'no-trunk' as const })),
    ].map(({ key, reason }) =>
      settler.settle({ ...key, from: 'queued', nodeId: undefined, cause: { kind: 'not-dialled', reason } }),
    ),
  );
  return { found: Math.max(late.length, withoutTrunk.length), ended: ended.filter(Boolean).length };
}

/** Routes that something waits for and no enabled trunk carries; one that is sick is expected back. */
async function strandedRoutes(db: Db): Promise<string[]> {
  const [routes, trunks] = await Promise.all([queuedRoutes(db, MOST_ROUTES), enabledRouting(db)]);
  return routes.filter((route) => !trunks.some((trunk) => carries(trunk, unpackRoute(route))));
}

function expiryOf(message: ExpiredMessage, windows: readonly MaintenanceWindow[], now: number): number {
  return fairExpiry(
    {
      ...message,
      dueAt: message.dueAt.getTime(),
      expiresAt: message.expiresAt.getTime(),
      creditedUntil: message.creditedUntil?.getTime(),
    },
    windows
      .map(({ startsAt, endsAt }) => ({ startsAt: startsAt.getTime(), endsAt: endsAt.getTime() }))
      .filter(({ endsAt }) => endsAt <= now),
  );
}
