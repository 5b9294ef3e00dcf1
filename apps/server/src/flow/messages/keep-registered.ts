import type { CallEngine, RegistrationChange } from '../../calling/index.ts';
import { noteRegistrations, type Trunk, type TrunkRegistration } from '../../modules/carriers/index.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { callTrunk } from './call-trunk.ts';

/** So late a new trunk is registered at, and a registration's state can be read. */
const LOOK_EVERY_MS = 5000;

/**
 * Has the engine registered at every trunk that wants it, for as long as it is enabled, and writes what became of that
 * for people who look (table trunk_registrations). No call is decided by it: a carrier that wants a registration and
 * has none refuses, and the next trunk is tried.
 */
export function createRegistrationKeeper(deps: {
  sql: Sql;
  clock: Clock;
  log: Log;
  nodeId: string;
  engine: Pick<CallEngine, 'register'>;
  trunks(): Promise<readonly Trunk[]>;
}): { heard(change: RegistrationChange): void; look(): Promise<void>; start(): void; stop(): Promise<void> } {
  const { sql, clock, log, nodeId, engine } = deps;
  const states = new Map<string, TrunkRegistration>();
  const stopping = new AbortController();
  let written = '[]';
  let running: Promise<void> | undefined;

  function heard({ trunkId, state, detail, at }: RegistrationChange): void {
    const before = states.get(trunkId);
    if (before?.state === state && before.detail === detail) return;
    // A try after a failure tells nothing new until it has ended.
    if (state === 'registering' && before?.state === 'failed') return;
    states.set(trunkId, { trunkId, state, detail, since: at });
    if (state === 'failed') log.warn('cannot register at a trunk, trying again', { trunkId, detail });
    else if (state === 'registered') log.info('registered at a trunk', { trunkId });
  }

  async function look(): Promise<void> {
    const wanted = (await deps.trunks()).filter((trunk) => trunk.terms.registrar !== undefined);
    engine.register(wanted.map(callTrunk));
    for (const trunkId of states.keys()) {
      if (!wanted.some((trunk) => trunk.trunkId === trunkId)) states.delete(trunkId);
    }
    const now = [...states.values()];
    const text = JSON.stringify(now);
    if (text === written) return;
    await noteRegistrations(sql, nodeId, now);
    written = text;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.error('cannot look after registrations', { error }));
      await sleep(clock, LOOK_EVERY_MS, stopping.signal);
    }
  }

  return {
    heard,
    look,
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
