import { freeSlots, lockTrunks, takeTokens, tokensAt } from '../modules/carriers/index.ts';
import { findRefusals } from '../modules/compliance/index.ts';
import { type ClaimedMessage, claimDue, DUE_CHANNEL } from '../modules/messages/index.ts';
import { extendLease, giveUpLease } from '../modules/nodes/index.ts';
import type { Clock, Timer } from '../platform/clock.ts';
import { type Sql, sqlState } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { inTransaction } from '../platform/transaction.ts';

export interface Dispatcher {
  /** Starts to claim and dial. */
  start(): Promise<void>;
  /** Claims no more; resolves when the calls under way are over and settled. */
  stop(): Promise<void>;
}

/** Without news from the database, the queue is looked at this often: due times pass and buckets refill. */
const LOOK_EVERY_MS = 100;
const MOST_AT_ONCE = 200;
const UNIQUE_VIOLATION = '23505';

/**
 * Moves due messages to calls: as many as the engine can take, under each trunk's concurrency and calls per second,
 * codes before notices. Woken by the database when messages are accepted, so an idle system dials at once.
 *
 * @param deps.place carries one claimed message to its end; it settles everything itself and never rejects
 */
export function createDispatcher(deps: {
  sql: Sql;
  clock: Clock;
  log: Log;
  nodeId: string;
  leaseMs: number;
  /** How many more calls the engine can take. */
  freeCapacity(): number;
  place(message: ClaimedMessage, calleeRefuses: boolean): Promise<void>;
}): Dispatcher {
  const { sql, clock, log, nodeId, leaseMs } = deps;
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let lookTimer: Timer | undefined;
  let leaseTimer: Timer | undefined;
  let unlisten: (() => Promise<void>) | undefined;

  async function claim(): Promise<ClaimedMessage[]> {
    const capacity = Math.min(MOST_AT_ONCE, deps.freeCapacity());
    if (capacity <= 0) return [];
    return inTransaction(sql, async (tx) => {
      const now = clock.now();
      const claimed: ClaimedMessage[] = [];
      for (const trunk of await lockTrunks(tx)) {
        const limit = Math.min(freeSlots(trunk, now), capacity - claimed.length);
        if (limit <= 0) continue;
        const { trunkId, purposes } = trunk;
        const taken = await claimDue(tx, { nodeId, trunkId, purposes, limit, now: new Date(now) });
        if (taken.length === 0) continue;
        await takeTokens(tx, trunkId, tokensAt(trunk, now) - taken.length, new Date(now));
        claimed.push(...taken);
      }
      return claimed;
    });
  }

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      try {
        const claimed = await claim();
        if (claimed.length === 0) continue;
        // A callee who refused after acceptance is not rung (4.3.2).
        const refuses = await findRefusals(sql, claimed);
        for (const message of claimed) {
          const call = deps.place(message, refuses(message.accountId, message.calleeKey)).finally(() => {
            underWay.delete(call);
            wake();
          });
          underWay.add(call);
        }
        lookAgain = true;
      } catch (error) {
        // Another node took the same callee in the same moment: the next look sees it. Anything else is told.
        if (sqlState(error) !== UNIQUE_VIOLATION) log.error('cannot claim due messages', { error });
      }
    } while (lookAgain && !stopping);
  }

  function wake(): void {
    if (stopping) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    lookTimer?.cancel();
    looking = look().finally(() => {
      looking = undefined;
      if (!stopping) lookTimer = clock.setTimer(LOOK_EVERY_MS, wake);
    });
  }

  function renewLease(): void {
    extendLease(sql, { nodeId, kind: 'dialer', leaseMs })
      .catch((error: unknown) => log.error('cannot extend the lease', { error }))
      .finally(() => {
        if (!stopping || underWay.size > 0) leaseTimer = clock.setTimer(leaseMs / 4, renewLease);
      });
  }

  return {
    async start() {
      await extendLease(sql, { nodeId, kind: 'dialer', leaseMs });
      leaseTimer = clock.setTimer(leaseMs / 4, renewLease);
      const subscription = await sql.listen(DUE_CHANNEL, wake, wake);
      unlisten = subscription.unlisten;
      wake();
    },
    async stop() {
      stopping = true;
      lookTimer?.cancel();
      await looking;
      while (underWay.size > 0) await Promise.all(underWay);
      leaseTimer?.cancel();
      await unlisten?.().catch(() => {});
      await giveUpLease(sql, nodeId).catch(() => {});
    },
  };
}
