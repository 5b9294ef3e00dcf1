import { HeraldError } from '@herald/contract';
import type { CallEngine, CallOutcome, LadderStep } from '../../calling/index.ts';
import {
  addTrunkEvent,
  anyTestWaits,
  beginTrunkTest,
  endLostTests,
  endTrunkTest,
  findTrunk,
  freeSlots,
  insertTrunkTest,
  lockTrunks,
  lockWaitingTests,
  noteStarts,
  type TrunkTest,
  testContext,
  testsSince,
} from '../../modules/carriers/index.ts';
import { findRefusals } from '../../modules/compliance/index.ts';
import { checkCalledNumber, chooseShowNumber, maskNumber } from '../../modules/numbers/index.ts';
import { attribute } from '../../platform/attribution.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { callTrunk } from '../messages/call-trunk.ts';
import type { DialPlan } from '../messages/dial-plan.ts';
import type { TrunkDeps } from './manage-trunk.ts';

const MOST_AN_HOUR = 20;
const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 1000;
const AT_ONCE = 10;
/** Without a dialer that takes it, a test ends. */
const PATIENCE_MS = 60_000;
const LONGEST_TALK_MS = 60_000;

/** What came of a test, as it is kept. */
export interface TestOutcome {
  result: string;
  talkMs: number;
  ladder: readonly LadderStep[];
}

/**
 * Asks for a call over a trunk to hear it; a dialer makes it within a second or two. It is charged to nobody and is in
 * the history of the trunk. Who refuses all calls is not rung by it either (4.3.2).
 * @throws HeraldError TRUNK_UNKNOWN, TRUNK_TEST_LIMIT, CALLED_NUMBER_INVALID, CALLEE_REFUSES
 */
export async function requestTrunkTest(
  deps: TrunkDeps,
  asked: Pick<TrunkTest, 'trunkId' | 'operatorId' | 'language' | 'sentence'> & { calledNumber: string },
): Promise<string> {
  const { sql, vault, clock, newId } = deps;
  const { calledNumber, ...test } = asked;
  const { trunkId, operatorId } = test;
  const number = checkCalledNumber(attribute(calledNumber));
  if (!number.ok) throw new HeraldError('CALLED_NUMBER_INVALID', number.problem);
  const testId = newId();
  const at = new Date(clock.now());
  await inTransaction(sql, async (tx) => {
    if (!(await findTrunk(tx, vault, trunkId))) throw new HeraldError('TRUNK_UNKNOWN', { trunkId });
    const calleeKey = vault.key(calledNumber);
    const refuses = await findRefusals(tx, [{ accountId: '', calleeKey }]);
    if (refuses('', calleeKey)) throw new HeraldError('CALLEE_REFUSES');
    await tx`SELECT pg_advisory_xact_lock(hashtext('herald.trunk-tests'))`;
    if ((await testsSince(tx, operatorId, new Date(at.getTime() - HOUR_MS))) >= MOST_AN_HOUR) {
      throw tooMany(`一小时内已测试 ${MOST_AN_HOUR} 次`, `you have made ${MOST_AN_HOUR} within the hour`);
    }
    await endLostTests(tx, new Date(at.getTime() - PATIENCE_MS), JSON.stringify(NOT_DIALLED), at);
    const calleeSealed = vault.seal(calledNumber, testContext(testId));
    const calleeMask = maskNumber(calledNumber);
    if (!(await insertTrunkTest(tx, { ...test, testId, calleeSealed, calleeMask, createdAt: at }))) {
      throw tooMany('该线路的上一次测试尚未结束', 'the one before over this trunk is not over yet');
    }
    const event = { trunkId, event: 'tested', operatorId, detail: `${testId} ${calleeMask}` } as const;
    await addTrunkEvent(tx, { ...event, eventId: newId(), at });
  });
  return testId;
}

const tooMany = (problemZh: string, problemEn: string) =>
  new HeraldError('TRUNK_TEST_LIMIT', { problemZh, problemEn });

