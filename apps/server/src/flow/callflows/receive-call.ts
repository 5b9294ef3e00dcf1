import type { CallOutcome, FlowScript, IncomingFacts, Reception, Receptionist } from '../../calling/index.ts';
import {
  boundFlow,
  callerContext,
  countRefusals,
  findLiveFlows,
  inboundFlowContext,
  insertInbound,
} from '../../modules/callflows/index.ts';
import { deleteLeg, type Trunk } from '../../modules/carriers/index.ts';
import { lastMessageTo } from '../../modules/messages/index.ts';
import { insertConsents } from '../../modules/privacy/index.ts';
import { findEnterprise } from '../../modules/qualification/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { DialPlan } from '../messages/dial-plan.ts';
import type { FlowHelp } from './answer-call.ts';
import { unfit } from './bind-inbound-flow.ts';
import { packFlow } from './flow-result.ts';
import type { RecordingKeeper } from './keep-recordings.ts';
import { flowTemplate, speakFlow } from './live-flow.ts';
import {
  actOf,
  COMPLAIN,
  type LastCall,
  REFUSE_ALL,
  REFUSE_ONE,
  RING_BACK_SECONDS,
  ringBackFlow,
} from './ring-back.ts';
import { saidConsents } from './said-consents.ts';
import { takeLeg } from './take-leg.ts';
import { tryAgain } from './try-again.ts';

/** So far back somebody is told who called. */
const REACH_MS = 30 * 86_400_000;
const COUNT_EVERY_MS = 5000;

/** A call that was taken. */
interface Taken {
  readonly facts: IncomingFacts;
  readonly accountId: string;
  readonly callNo: string;
  readonly trunkId: string;
  readonly number: string;
  readonly caller: string;
  readonly flowId: string;
  readonly flowVersion: number;
  readonly lastCaller: string | undefined;
  readonly script: FlowScript;
}

type Plan = Pick<Taken, 'accountId' | 'flowId' | 'flowVersion' | 'lastCaller' | 'script'> & {
  maxTalkMs: number;
};

/** Why a call that comes in is not taken: status, reason phrase, and the name that it is counted under. */
export const REFUSALS = {
  'unknown-peer': [403, 'Forbidden'],
  'unknown-number': [404, 'Not Found'],
  'no-flow': [480, 'Temporarily Unavailable'],
  'trunk-full': [486, 'Busy Here'],
  fault: [503, 'Service Unavailable'],
} as const;

/**
 * Decides about calls that come in: from a trunk that is known by its address, to a number that is the platform's, with
 * room on the trunk. An exclusive number is answered by the flow that is bound to it, one of the shared pool by telling
 * who called (4.2.8). Nothing is charged. All else is refused and counted.
 */
