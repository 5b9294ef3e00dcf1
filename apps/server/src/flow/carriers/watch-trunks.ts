import type { CallCause, CallEngine, ProbeChange } from '../../calling/index.ts';
import {
  addTrunkEvent,
  type CallCounts,
  changeHealth,
  HEALTH_WINDOW_MS,
  type HealthChange,
  type JudgedTrunk,
  judgeTrunk,
  mayTryNextTrunk,
  noteCallsEnded,
  noteProbes,
  type Sickness,
  type StandingTrunk,
  type TrunkProbe,
  trunkFacts,
} from '../../modules/carriers/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { callTrunk } from '../messages/call-trunk.ts';
import { tellOperators } from '../notices/tell-operators.ts';

/** So late a trunk that fails is taken out. */
const LOOK_EVERY_MS = 1000;

/** What a call says nothing of the trunk by: it was not made, or ended by us. */
const SAYS_NOTHING = new Set<CallCause['kind']>(['engine-busy', 'engine-lost', 'cancelled']);

const WHY: Readonly<Record<Sickness, { whyZh: string; whyEn: string }>> = {
  silent: { whyZh: 'OPTIONS 探测无响应', whyEn: 'it does not respond to OPTIONS' },
  faults: { whyZh: '线路故障过多', whyEn: 'its calls fail by its own fault' },
  unanswered: { whyZh: '接通率过低', whyEn: 'too few of its calls are answered' },
};

export interface TrunkWatch {
  /** What a question by OPTIONS came to. */
  heard(change: ProbeChange): void;
  /** A call over a trunk has ended. */
  ended(trunkId: string, cause: CallCause): void;
  /** Writes what was heard, and takes trunks out and back in. */
  look(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Watches the trunks from one node: has the engine take calls from them and ask them with OPTIONS, counts how their
 * calls end, and changes their health for all nodes (modules/carriers/health-rules.ts). Each change is in the history and told to the staff once,
 * whichever nodes see it. A process that dies loses the counts of a second.
 */
export function createTrunkWatch(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  log: Log;
  jobs: Jobs;
  newId(): string;
  nodeId: string;
  engine: Pick<CallEngine, 'probe' | 'hear'>;
  trunks(): Promise<readonly StandingTrunk[]>;
}): TrunkWatch {
  const { sql, clock, log, nodeId, engine } = deps;
  const probes = new Map<string, TrunkProbe>();
  const stopping = new AbortController();
  let counts = new Map<string, CallCounts>();
  let written = '[]';
  let running: Promise<void> | undefined;

  async function ask(): Promise<void> {
    const trunks = await deps.trunks();
    engine.hear(trunks.map(callTrunk));
    const asked = trunks.filter(({ watch }) => watch.probeSeconds > 0);
    engine.probe(
      asked.map((trunk) => ({ trunk: callTrunk(trunk), everyMs: trunk.watch.probeSeconds * 1000 })),
    );
    for (const trunkId of probes.keys()) {
      if (!asked.some((trunk) => trunk.trunkId === trunkId)) probes.delete(trunkId);
    }
    const text = JSON.stringify([...probes.values()]);
    if (text === written) return;
    await noteProbes(sql, nodeId, [...probes.values()]);
    written = text;
  }

  async function count(): Promise<void> {
    const ended = [...counts].map(([trunkId, one]) => ({ trunkId, ...one }));
    if (ended.length === 0) return;
    counts = new Map();
    await inTransaction(sql, (tx) => noteCallsEnded(tx, ended, new Date(clock.now())));
  }

  async function judge(): Promise<void> {
    const now = clock.now();
    for (const trunk of await trunkFacts(sql, new Date(now - HEALTH_WINDOW_MS))) {
      const change = judgeTrunk(trunk, now);
      if (change) await apply(trunk, change, new Date(now));
    }
  }

  async function apply(trunk: JudgedTrunk, change: HealthChange, at: Date): Promise<void> {
    const { trunkId, name } = trunk;
    const { to, reason, detail } = change;
    const changed = await inTransaction(sql, async (tx) => {
      if (!(await changeHealth(tx, trunk, change, at))) return false;
      const told = reason === '' || to !== 'sick' ? detail : `${reason}: ${detail}`;
      await addTrunkEvent(tx, {
        eventId: deps.newId(),
        trunkId,
        event: to,
        operatorId: null,
        detail: told,
        at,
      });
      const common = { trunk: name, at: beijingTime(at.getTime(), 'zh'), detail };
      // A trial that fails changes nothing for anybody: it is as it was.
      if (to === 'sick' && trunk.health === 'up') {
        await tellOperators(tx, deps, 'ops:operate', 'trunk-sick', { ...common, ...WHY[reason] });
      } else if (to === 'up') await tellOperators(tx, deps, 'ops:operate', 'trunk-back', common);
      return true;
    });
    if (changed) log.warn('the health of a trunk has changed', { trunkId, to, reason, detail });
  }

  async function look(): Promise<void> {
    await ask();
    await count();
    await judge();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.error('cannot watch the trunks', { error }));
      await sleep(clock, LOOK_EVERY_MS, stopping.signal);
    }
  }

  return {
    heard({ trunkId, state, detail, at }) {
      if (state === 'unknown') probes.delete(trunkId);
      else probes.set(trunkId, { trunkId, state, detail, since: at });
    },
    ended(trunkId, cause) {
      if (SAYS_NOTHING.has(cause.kind)) return;
      const one = counts.get(trunkId) ?? { calls: 0, answered: 0, faults: 0 };
      one.calls++;
      if (cause.kind === 'answered') one.answered++;
      if (mayTryNextTrunk(cause)) one.faults++;
      counts.set(trunkId, one);
    },
    look,
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
      await count().catch((error: unknown) => log.error('cannot count the last calls', { error }));
    },
  };
}