const NOT_DIALLED: TestOutcome = { result: 'not dialled, or lost with its node', talkMs: 0, ladder: [] };

/**
 * Makes the test calls that were asked for, from one node: each takes a place and a call of the second of its trunk, as
 * any call does. A process that dies in one leaves it to be ended as lost; it is not dialled again.
 */
export function createTrunkTester(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  log: Log;
  nodeId: string;
  ringTimeoutMs: number;
  engine: Pick<CallEngine, 'prepare' | 'place'>;
  dialPlan: Pick<DialPlan, 'pool'>;
}): { look(): Promise<void>; start(): void; stop(): Promise<void> } {
  const { sql, vault, clock, log, nodeId, engine } = deps;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let running: Promise<void> | undefined;

  /** Takes the tests whose trunks have room for them. */
  async function take(): Promise<TrunkTest[]> {
    return inTransaction(sql, async (tx) => {
      const today = formatDay(clock.now());
      const loads = await lockTrunks(tx, today);
      const now = clock.now();
      const waiting = await lockWaitingTests(tx, AT_ONCE);
      const taken: TrunkTest[] = [];
      for (const test of waiting) {
        // One that is disabled carries nothing else; one that is sick is tested all the same.
        const load = loads.find(({ trunkId }) => trunkId === test.trunkId);
        if (load && freeSlots(load, now) < 1) continue;
        if (load) await noteStarts(tx, [[load, 1]], now, today);
        await beginTrunkTest(tx, test.testId, nodeId);
        taken.push(test);
      }
      return taken;
    });
  }

  async function call({
    testId,
    trunkId,
    calleeSealed,
    language,
    sentence,
  }: TrunkTest): Promise<TestOutcome> {
    const trunk = await findTrunk(sql, vault, trunkId);
    const callee = vault.open(calleeSealed, testContext(testId));
    const caller = chooseShowNumber((await deps.dialPlan.pool()).all, vault.key(callee));
    if (!trunk || caller === undefined) return { ...NOT_DIALLED, result: 'no number to show, or no trunk' };
    const script = { language, pieces: [{ kind: 'text', text: sentence }], plays: 2, pauseMs: 1000 } as const;
    await engine.prepare(script);
    const outcome = await engine.place(
      {
        ...{ callId: `test-${testId}`, trunk: callTrunk(trunk), caller, callee, script },
        ringTimeoutMs: deps.ringTimeoutMs,
        maxTalkMs: LONGEST_TALK_MS,
      },
      () => {},
    );
    return { result: resultOf(outcome), talkMs: Math.round(outcome.talkMs), ladder: outcome.ladder ?? [] };
  }

  async function run(test: TrunkTest): Promise<void> {
    const outcome = await call(test).catch((error: unknown): TestOutcome => {
      log.error('a test of a trunk failed', { testId: test.testId, error });
      return { ...NOT_DIALLED, result: error instanceof Error ? error.message : 'failed' };
    });
    await endTrunkTest(sql, test.testId, JSON.stringify(outcome), new Date(clock.now())).catch(
      (error: unknown) => log.error('a test of a trunk cannot be ended', { testId: test.testId, error }),
    );
  }

  async function look(): Promise<void> {
    const at = new Date(clock.now());
    await endLostTests(sql, new Date(at.getTime() - PATIENCE_MS), JSON.stringify(NOT_DIALLED), at);
    if (!(await anyTestWaits(sql))) return;
    for (const test of await take()) {
      const one = run(test).finally(() => underWay.delete(one));
      underWay.add(one);
    }
  }

  return {
    look,
    start() {
      running ??= (async () => {
        while (!stopping.signal.aborted) {
          await look().catch((error: unknown) => log.error('cannot test trunks', { error }));
          await sleep(clock, LOOK_EVERY_MS, stopping.signal);
        }
      })();
    },
    async stop() {
      stopping.abort();
      await running;
      await Promise.all(underWay);
    },
  };
}

function resultOf({ cause }: CallOutcome): string {
  return cause.kind === 'sip' ? `${cause.status} ${cause.reason}` : cause.kind;
}