export function createReceptionist(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  log: Log;
  nodeId: string;
  newId(): string;
  dialPlan: DialPlan;
  help: FlowHelp;
  recordings: RecordingKeeper;
}): Receptionist & { stop(): Promise<void> } {
  const { sql, vault, clock, log, dialPlan, help, recordings } = deps;
  const taken = new Map<string, Taken>();
  const ending = new Set<Promise<void>>();
  const refused = createRefusalCount(deps);

  async function decide(facts: IncomingFacts): Promise<Reception> {
    const trunk = await trunkOf(facts);
    if (!trunk) return refuse('unknown-peer');
    const number = toE164(facts.called);
    const caller = toE164(facts.caller);
    const plan = await planFor(number, caller);
    if (typeof plan === 'string') return refuse(plan);
    const { maxTalkMs, ...whose } = plan;
    const leg = { legId: facts.callId, trunkId: trunk.trunkId, kind: 'inbound' } as const;
    if (!(await takeLeg(deps, leg))) return refuse('trunk-full');
    taken.set(facts.callId, {
      ...whose,
      facts,
      callNo: deps.newId(),
      trunkId: trunk.trunkId,
      number,
      caller,
    });
    return { take: { script: plan.script, maxTalkMs } };
  }

  function refuse(why: keyof typeof REFUSALS): Reception {
    refused.count(why);
    const [status, reason] = REFUSALS[why];
    return { refuse: { status, reason } };
  }

  /** The trunk that the call came from: the first that is in use, of those that the engine has at its address. */
  async function trunkOf({ trunkIds }: IncomingFacts): Promise<Trunk | undefined> {
    return (await dialPlan.trunks()).find(({ trunkId }) => trunkIds.includes(trunkId));
  }

  async function planFor(number: string, caller: string): Promise<Plan | keyof typeof REFUSALS> {
    if ((await dialPlan.pool()).all.includes(number)) {
      const last = await lastCallTo(caller);
      const whose = { accountId: '', flowId: '', flowVersion: 0, lastCaller: last?.accountId };
      return { ...whose, script: ringBackFlow(last), maxTalkMs: RING_BACK_SECONDS * 1000 };
    }
    const bound = await boundFlow(sql, number);
    if (!bound) return 'unknown-number';
    const [live] = await findLiveFlows(sql, [bound]);
    if (!live || unfit(live.graph)) return 'no-flow';
    const template = flowTemplate(live);
    const whose = { ...bound, flowVersion: live.version, lastCaller: undefined };
    return { ...whose, script: speakFlow(template, []), maxTalkMs: template.flow.graph.maxSeconds * 1000 };
  }

  async function lastCallTo(caller: string): Promise<LastCall | undefined> {
    if (caller === '') return undefined;
    const last = await lastMessageTo(sql, vault.key(caller), uuidFloor(clock.now() - REACH_MS));
    if (!last) return undefined;
    const enterprise = (await findEnterprise(sql, vault, last.accountId))?.name ?? last.accountName;
    return { ...last, enterprise };
  }

  async function conclude(call: Taken, outcome: CallOutcome): Promise<void> {
    const { accountId, callNo, facts, caller } = call;
    const { flow } = outcome;
    const files = flow && (await recordings.keep(accountId, `inbound:${callNo}`, flow.recordings));
    const flowSealed = flow && files ? vault.seal(packFlow(flow, files), inboundFlowContext(callNo)) : null;
    const said = flow ? saidConsents(flow, call.script) : [];
    // A database that is away for a moment takes away neither the proof of what a caller has said yes to, nor the place
    // on the trunk.
    const write = async (tx: Tx) => {
      await deleteLeg(tx, facts.callId);
      await insertInbound(tx, {
        ...{ accountId, callNo, callId: facts.callId, trunkId: call.trunkId, number: call.number },
        callerSealed: vault.seal(caller, callerContext(callNo)),
        callerKey: vault.key(caller),
        ...{ flowId: call.flowId, flowVersion: call.flowVersion },
        startedAt: new Date(outcome.startedAt),
        answeredAt: outcome.answeredAt === undefined ? null : new Date(outcome.answeredAt),
        endedAt: new Date(outcome.endedAt),
        talkMs: Math.round(outcome.talkMs),
        digits: outcome.digits,
        flowSealed,
      });
      await insertConsents(
        tx,
        'inbound',
        said.map((answer) => ({ accountId, sessionNo: callNo, ...answer })),
      );
    };
    const failure = { what: 'a call that came in is not written down', callNo };
    await tryAgain(deps, failure, () => inTransaction(sql, write));
  }

  return {
    receive: (facts) =>
      decide(facts).catch((error: unknown) => {
        log.error('cannot decide about a call that came in', { error });
        return refuse('fault');
      }),

    async ask(callId, kind, asked) {
      const call = taken.get(callId);
      if (!call) return (kind === 'refuse' ? false : null) as never;
      const { accountId, callNo, caller, lastCaller } = call;
      const builtIn = accountId === '';
      const refusedBy = (node: string) => ({ [REFUSE_ONE]: lastCaller, [REFUSE_ALL]: '' })[actOf(node)];
      const complainsBy = (node: string) => (actOf(node) === COMPLAIN ? lastCaller : undefined);
      const person = { calleeKey: vault.key(caller), calleeMask: maskNumber(caller) };
      const asking = { accountId, callNo, person, ...(builtIn && { refusedBy, complainsBy }) };
      return help.helpFor(asking).ask(kind, asked);
    },

    over(callId, outcome) {
      const call = taken.get(callId);
      if (!call) return;
      taken.delete(callId);
      const ended = conclude(call, outcome)
        .catch((error: unknown) => log.error('a call that came in is not written down', { callId, error }))
        .finally(() => ending.delete(ended));
      ending.add(ended);
    },

    strangers: (requests) => refused.count('unknown-peer', requests),

    async stop() {
      await Promise.all(ending);
      await refused.stop();
    },
  };
}

/** Counted in memory, and written every few seconds: who tries numbers costs no writes. */
function createRefusalCount(deps: { sql: Sql; clock: Clock; log: Log }) {
  const { sql, clock, log } = deps;
  let counts = new Map<string, number>();
  let timer: { cancel(): void } | undefined;

  async function write(): Promise<void> {
    timer = undefined;
    if (counts.size === 0) return;
    const now = counts;
    counts = new Map();
    const day = formatDay(clock.now());
    log.warn('calls that came in were refused', Object.fromEntries(now));
    await countRefusals(sql, day, now).catch((error: unknown) =>
      log.error('refused calls are not counted', { error }),
    );
  }

  return {
    count(reason: string, calls = 1): void {
      counts.set(reason, (counts.get(reason) ?? 0) + calls);
      timer ??= clock.setTimer(COUNT_EVERY_MS, () => void write());
    },
    async stop(): Promise<void> {
      timer?.cancel();
      await write();
    },
  };
}

/** A number as carriers write it, as E.164; '' for what is none. */
export function toE164(number: string): string {
  if (/^\+[1-9]\d{4,14}$/.test(number)) return number;
  if (!/^\d{5,17}$/.test(number)) return '';
  if (number.startsWith('00')) return `+${number.slice(2)}`;
  if (/^86\d{9,}$/.test(number)) return `+${number}`;
  return `+86${number.replace(/^0/, '')}`;
}
