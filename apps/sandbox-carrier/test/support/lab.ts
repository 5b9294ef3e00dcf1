import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMediaEngine,
  createOffer,
  encodeTrack,
  type MediaEngine,
  type MediaSession,
  type OfferOptions,
  readAnswer,
} from '@herald/media';
import {
  type CallEnd,
  createUdpTransport,
  createUserAgent,
  type OutgoingCall,
  type UserAgent,
  type UserAgentOptions,
} from '@herald/sip';
import { createManualClock, type ManualClock } from '@herald/sip/testkit';
import {
  type CarrierEvent,
  createSandboxCarrier,
  type SandboxCarrier,
  type SandboxCarrierOptions,
  type Step,
} from '../../src/index.ts';
import { CALLER_RTP, CARRIER_RTP } from './ports.ts';

/** A sandbox carrier and a caller, over real sockets. The waits of called lines are over at once. */
export interface Lab {
  readonly carrier: SandboxCarrier;
  readonly caller: UserAgent;
  /** Of the called lines' steps. */
  readonly clock: ManualClock;
  readonly heardDir: string;
  readonly media: MediaEngine;
  /** What the carrier logged. */
  readonly log: string[];
  /** The first event that fits, past or to come. */
  until(fits: (event: CarrierEvent) => boolean): Promise<CarrierEvent>;
  /** Waits of this length stay until the test moves the clock. */
  hold(ms: number): void;
  /** Calls the number with this ending. */
  call(ending: string, more?: CallOptions): Promise<TestCall>;
  close(): Promise<void>;
}

export interface CallOptions {
  /** SDP offer in place of ours; '' for none. */
  offer?: string;
  offered?: Partial<OfferOptions>;
  callId?: string;
  /** Request URI's user part, in place of +86138 0000 and the ending. */
  user?: string;
  from?: UserAgent;
  onRinging?(call: OutgoingCall): void;
}

export interface TestCall {
  readonly callId: string;
  readonly out: OutgoingCall;
  readonly session: MediaSession;
  /** First lines of the SIP messages of this call: '> INVITE sip:…', '< SIP/2.0 100 Trying'. */
  readonly lines: string[];
  /** Keys that the called line pressed. */
  readonly keys: string[];
  /** Sound that came, packet by packet. */
  heard(): Int16Array;
  /** False when it ended without an answer. */
  readonly answered: Promise<boolean>;
  readonly ended: Promise<CallEnd>;
  /** Resolves when the sound has been said and read. */
  say(pcm: Int16Array): Promise<void>;
}

/** Lets what has arrived be read. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export async function openLab(
  options: Partial<SandboxCarrierOptions> = {},
  agentOptions: Partial<UserAgentOptions> = {},
): Promise<Lab> {
  const host = options.host ?? '127.0.0.1';
  const heardDir = options.heardDir ?? (await mkdtemp(join(tmpdir(), 'herald-heard-')));
  const clock = createManualClock();
  const events: CarrierEvent[] = [];
  const waiting = new Set<() => void>();
  const held = new Set<number>();
  const log: string[] = [];
  const calls = new Map<string, string[]>();

  const carrier = await createSandboxCarrier({
    host,
    port: 0,
    rtpPorts: CARRIER_RTP,
    heardDir,
    clocks: { steps: clock },
    log: (line) => log.push(line),
    ...options,
    onEvent(event) {
      events.push(event);
      if (event.type === 'step') passOver(event.step);
      for (const look of waiting) look();
      options.onEvent?.(event);
    },
  });
  const caller = createUserAgent({
    transport: await createUdpTransport({ host, port: 0 }),
    trace: ({ callId, direction, text }) =>
      calls.get(callId)?.push(`${direction === 'in' ? '<' : '>'} ${text.split('\r\n', 1)[0]}`),
    ...agentOptions,
  });
  const media = createMediaEngine({ address: host, portMin: CALLER_RTP.min, portMax: CALLER_RTP.max });
  let placed = 0;

  function passOver(step: Step): void {
    if (step.do !== 'wait' || held.has(step.ms)) return;
    // The line sets its timer once it has told of the step.
    setImmediate(() => clock.advance(step.ms));
  }

  return {
    carrier,
    caller,
    clock,
    heardDir,
    media,
    log,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    hold: (ms) => void held.add(ms),
    async call(ending, more = {}) {
      const session = await media.open();
      const callId = more.callId ?? `call-${++placed}.1`;
      const lines: string[] = [];
      calls.set(callId, lines);
      const keys: string[] = [];
      const parts: Int16Array[] = [];
      session.onDigit = (digit) => keys.push(digit);
      session.record({
        start: () => {},
        put: (channel, _ssrc, _timestamp, samples) => {
          if (channel === 0) parts.push(samples.slice());
        },
        pcm: () => new Int16Array(0),
        wav: () => new Uint8Array(0),
        seconds: 0,
        dropped: 0,
      });
      const answered = Promise.withResolvers<boolean>();
      const ended = Promise.withResolvers<CallEnd>();
      const user = more.user ?? `+86138000${(placed % 10).toString()}${ending}`;
      const inUri = host.includes(':') ? `[${host}]` : host;
      const offer =
        more.offer ?? createOffer({ address: host, port: session.port, sessionId: '1', ...more.offered });
      const out = (more.from ?? caller).invite({
        target: `sip:${user}@${inUri}:${carrier.port}`,
        from: `sip:02151860000@${inUri}`,
        body: offer,
        callId,
        handlers: {
          onProgress({ status, body }) {
            if (body !== '') session.connect(readAnswer(body));
            if (status === 180) more.onRinging?.(out);
          },
          onAnswer({ body }) {
            if (offer !== '') session.connect(readAnswer(body));
            answered.resolve(true);
          },
          onEnd(end) {
            answered.resolve(false);
            ended.resolve(end);
          },
        },
      });
      return {
        callId,
        out,
        session,
        lines,
        keys,
        heard: () => Int16Array.from(parts.flatMap((part) => [...part])),
        answered: answered.promise,
        ended: ended.promise,
        async say(pcm) {
          const over = Promise.withResolvers<void>();
          session.play(encodeTrack(pcm, 'PCMA'), { onEnd: over.resolve });
          await over.promise;
          // A process that was busy sends the last packets together: the other side has to read them.
          for (let turns = 0; turns < 3; turns++) await turn();
        },
      };
    },
    async close() {
      await caller.close();
      await media.close();
      await carrier.close();
      await rm(heardDir, { recursive: true, force: true });
    },
  };
}
