import type { CallCause, PlatformCause } from '@herald/contract';
import type { CallEngine, CallEvent, CallOutcome, FlowOutcome, FlowScript } from '../../calling/index.ts';
import { findHalts } from '../../modules/accounts/index.ts';
import { findLiveFlows, isFlowId } from '../../modules/callflows/index.ts';
import {
  byPreference,
  carries,
  freeTrunkSlots,
  lockTrunks,
  mayTryNextTrunk,
  noteStarts,
  returnCalls,
  type Trunk,
  unpackRoute,
} from '../../modules/carriers/index.ts';
import { findRefusals, narrowed } from '../../modules/compliance/index.ts';
import {
  type ClaimedMessage,
  calleeContext,
  giveBack,
  markDialling,
  moveToTrunk,
  PLATFORM,
  type QueueKey,
  scriptContext,
} from '../../modules/messages/index.ts';
import { returnNumberCalls } from '../../modules/numbers/index.ts';
import {
  type AttentionKey,
  attentionBudgets,
  dayIn,
  HOME,
  returnAttention,
  takeAttention,
} from '../../modules/quotas/index.ts';
import { flowContext } from '../../modules/receipts/index.ts';
import { CODE, findSendable, inWindow, minuteOfDay, type Script } from '../../modules/templates/index.ts';
import { BEIJING_ZONE, timeZonesOf } from '../../platform/attribution.ts';
import { createBatcher } from '../../platform/batcher.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import { isFaultOfData, type Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { FlowHelp } from '../callflows/answer-call.ts';
import { packFlow } from '../callflows/flow-result.ts';
import type { RecordingKeeper } from '../callflows/keep-recordings.ts';
import { saidConsents } from '../callflows/said-consents.ts';
import type { SoundSupply } from '../templates/supply-sound.ts';
import { callTrunk } from './call-trunk.ts';
import type { DialPlan } from './dial-plan.ts';
import { callEngineErrorOf } from './engine-error.ts';
import { packLadder } from './ladder.ts';
import type { CallSettler, Ending } from './settle-calls.ts';
import { COMPLAIN } from './spoken-tail.ts';

