import { isIP } from 'node:net';
import { createMediaEngine } from '@herald/media';
import { createUdpTransport, createUserAgent, type IncomingCall } from '@herald/sip';
import { createArchive } from './heard/archive.ts';
import { type Budget, createEar, type Ear } from './heard/ear.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { ringLine } from './line/called-line.ts';
import { deafTransport } from './line/deaf-transport.ts';
import type { Quality } from './line/sound-path.ts';
import { dialledNumber } from './plan/dialled-number.ts';
import { type Behaviour, lineOf } from './plan/number-plan.ts';
import type { Step } from './plan/steps.ts';
import { createTurns } from './plan/turns.ts';
import { createSeenCalls, type SeenRecord } from './seen-calls.ts';
import { createSounds } from './sound/sounds.ts';
import { systemClock } from './system.ts';
import type { CarrierEvent, SandboxCarrier, SandboxCarrierOptions } from './types.ts';

const DEFAULT_PORT = 5070;
const DEFAULT_RTP_PORTS = { min: 40_000, max: 44_999 };
/** A caller that is gone confirms no BYE; whoever stops the carrier does not wait longer for it. */
const CLOSE_WAIT_MS = 1_000;

/**
 * A carrier on this machine: takes every call over real SIP and RTP, and the number dialled chooses what the
 * called line does (see `NUMBER_PLAN`).
 *
 * Rejects with the system's error, for example EADDRINUSE, when the SIP port cannot be had, and with a RangeError
 * for a host or RTP ports that cannot be.
 */
export async function createSandboxCarrier(options: SandboxCarrierOptions = {}): Promise<SandboxCarrier> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, rtpPorts = DEFAULT_RTP_PORTS, clocks = {} } = options;
  if (isIP(host) === 0 || /^[0.:]+$/.test(host)) {
    throw new RangeError(`the host is the IP address that callers are to reach, not "${host}"`);
  }
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const log = options.log ?? ((line: string) => void process.stderr.write(`sandbox carrier: ${line}\n`));
  const random = options.random === undefined ? {} : { random: options.random };
  const engine = createMediaEngine({
    address: host,
    portMin: rtpPorts.min,
    portMax: rtpPorts.max,
    ...random,
    ...(clocks.media === undefined ? {} : { clock: clocks.media }),
  });
  const sounds = createSounds();
  const socket = await createUdpTransport({ host, port });
  const { heardDir } = options;
  const archive =
    heardDir === undefined
      ? undefined
      : createArchive({ dir: heardDir, maxFiles: limits.heardFiles, maxWaiting: limits.heardWaiting, log });
  const budget: Budget = { seconds: limits.heardSecondsInAll };
  const turns = createTurns(limits.numbersRemembered);
  const seen = createSeenCalls(limits.callsRemembered);
  let sessions = 0;

  function tell(event: CarrierEvent): void {
    try {
      options.onEvent?.(event);
    } catch (error) {
      log(`onEvent: ${error instanceof Error ? error.stack : error}`);
    }
  }

  function take(call: IncomingCall): void {
    const { callId, from } = call;
    const called = dialledNumber(call.requestUri);
    const { name, behaviour } = lineOf(called);
    const record = seen.add({ callId, called, from, branch: branchOf(call), line: name, answered: false });
    let ear: Ear | undefined;
    tell({ type: 'called', call: record.now });
    ringLine({
      call,
      steps: stepsOf(behaviour, called),
      answersCancel: behaviour.kind === 'answers-cancel',
      quality: qualityOf(behaviour),
      engine,
      clock: clocks.steps ?? systemClock,
      sounds,
      host,
      sessionId: String(++sessions),
      maxCallMs: limits.callSeconds * 1_000,
      onStep: (step) => tell({ type: 'step', call: record.now, step }),
      onAnswer() {
        ear = createEar(archive === undefined ? 0 : limits.heardSeconds, budget);
        record.change({ answered: true });
        tell({ type: 'answered', call: record.now });
        return ear;
      },
      onEnd(end) {
        record.change({ end });
        tell({ type: 'ended', call: record.now });
        if (ear !== undefined) void keep(ear, callId, record);
      },
      log,
    });
  }

  async function keep(ear: Ear, callId: string, record: SeenRecord): Promise<void> {
    const heard = await archive?.keep(callId, ear.pcm());
    ear.release();
    if (heard !== undefined) record.change({ heard });
    tell({ type: 'kept', call: record.now });
  }

  function stepsOf(behaviour: Behaviour, called: string): readonly Step[] {
    if (behaviour.kind === 'deaf') return [];
    if (behaviour.kind === 'every-other' && turns.isFirst(called)) return [behaviour.refusal];
    return behaviour.steps;
  }

  const transport = deafTransport(socket, {
    isDeaf: (requestUri) => lineOf(dialledNumber(requestUri)).behaviour.kind === 'deaf',
    onUnheard({ requestUri, callId }) {
      const called = dialledNumber(requestUri);
      const before = seen.find({ called, callId })[0];
      const facts = { callId, called, from: '', branch: '', line: lineOf(called).name, answered: false };
      tell({ type: 'unheard', call: before ?? seen.add(facts).now });
    },
    log,
  });
  const agent = createUserAgent({
    transport,
    onInvite: take,
    product: 'herald-sandbox-carrier',
    limits: { calls: limits.calls, closeWaitMs: CLOSE_WAIT_MS },
    ...random,
    ...(clocks.sip === undefined ? {} : { clock: clocks.sip }),
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

function branchOf({ headers }: IncomingCall): string {
  const via = headers.find(([name]) => name === 'Via')?.[1] ?? '';
  return /;\s*branch\s*=\s*([^;,\s]+)/i.exec(via)?.[1] ?? '';
}

function qualityOf(behaviour: Behaviour): Quality {
  if (behaviour.kind !== 'bad-line') return 'all';
  return behaviour.loses === 'all' ? 'none' : 'every-other';
}
