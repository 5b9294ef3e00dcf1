import { createMediaEngine } from '@herald/media';
import { type Clock, createUdpTransport, createUserAgent, type IncomingCall } from '@herald/sip';
import { type Archive, createArchive } from './heard/archive.ts';
import { type Budget, createEar } from './heard/ear.ts';
import { ringLine } from './line/called-line.ts';
import { deafTransport } from './line/deaf-transport.ts';
import type { Quality } from './line/sound-path.ts';
import { dialledNumber } from './plan/dialled-number.ts';
import { type Behaviour, type Line, lineOf } from './plan/number-plan.ts';
import type { Step } from './plan/steps.ts';
import { createTurns } from './plan/turns.ts';
import { createSeenCalls } from './seen-calls.ts';
import { createSounds } from './sound/sounds.ts';
import type { CarrierEvent, SandboxCarrier, SandboxCarrierLimits, SandboxCarrierOptions } from './types.ts';

const DEFAULT_LIMITS: SandboxCarrierLimits = {
  calls: 1_000,
  callSeconds: 600,
  heardSeconds: 120,
  heardSecondsInAll: 20_000,
  heardFiles: 500,
  heardWaiting: 200,
  callsRemembered: 1_000,
};
const DEFAULT_RTP_PORTS = { min: 40_000, max: 44_999 };
/** A caller that is gone confirms no BYE; whoever stops the carrier does not wait longer for it. */
const CLOSE_WAIT_MS = 1_000;
/** Numbers whose turn is remembered. */
const MAX_TURNS = 10_000;

const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(afterMs, fire) {
    const timer = setTimeout(fire, afterMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

/**
 * A carrier on this machine: takes every call over real SIP and RTP, and the number dialled chooses what the
 * called line does (see `NUMBER_PLAN`).
 *
 * Rejects with the system's error, for example EADDRINUSE, when the SIP port cannot be had; with a RangeError for
 * RTP ports that are none.
 */
export async function createSandboxCarrier(options: SandboxCarrierOptions = {}): Promise<SandboxCarrier> {
  const host = options.host ?? '127.0.0.1';
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const clock = options.clock ?? systemClock;
  const log = options.log ?? ((line: string) => void process.stderr.write(`sandbox carrier: ${line}\n`));
  const ports = options.rtpPorts ?? DEFAULT_RTP_PORTS;
  const { random, mediaClock } = options;
  const engine = createMediaEngine({
    address: host,
    portMin: ports.min,
    portMax: ports.max,
    ...(random === undefined ? {} : { random }),
    ...(mediaClock === undefined ? {} : { clock: mediaClock }),
  });
  const socket = await createUdpTransport({ host, port: options.port ?? 5070 });
  const sounds = createSounds();
  const budget: Budget = { seconds: limits.heardSecondsInAll };
  const archive = options.heardDir === undefined ? undefined : openArchive(options.heardDir);
  const turns = createTurns(MAX_TURNS);
  const seen = createSeenCalls(limits.callsRemembered);
  let sessions = 0;

  function openArchive(dir: string): Archive {
    return createArchive({ dir, maxFiles: limits.heardFiles, maxWaiting: limits.heardWaiting, log });
  }

  function tell(event: CarrierEvent): void {
    try {
      options.onEvent?.(event);
    } catch (error) {
      log(`onEvent: ${error instanceof Error ? error.stack : error}`);
    }
  }

  function take(call: IncomingCall): void {
    const called = dialledNumber(call.requestUri);
    const line = lineOf(called);
    const record = seen.add({
      callId: call.callId,
      called,
      from: call.from,
      line: line.name,
      answered: false,
    });
    tell({ type: 'called', call: record.now });
    ringLine({
      call,
      steps: stepsOf(line.behaviour, called),
      answersCancel: line.behaviour.kind === 'answers-cancel',
      quality: qualityOf(line.behaviour),
      engine,
      clock,
      sounds,
      host,
      sessionId: String(++sessions),
      maxCallMs: limits.callSeconds * 1_000,
      ear: () => createEar(limits.heardSeconds, budget),
      onStep: (step) => tell({ type: 'step', call: record.now, step }),
      onAnswered() {
        record.change({ answered: true });
        tell({ type: 'answered', call: record.now });
      },
      onEnd(end, heard) {
        record.change({ end });
        tell({ type: 'ended', call: record.now });
        if (heard === undefined || archive === undefined) return;
        void archive.keep(call.callId, heard).then((path) => {
          if (path !== undefined) record.change({ heard: path });
          tell({ type: 'kept', call: record.now });
        });
      },
      log,
    });
  }

  function stepsOf(behaviour: Behaviour, called: string): readonly Step[] {
    if (behaviour.kind === 'deaf') return [];
    if (behaviour.kind === 'every-other' && turns.isFirst(called)) return [behaviour.refusal];
    return behaviour.steps;
  }

  const transport = deafTransport(socket, {
    isDeaf: (requestUri) => deaf(lineOf(dialledNumber(requestUri))),
    onUnheard({ requestUri, callId }) {
      const called = dialledNumber(requestUri);
      const before = seen.find({ called, callId })[0];
      const facts = { callId, called, from: '', line: lineOf(called).name, answered: false };
      tell({ type: 'unheard', call: before ?? seen.add(facts).now });
    },
    log,
  });
  const agent = createUserAgent({
    transport,
    onInvite: take,
    product: 'herald-sandbox-carrier',
    limits: { calls: limits.calls, closeWaitMs: CLOSE_WAIT_MS },
    ...(random === undefined ? {} : { random }),
    ...(options.timers === undefined ? {} : { timers: options.timers }),
  });

  return {
    host,
    port: agent.address.port,
    calls: (of = {}) => seen.find(of),
    stats: () => agent.stats(),
    async close() {
      await agent.close();
      await engine.close();
      await archive?.settled();
    },
  };
}

const deaf = (line: Line): boolean => line.behaviour.kind === 'deaf';

function qualityOf(behaviour: Behaviour): Quality {
  if (behaviour.kind !== 'bad-line') return 'all';
  return behaviour.loses === 'all' ? 'none' : 'every-other';
}
