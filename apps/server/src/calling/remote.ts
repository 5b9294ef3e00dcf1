import { type Clock, systemClock, type Timer } from '../platform/clock.ts';
import { createLog, type Log } from '../platform/log.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import { failedOutcome } from './outcome.ts';
import { noTo } from './parent-link.ts';
import { type Asked, type FromEngine, MAX_PREPARES } from './protocol.ts';
import {
  type AskCaller,
  type CallEngine,
  CallEngineError,
  type CallEvent,
  type CallOutcome,
  type CallTrunk,
  type IncomingFacts,
  type ProbeChange,
  type ProbedTrunk,
  type Reception,
  type Receptionist,
  type RegistrationChange,
} from './types.ts';

export interface ForkOptions {
  readonly log?: Log;
  readonly clock?: Clock;
  /** As in `CallEngineOptions`; with a process that ends, its registrations have failed. */
  onRegistration?(change: RegistrationChange): void;
  /** As in `CallEngineOptions`; with a process that ends, nothing is known of the trunks that it asked. */
  onProbe?(change: ProbeChange): void;
  /** As in `CallEngineOptions`. With a process that ends, the calls that came in are over as `engine-lost`. */
  readonly receptionist?: Receptionist;
}

interface Prepare {
  resolve(): void;
  reject(error: CallEngineError): void;
}

interface Placed {
  readonly callId: string;
  readonly startedAt: number;
  readonly onEvent: (event: CallEvent) => void;
  readonly ask: AskCaller | undefined;
  resolve(outcome: CallOutcome): void;
}

const FIRST_BACK_OFF_MS = 200;
const LONGEST_BACK_OFF_MS = 10_000;
/** A process that has lived so long is not one that dies at once: the next restart is quick again. */
const HEALTHY_AFTER_MS = 60_000;

/**
 * An engine in a process of its own, started anew whenever it ends by itself: `path` is a module that calls
 * `serveEngine`, `env` its settings. Resolves when it can take calls.
 *
 * With a process that ends, every call that was in it ends as `engine-lost` and every prepare as `lost`; until there
 * is a new one, calls are `engine-busy` and the capacity is 0.
 * @throws ConfigError (as a rejection) when a setting keeps the first process from starting, Error for anything else
 */
