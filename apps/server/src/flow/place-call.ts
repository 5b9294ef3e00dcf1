import type { CallCause, PlatformCause } from '@herald/contract';
import type { CallEngine, CallEvent, CallOutcome } from '../calling/index.ts';
import {
  freeSlots,
  lockTrunks,
  mayTryNextTrunk,
  type Trunk,
  takeTokens,
  tokensAt,
} from '../modules/carriers/index.ts';
import {
  type ClaimedMessage,
  calleeContext,
  giveBack,
  markDialling,
  moveToTrunk,
  type QueueKey,
  scriptContext,
} from '../modules/messages/index.ts';
import { chooseShowNumber } from '../modules/numbers/index.ts';
import { inWindow, type Script } from '../modules/templates/index.ts';
import { createBatcher } from '../platform/batcher.ts';
import { type Clock, sleep } from '../platform/clock.ts';
import type { Sql } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { inTransaction } from '../platform/transaction.ts';
import type { Vault } from '../platform/vault.ts';
import type { CallSettler, Ending } from './settle-calls.ts';

/** A message that cannot be made ready now (its sound, say) is tried again after this, until it expires. */
const PREPARE_RETRY_MS = 15_000;
const SETTLE_RETRY_MS = 1000;

/** Trunks and numbers as a call needs them, a few seconds old at most. */
export interface DialPlan {
  trunks(): Promise<readonly Trunk[]>;
  pool(): Promise<readonly string[]>;
  exclusive(accountId: string): Promise<readonly string[]>;
}

/**
 * Carries one claimed message to its end: last checks, sound, the commit that allows the INVITE, the call, the next
 * trunk where the first one failed, settlement. The engine is told to dial only after `dialling` is committed, so a
 * message is dialled at most once, whatever dies.
 */
