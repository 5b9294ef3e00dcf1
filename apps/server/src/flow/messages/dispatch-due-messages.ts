import { anyDue, type ClaimedMessage, DUE_CHANNEL, disown } from '../../modules/messages/index.ts';
import { extendLease, giveUpLease } from '../../modules/nodes/index.ts';
import type { Clock, Timer } from '../../platform/clock.ts';
import { type Sql, sqlState } from '../../platform/db.ts';
import { listenTo } from '../../platform/listen.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { claimMessages, firstTurns } from './claim-messages.ts';
import type { DialPlan } from './dial-plan.ts';

export interface Dispatcher {
  /** Starts to claim and dial. */
  start(): Promise<void>;
  /** Claims no more; resolves when the calls under way are over and settled. */
  stop(): Promise<void>;
}

/** Without news from the database, the queue is looked at this often: due times pass and calls per second free up. */
const LOOK_EVERY_MS = 100;
/** A database that is away is not asked ten times a second, nor is the log told so. */
const LOOK_AFTER_FAULT_MS = 1000;
const MOST_AT_ONCE = 200;
const UNIQUE_VIOLATION = '23505';

/**
 * Moves due messages to calls: as many as the engine can take, under the limits of trunks and numbers, codes before
 * notices, accounts by turns (claim-messages.ts). Woken by the database when messages are accepted, so an idle system dials at once. Nothing is
 * claimed during maintenance (5.1); calls under way go on.
 *
 * @param deps.place carries one claimed message to its end; it settles everything itself
 */
export function createDispatcher(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  log: Log;
  nodeId: string;
  leaseMs: number;
  dialPlan: DialPlan;
  /** How many more calls the engine can take. */
  freeCapacity(): number;
  place(message: ClaimedMessage): Promise<void>;
}): Dispatcher {
  const { sql, clock, log, nodeId, leaseMs } = deps;
  /** By SessionNo: what this node is working on. */
  const underWay = new Map<string, Promise<void>>();
  const turns = firstTurns();
  let stopping = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let lookTimer: Timer | undefined;
  let leaseTimer: Timer | undefined;
  let stockDueAt = 0;
  let news: { stop(): Promise<void> } | undefined;

  async function claim(): Promise<ClaimedMessage[]> {
    const capacity = Math.min(MOST_AT_ONCE, deps.freeCapacity());
    // The trunks' lock is a write: an idle system makes none.
    if (capacity <= 0 || !(await anyDue(sql, new Date(clock.now())))) return [];
    const { dialPlan } = deps;
    const [trunks, pool, narrowings] = await Promise.all([
      dialPlan.trunks(),
      dialPlan.pool(),
      dialPlan.narrowings(),
    ]);
    // Not what is on its way back into the queue: only when that is certain may this node have it again.
    const except = [...underWay.keys()];
    return inTransaction(sql, (tx) =>
      claimMessages(tx, deps, { trunks, pool, narrowings }, turns, { limit: capacity, except }),
    );
  }

  /**
   * What the database says this node has, and the node does not know of, is let go of (see `disown`). Never beside a
   * claim, whose messages are in the database a moment before they are here.
   */
  async function takeStock(): Promise<void> {
    const lost = await disown(sql, nodeId, [...underWay.keys()]);
    if (lost > 0) log.warn('messages whose claim got lost go back to recovery', { messages: lost });
    stockDueAt = clock.now() + leaseMs;
  }

  function start(message: ClaimedMessage): void {
    const { sessionNo } = message;
    const call = deps
      .place(message)
      .catch((error: unknown) => log.error('a call ended by a fault of ours', { sessionNo, error }))
      .finally(() => {
        underWay.delete(sessionNo);
        wake();
      });
    underWay.set(sessionNo, call);
  }

  /** @returns when to look again unless woken, in ms */
  async function look(): Promise<number> {
    do {
      lookAgain = false;
      try {
        if (clock.now() >= stockDueAt) await takeStock();
        const claimed = await claim();
        for (const message of claimed) start(message);
        if (claimed.length > 0) lookAgain = true;
      } catch (error) {
        // Another node took the same callee in the same moment: the next look sees it. Anything else is told.
        if (sqlState(error) === UNIQUE_VIOLATION) return LOOK_EVERY_MS;
        log.error('cannot claim due messages', { error });
        return LOOK_AFTER_FAULT_MS;
      }
    } while (lookAgain && !stopping);
    return LOOK_EVERY_MS;
  }

  function wake(): void {
    if (stopping) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    lookTimer?.cancel();
    looking = look().then((afterMs) => {
      looking = undefined;
      if (!stopping) lookTimer = clock.setTimer(afterMs, wake);
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
      news = listenTo(sql, { channel: DUE_CHANNEL, clock, onNews: wake });
      wake();
    },
    async stop() {
      stopping = true;
      lookTimer?.cancel();
      await looking;
      while (underWay.size > 0) await Promise.all(underWay.values());
      leaseTimer?.cancel();
      await news?.stop();
      await giveUpLease(sql, nodeId).catch(() => {});
    },
  };
}