export async function forkEngine(
  path: string,
  env: Readonly<Record<string, string>>,
  options: ForkOptions = {},
): Promise<CallEngine> {
  const { clock = systemClock } = options;
  const log = options.log ?? createLog({ level: 'info', name: 'engine', now: () => clock.now() });
  const prepares = new Map<number, Prepare>();
  const placed = new Map<number, Placed>();
  const onTheLine = new Set<string>();
  /** When calls came in that were taken, by Call-ID. */
  const taken = new Map<string, number>();
  let process: EngineProcess | undefined;
  /** 0 while there is no process that takes calls. */
  let capacity = 0;
  let readyAt = 0;
  let lives = 0;
  let lastId = 0;
  let backOffMs = FIRST_BACK_OFF_MS;
  let restart: Timer | undefined;
  let registered: readonly CallTrunk[] = [];
  let probed: readonly ProbedTrunk[] = [];
  let heardFrom: readonly CallTrunk[] | undefined;
  let closing: Promise<void> | undefined;

  function heard(word: FromEngine): void {
    if (word.type === 'registration') options.onRegistration?.(word.change);
    else if (word.type === 'probed') options.onProbe?.(word.change);
    else if (word.type === 'event') placed.get(word.id)?.onEvent(word.event);
    else if (word.type === 'outcome') settle(word.id, word.outcome);
    else if (word.type === 'ask') void reply(word.id, word.ask, word.question);
    else if (word.type === 'incoming') void receive(word.call);
    else if (word.type === 'strangers') options.receptionist?.strangers?.(word.requests);
    else if (word.type === 'prepared') {
      const waiting = prepares.get(word.id);
      prepares.delete(word.id);
      if (word.error) waiting?.reject(new CallEngineError(word.error.code, word.error.message));
      else waiting?.resolve();
    }
  }

  /** Whoever asked may be gone when there is an answer; another process asks by other numbers. */
  async function reply(id: number | string, ask: number, question: Asked): Promise<void> {
    const asking = process;
    const answer = await answerTo(id, question).catch(() => noTo(question.kind));
    if (asking === process) process?.say({ type: 'answer', ask, answer });
  }

  async function answerTo(id: number | string, { kind, asked }: Asked) {
    if (typeof id === 'string') return options.receptionist?.ask(id, kind, asked) ?? noTo(kind);
    return placed.get(id)?.ask?.(kind, asked) ?? noTo(kind);
  }

  async function receive(call: IncomingFacts): Promise<void> {
    const { receptionist } = options;
    const asking = process;
    const reception = await receptionist?.receive(call);
    const gone = asking !== process;
    if (reception && 'take' in reception) {
      if (gone) receptionist?.over(call.callId, failedOutcome({ kind: 'engine-lost' }, call.at, clock.now()));
      else taken.set(call.callId, call.at);
    }
    const closed: Reception = { refuse: { status: 480, reason: 'Temporarily Unavailable' } };
    if (!gone) process?.say({ type: 'reception', id: call.callId, reception: reception ?? closed });
  }

  function settle(id: number | string, outcome: CallOutcome): void {
    if (typeof id === 'string') {
      if (taken.delete(id)) options.receptionist?.over(id, outcome);
      return;
    }
    const call = placed.get(id);
    if (!call) return;
    placed.delete(id);
    onTheLine.delete(call.callId);
    call.resolve(outcome);
  }

  function lose(how: string): void {
    process = undefined;
    capacity = 0;
    const lost = { calls: placed.size, prepares: prepares.size };
    const why = closing ? 'closed' : 'lost';
    for (const { reject } of prepares.values()) reject(new CallEngineError(why, 'the engine ended'));
    prepares.clear();
    const now = clock.now();
    const ended = [...placed].map(([id, { startedAt }]) => [id, startedAt] as const);
    for (const [id, startedAt] of [...ended, ...taken]) {
      settle(id, failedOutcome({ kind: 'engine-lost' }, startedAt, now));
    }
    if (closing) return;
    for (const { trunkId } of registered) {
      options.onRegistration?.({ trunkId, state: 'failed', detail: 'the call engine ended', at: now });
    }
    for (const { trunk } of probed) {
      options.onProbe?.({ trunkId: trunk.trunkId, state: 'unknown', detail: '', at: now });
    }
    if (lives > 0 && now - readyAt >= HEALTHY_AFTER_MS) backOffMs = FIRST_BACK_OFF_MS;
    log.error('the call engine ended, starting another', { how, ...lost, afterMs: backOffMs });
    restart = clock.setTimer(backOffMs, () => {
      start().catch((error: unknown) => log.error('the call engine does not start', { error }));
    });
    backOffMs = Math.min(2 * backOffMs, LONGEST_BACK_OFF_MS);
  }

  async function start(): Promise<void> {
    const started = startEngineProcess(path, env, clock, heard);
    process = started;
    void started.gone.then((how) => {
      // A first process that never was ready is the caller's to hear of.
      if (lives > 0) lose(how);
    });
    const room = await started.ready;
    lives++;
    readyAt = clock.now();
    if (closing) return;
    capacity = room;
    if (heardFrom) started.say({ type: 'hear', trunks: heardFrom });
    if (registered.length > 0) started.say({ type: 'register', trunks: registered });
    if (probed.length > 0) started.say({ type: 'probe', trunks: probed });
    if (lives > 1) log.info('the call engine takes calls again');
  }

  async function close(): Promise<void> {
    capacity = 0;
    restart?.cancel();
    const last = process;
    last?.end();
    await last?.gone;
  }

  await start();
  return {
    prepare(script) {
      if (closing) return Promise.reject(new CallEngineError('closed', 'the engine is closed'));
      if (!process || capacity === 0) {
        return Promise.reject(new CallEngineError('lost', 'the engine is being restarted'));
      }
      if (prepares.size >= MAX_PREPARES) {
        return Promise.reject(new CallEngineError('busy', `${MAX_PREPARES} scripts are being prepared`));
      }
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      prepares.set(id, { resolve, reject });
      process.say({ type: 'prepare', id, script });
      return promise;
    },

    place(plan, onEvent, ask) {
      const { callId } = plan;
      const startedAt = clock.now();
      if (!process || placed.size >= capacity || onTheLine.has(callId)) {
        return Promise.resolve(failedOutcome({ kind: 'engine-busy' }, startedAt, startedAt));
      }
      const id = ++lastId;
      const { promise, resolve } = Promise.withResolvers<CallOutcome>();
      placed.set(id, { callId, startedAt, onEvent, ask, resolve });
      onTheLine.add(callId);
      process.say({ type: 'place', id, plan });
      return promise;
    },

    register(trunks) {
      registered = trunks;
      if (capacity > 0) process?.say({ type: 'register', trunks });
    },

    probe(trunks) {
      probed = trunks;
      if (capacity > 0) process?.say({ type: 'probe', trunks });
    },

    hear(trunks) {
      heardFrom = trunks;
      if (capacity > 0) process?.say({ type: 'hear', trunks });
    },

    hangup(callId) {
      if (onTheLine.has(callId)) process?.say({ type: 'hangup', callId });
    },

    load: () => ({ calls: placed.size + taken.size, capacity }),

    close() {
      closing ??= close();
      return closing;
    },
  };
}