export function createCallPlacer(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  log: Log;
  nodeId: string;
  /** From the INVITE to the CANCEL. */
  ringTimeoutMs: number;
  engine: CallEngine;
  dialPlan: DialPlan;
  settler: CallSettler;
  progress(key: QueueKey, event: CallEvent): void;
}): (message: ClaimedMessage, calleeRefuses: boolean) => Promise<void> {
  const { sql, vault, clock, log, nodeId, engine, dialPlan, settler } = deps;

  const dialling = createBatcher<QueueKey, boolean>({
    maxBatch: 500,
    maxWaiting: 100_000,
    async run(keys) {
      const allowed = await markDialling(sql, nodeId, keys);
      return keys.map((key) => allowed.has(key.sessionNo));
    },
  });

  /** Ends the message; a database that is away is waited for, as long as this process lives. */
  async function end(ending: Ending): Promise<void> {
    for (;;) {
      try {
        if (!(await settler.settle(ending))) {
          log.warn('a message had been ended by another process', { sessionNo: ending.sessionNo });
        }
        return;
      } catch (error) {
        log.error('cannot settle, trying again', { sessionNo: ending.sessionNo, error });
        await sleep(clock, SETTLE_RETRY_MS);
      }
    }
  }

  async function showNumber(message: ClaimedMessage): Promise<string | undefined> {
    if (message.fromNumber !== null) return message.fromNumber;
    const pool =
      message.groupType === 2 ? await dialPlan.exclusive(message.accountId) : await dialPlan.pool();
    return chooseShowNumber(pool, message.calleeKey);
  }

  /** Everything before the INVITE. Undefined: the message has been ended, or belongs to somebody else by now. */
  async function prepare(message: ClaimedMessage, calleeRefuses: boolean): Promise<Prepared | undefined> {
    const { accountId, sessionNo } = message;
    const key = { accountId, sessionNo };
    const stop = async (reason: PlatformCause['reason']): Promise<undefined> => {
      await end({ ...key, from: 'claimed', nodeId, cause: { kind: 'not-dialled', reason } });
    };
    if (calleeRefuses) return stop('refused-list');
    if (!inWindow(message.allDay, clock.now())) return stop('out-of-window');
    const [trunks, caller] = await Promise.all([dialPlan.trunks(), showNumber(message)]);
    const first = trunks.find((trunk) => trunk.trunkId === message.trunkId);
    if (!first || caller === undefined) return stop('no-trunk');

    const callee = vault.open(message.calleeSealed, calleeContext(sessionNo));
    const script = JSON.parse(vault.open(message.scriptSealed, scriptContext(sessionNo))) as Script;
    await engine.prepare(script);
    if (!(await dialling.add(key))) return undefined;
    const others = trunks.filter((trunk) => trunk !== first && trunk.purposes.includes(message.purpose));
    return { caller, callee, script, first, others };
  }

  /** Takes a call's place on another trunk, under that trunk's own limits. */
  async function takeSlot(key: QueueKey, trunk: Trunk): Promise<boolean> {
    return inTransaction(sql, async (tx) => {
      const now = clock.now();
      const load = (await lockTrunks(tx)).find((candidate) => candidate.trunkId === trunk.trunkId);
      if (!load || freeSlots(load, now) < 1) return false;
      await takeTokens(tx, trunk.trunkId, tokensAt(load, now) - 1, new Date(now));
      await moveToTrunk(tx, nodeId, key, trunk.trunkId);
      return true;
    }).catch((error: unknown) => {
      log.error('cannot move a call to another trunk', { sessionNo: key.sessionNo, error });
      return false;
    });
  }

  /** Until the database says so: nothing has left for this message, so it goes back into the queue. */
  async function putBack(key: QueueKey, afterMs: number): Promise<void> {
    for (;;) {
      try {
        return await giveBack(sql, nodeId, [key], new Date(clock.now() + afterMs));
      } catch (error) {
        log.error('cannot give a message back, trying again', { sessionNo: key.sessionNo, error });
        await sleep(clock, SETTLE_RETRY_MS);
      }
    }
  }

  return async function place(message, calleeRefuses) {
    const { accountId, sessionNo } = message;
    const key = { accountId, sessionNo };
    let prepared: Prepared | undefined;
    try {
      prepared = await prepare(message, calleeRefuses);
    } catch (error) {
      log.error('cannot prepare a call, trying again later', { sessionNo, error });
      return putBack(key, PREPARE_RETRY_MS);
    }
    if (!prepared) return;
    const { caller, callee, script, first, others } = prepared;

    const dial = async (trunk: Trunk, attempt: number): Promise<[CallOutcome, Trunk, string]> => {
      const callId = `${sessionNo}.${attempt}`;
      const outcome = await engine.place(
        {
          callId,
          trunk: {
            trunkId: trunk.trunkId,
            host: trunk.host,
            port: trunk.port,
            ...(trunk.username === undefined ? {} : { username: trunk.username }),
            ...(trunk.password === undefined ? {} : { password: trunk.password }),
          },
          caller,
          callee,
          script,
          ringTimeoutMs: deps.ringTimeoutMs,
          maxTalkMs: message.maxTalkSeconds * 1000,
        },
        (event) => deps.progress(key, event),
      );
      return [outcome, trunk, callId];
    };

    let last = await dial(first, 1);
    if (last[0].cause.kind === 'engine-busy') return putBack(key, 0);
    for (const [index, trunk] of others.entries()) {
      if (!mayTryNextTrunk(last[0].cause) || last[0].ringingAt !== undefined) break;
      if (!(await takeSlot(key, trunk))) continue;
      const next = await dial(trunk, index + 2);
      // An engine that is full cannot try again: what the trunk before said stands.
      if (next[0].cause.kind === 'engine-busy') break;
      last = next;
    }

    const [outcome, trunk, callId] = last;
    await end({
      ...key,
      from: 'dialling',
      nodeId,
      cause: outcome.cause as CallCause,
      call: {
        callId,
        trunkId: trunk.trunkId,
        showNumber: caller,
        startedAt: outcome.startedAt,
        answeredAt: outcome.answeredAt,
        endedAt: outcome.endedAt,
        talkMs: outcome.talkMs,
        digits: outcome.digits,
        playsCompleted: outcome.playsCompleted,
        endedBy: outcome.endedBy,
        media: outcome.rtp && JSON.stringify(outcome.rtp),
      },
    });
  };
}

interface Prepared {
  caller: string;
  callee: string;
  script: Script;
  first: Trunk;
  others: readonly Trunk[];
}