/** A message whose sound cannot be made now is tried again after this, until it expires. */
const PREPARE_RETRY_MS = 15_000;
/** An engine that is full or restarting is soon itself again. Not at once: that would be a loop without a pause. */
const ENGINE_RETRY_MS = 1000;
/** A trunk that the claim knows and the dial plan not yet, or no longer: the plan is a few seconds old at most. */
const PLAN_RETRY_MS = 3000;
/** What an order of the operator keeps to certain hours looks again so often whether they have begun. */
const NARROWED_RETRY_MS = 60_000;
const SETTLE_RETRY_MS = 1000;

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
  /** Recorded sounds, for scripts that have them. */
  sounds: SoundSupply;
  /** For flows by keys. */
  flows: { help: FlowHelp; recordings: RecordingKeeper };
  dialPlan: DialPlan;
  settler: CallSettler;
  /** How a call over a trunk ended, each attempt. */
  ended?(trunkId: string, cause: CallOutcome['cause']): void;
  progress(key: QueueKey, event: Omit<CallEvent, 'state'> & { state: string }): void;
}): (message: ClaimedMessage) => Promise<void> {
  const { sql, vault, clock, log, nodeId, engine, sounds, dialPlan, settler } = deps;

  /**
   * The last word before the INVITE: a callee who refused since acceptance is not rung (4.3.2), a template that was
   * disabled since is not spoken (4.3.8), nothing is said for an account that was stopped since (4.2.5), and nobody is
   * rung more often in a day than the platform rings anybody (4.2.8). Dying here loses a place of the callee's day.
   */
  const dialling = createBatcher<Dialling, 'dial' | 'refused-list' | 'withdrawn' | 'attention' | 'not-ours'>({
    maxBatch: 500,
    maxWaiting: 100_000,
    isFaultOfItem: isFaultOfData,
    async run(batch) {
      const messages = batch.map(({ message }) => message);
      const accountIds = messages.map(({ accountId }) => accountId);
      const [refuses, mayBeSpoken, live, halts, budgets] = await Promise.all([
        findRefusals(sql, messages),
        findSendable(sql, messages),
        liveFlows(sql, messages),
        findHalts(sql, accountIds),
        attentionBudgets(sql),
      ]);
      const stops = messages.map((message) => {
        // Its own codes are asked for by the callee himself, who may refuse everybody else (4.3.2).
        if (message.accountId === PLATFORM) return undefined;
        if (refuses(message.accountId, message.calleeKey, message.purpose)) return 'refused-list';
        if (halts(message.accountId, neededFor(message))) return 'withdrawn';
        return mayBeSpoken(message) || live(message) ? undefined : 'withdrawn';
      });
      const open = batch.filter((_, index) => stops[index] === undefined);
      const counted = open.filter(({ message }) => message.accountId !== PLATFORM);
      const rings = await takeAttention(sql, counted.map(attentionOf), budgets);
      const mayRing = (one: Dialling) => one.message.accountId === PLATFORM || rings(attentionOf(one));
      const allowed = await markDialling(
        sql,
        nodeId,
        open.filter(mayRing).map(({ message }) => message),
      );
      const lost = counted.filter((one) => mayRing(one) && !allowed.has(one.message.sessionNo));
      await returnAttention(sql, lost.map(attentionOf));
      return batch.map((one, index) => {
        const stop = stops[index];
        if (stop) return stop;
        if (!mayRing(one)) return 'attention';
        return allowed.has(one.message.sessionNo) ? 'dial' : 'not-ours';
      });
    },
  });

  /**
   * Ends the message; a database that is away is waited for, as long as this process lives. What the database will
   * never take is left to recovery, which ends the message as unknown.
   */
  async function end(ending: Ending): Promise<void> {
    for (;;) {
      try {
        if (!(await settler.settle(ending))) {
          log.warn('a message had been ended by another process', { sessionNo: ending.sessionNo });
        }
        return;
      } catch (error) {
        if (isFaultOfData(error)) {
          log.error('an ending cannot be written', { sessionNo: ending.sessionNo, error });
          return;
        }
        log.error('cannot settle, trying again', { sessionNo: ending.sessionNo, error });
        await sleep(clock, SETTLE_RETRY_MS);
      }
    }
  }

  /** Whether the callee may be rung now: neither too early, nor too late. */
  function whyNotNow(
    message: ClaimedMessage,
    zones: readonly string[],
  ): 'out-of-window' | 'expired' | undefined {
    const now = clock.now();
    if (!inWindow(message.allDay, now, zones)) return 'out-of-window';
    return now >= message.expiresAt.getTime() ? 'expired' : undefined;
  }

  /** Everything before the INVITE. Undefined: the message has been ended or given back, or is somebody else's by now. */
  async function prepare(message: ClaimedMessage): Promise<Prepared | undefined> {
    const { accountId, sessionNo } = message;
    const key = { accountId, sessionNo };
    const stop = async (cause: CallCause | PlatformCause): Promise<undefined> => {
      await end({ ...key, from: 'claimed', nodeId, cause });
    };
    const notDialled = (reason: PlatformCause['reason']) => stop({ kind: 'not-dialled', reason });

    const caller = message.showNumber;
    if (caller === null) return notDialled('no-trunk');
    const trunks = await dialPlan.trunks();
    const first = trunks.find((trunk) => trunk.trunkId === message.trunkId);
    if (!first) {
      await putBack(key, PLAN_RETRY_MS);
      return undefined;
    }
    const callee = vault.open(message.calleeSealed, calleeContext(sessionNo));
    const script = JSON.parse(vault.open(message.scriptSealed, scriptContext(sessionNo))) as
      | Script
      | FlowScript;
    for (const piece of 'pieces' in script ? script.pieces : []) {
      if (piece.kind === 'sound') await sounds.ready({ accountId, soundId: piece.sound });
    }
    try {
      await engine.prepare(script);
    } catch (failure) {
      const error = callEngineErrorOf(failure);
      if (!error) throw failure;
      if (error.code === 'bad-script') return stop({ kind: 'bad-media', detail: error.message });
      log.warn('cannot make the sound of a message now', { sessionNo, code: error.code });
      await putBack(key, error.code === 'voice' ? PREPARE_RETRY_MS : ENGINE_RETRY_MS);
      return undefined;
    }
    // Judged after the sound was made, which may have taken a while.
    const zones = timeZonesOf(callee);
    const why = whyNotNow(message, zones);
    if (why) return notDialled(why);
    const route = unpackRoute(message.route);
    const order = narrowed(
      await dialPlan.narrowings(),
      { ...route, cityCode: message.calleeCityCode, calledNumber: callee },
      zones.map((zone) => minuteOfDay(zone, clock.now())),
    );
    if (order?.kind === 'stop') return notDialled('narrowed');
    if (order) {
      await putBack(key, NARROWED_RETRY_MS);
      return undefined;
    }
    const day = dayIn(zones[0] ?? BEIJING_ZONE, clock.now());
    const verdict = await dialling.add({ message, day });
    if (verdict === 'not-ours') return undefined;
    if (verdict !== 'dial') return notDialled(verdict);
    const others = trunks.filter(
      (trunk) => trunk !== first && trunk.health !== 'sick' && carries(trunk, route),
    );
    return { caller, callee, zones, script, first, others: byPreference(others, callee) };
  }

  /** Takes a call's place on another trunk, under that trunk's own limits; 'lost' when the message is ours no more. */
  async function takeSlot(key: QueueKey, trunk: Trunk): Promise<'taken' | 'full' | 'lost'> {
    return inTransaction(sql, async (tx) => {
      const today = formatDay(clock.now());
      const load = (await lockTrunks(tx, today)).find((candidate) => candidate.trunkId === trunk.trunkId);
      const now = clock.now();
      if (!load || freeTrunkSlots(load, now) < 1) return 'full';
      if (!(await moveToTrunk(tx, nodeId, key, trunk.trunkId))) return 'lost';
      await noteStarts(tx, [[load, 1]], now, today);
      return 'taken';
    }).catch((error: unknown) => {
      log.error('cannot move a call to another trunk', { sessionNo: key.sessionNo, error });
      return 'full';
    });
  }

  /** Together, for what makes one message wait (an engine that is full) makes many, and each would lock the trunk. */
  const backs = createBatcher<QueueKey & { dueAt: number }, void>({
    maxBatch: 500,
    maxWaiting: 100_000,
    run: (messages) =>
      inTransaction(sql, async (tx) => {
        const back = await giveBack(tx, nodeId, messages);
        const today = formatDay(clock.now());
        await Promise.all([
          returnCalls(
            tx,
            back.map(({ trunkId }) => trunkId),
            today,
          ),
          returnNumberCalls(
            tx,
            back.flatMap(({ showNumber }) => showNumber ?? []),
            today,
          ),
        ]);
        return messages.map(() => undefined);
      }),
  });

  /**
   * Until the database says so: nothing has left for this message, so it goes back into the queue, and the call that
   * was counted for the day goes back to its trunk and number.
   */
  async function putBack(key: QueueKey, afterMs: number): Promise<void> {
    for (;;) {
      try {
        return await backs.add({ ...key, dueAt: clock.now() + afterMs });
      } catch (error) {
        log.error('cannot give a message back, trying again', { sessionNo: key.sessionNo, error });
        await sleep(clock, SETTLE_RETRY_MS);
      }
    }
  }

  return async function place(message) {
    const { accountId, sessionNo } = message;
    const key = { accountId, sessionNo };
    let prepared: Prepared | undefined;
    try {
      prepared = await prepare(message);
    } catch (error) {
      log.error('cannot prepare a call, trying again later', { sessionNo, error });
      return putBack(key, PREPARE_RETRY_MS);
    }
    if (!prepared) return;
    const { caller, callee, zones, script, first, others } = prepared;

    const dial = async (trunk: Trunk, attempt: number): Promise<[CallOutcome, Trunk, string]> => {
      const callId = `${sessionNo}.${attempt}`;
      const person = { calleeKey: message.calleeKey, calleeMask: maskNumber(callee) };
      const complaintNode = isFlowId(message.templateId) ? undefined : COMPLAIN;
      const call = { accountId, callNo: sessionNo, person, line: { trunk, caller }, complaintNode };
      const help = 'flow' in script ? deps.flows.help.helpFor(call) : undefined;
      const startedAt = clock.now();
      const outcome = await engine
        .place(
          {
            callId,
            trunk: callTrunk(trunk),
            caller,
            callee,
            script,
            ringTimeoutMs: deps.ringTimeoutMs,
            maxTalkMs: message.maxTalkSeconds * 1000,
          },
          (event) => deps.progress(key, event),
          help?.ask,
        )
        .catch((error: unknown) => {
          log.error('the engine broke its word', { sessionNo, error });
          return lostOutcome(startedAt, clock.now());
        });
      await help?.over();
      deps.ended?.(trunk.trunkId, outcome.cause);
      const ladder = packLadder({ callId, trunkId: trunk.trunkId }, outcome.ladder);
      if (ladder) deps.progress(key, ladder);
      return [outcome, trunk, callId];
    };

    let last = await dial(first, 1);
    // Here and nowhere later: after a first INVITE, nothing leads back into the queue.
    if (last[0].cause.kind === 'engine-busy') return putBack(key, ENGINE_RETRY_MS);
    for (const [index, trunk] of others.entries()) {
      if (!mayTryNextTrunk(last[0].cause) || last[0].ringingAt !== undefined || whyNotNow(message, zones))
        break;
      const slot = await takeSlot(key, trunk);
      if (slot === 'lost') break;
      if (slot === 'full') continue;
      const next = await dial(trunk, index + 2);
      // An engine that is full cannot try again: what the trunk before said stands.
      if (next[0].cause.kind === 'engine-busy') break;
      last = next;
    }

    const [outcome, trunk, callId] = last;
    const flow = outcome.flow && withinBounds(outcome.flow, script);
    const files =
      flow && (await deps.flows.recordings.keep(accountId, `message:${sessionNo}`, flow.recordings));
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
        talkMs: Math.round(outcome.talkMs),
        digits: outcome.digits,
        playsCompleted: outcome.playsCompleted,
        endedBy: outcome.endedBy,
        media: outcome.rtp && JSON.stringify(outcome.rtp),
        ...(flow && files
          ? {
              lineTalkMs: flow.lines.map(({ talkMs }) => talkMs),
              flowSealed: vault.seal(packFlow(flow, files), flowContext(sessionNo)),
              consents: 'flow' in script ? saidConsents(flow, script) : [],
            }
          : {}),
      },
    });
  };
}

/** The BYE of a second line leaves at its node's bound and arrives a little later; that little is nobody's talk. */
function withinBounds(outcome: FlowOutcome, script: Script | FlowScript): FlowOutcome {
  const nodes = 'flow' in script ? script.flow.nodes : {};
  const lines = outcome.lines.map((line) => {
    const node = nodes[line.node];
    const most = node?.kind === 'transfer' ? node.maxSeconds * 1000 : line.talkMs;
    return { ...line, talkMs: Math.min(line.talkMs, most) };
  });
  return { ...outcome, lines };
}

/** A message before its INVITE, and the day that it is at its callee. */
interface Dialling {
  message: ClaimedMessage;
  day: string;
}

const attentionOf = ({ message: { calleeKey, purpose }, day }: Dialling): AttentionKey => ({
  calleeKey,
  purpose,
  day,
});

/** Which of these messages have a flow that may be played at this moment. */
async function liveFlows(
  sql: Sql,
  messages: readonly ClaimedMessage[],
): Promise<(message: ClaimedMessage) => boolean> {
  const flows = messages.filter(({ templateId }) => isFlowId(templateId));
  const keys = flows.map(({ accountId, templateId }) => ({ accountId, flowId: templateId }));
  const live = new Set((await findLiveFlows(sql, keys)).map((flow) => `${flow.accountId}\n${flow.flowId}`));
  return ({ accountId, templateId }) => live.has(`${accountId}\n${templateId}`);
}

/** The capabilities that a message rests on, as far as they can be stopped after it was accepted (4.2.5, 4.3.7). */
function neededFor({ templateId, purpose, route }: ClaimedMessage): string[] {
  const what = isFlowId(templateId) ? 'navigation' : purpose === CODE ? 'verification-code' : 'notification';
  return unpackRoute(route).country === HOME ? [what] : [what, 'international'];
}

interface Prepared {
  caller: string;
  callee: string;
  zones: readonly string[];
  script: Script | FlowScript;
  first: Trunk;
  others: readonly Trunk[];
}

/** An engine that fails instead of answering says as little as one that is gone: the callee may have been rung. */
const lostOutcome = (startedAt: number, endedAt: number): CallOutcome => ({
  result: 'failed',
  cause: { kind: 'engine-lost' },
  startedAt,
  endedAt,
  talkMs: 0,
  playsCompleted: 0,
  digits: '',
});
