import { join } from 'node:path';
import { createLocalLines, createMediaWorkers } from '@herald/media';
import {
  createUserAgent,
  type IncomingCall,
  type TracedMessage,
  trustAddresses,
  type UserAgent,
} from '@herald/sip';
import { createSpeaker, espeakVoice, type Language, type SpeechError, type Voice } from '@herald/speech';
import { type Clock, systemClock, type Timer } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { Call } from './call.ts';
import { soundsOf } from './flow-sounds.ts';
import { type HomerServer, openHomer } from './homer.ts';
import { InboundCall } from './inbound-call.ts';
import { failedOutcome } from './outcome.ts';
import { noTo } from './parent-link.ts';
import { createPeers } from './peers.ts';
import { createProbes } from './probes.ts';
import { recordedSounds } from './recorded-sounds.ts';
import { recordingName } from './recordings.ts';
import { createRegistrations } from './registrations.ts';
import { createSoundLibrary } from './sound-library.ts';
import { steadyClock } from './steady-clock.ts';
import { openTransports, type TlsSettings } from './transports.ts';
import {
  type AskCaller,
  type CallEngine,
  CallEngineError,
  type ProbeChange,
  type Receptionist,
  type RegistrationChange,
} from './types.ts';

export interface CallEngineOptions {
  /** IP address literal: SIP and RTP are bound to it, and peers are told it. */
  readonly host: string;
  /** UDP and TCP; 0 = any free port. */
  readonly sipPort: number;
  /** What trunks can be reached by, the preferred first. Default UDP alone. */
  readonly transports?: readonly ('udp' | 'tcp' | 'tls')[];
  readonly tls?: TlsSettings;
  /** IP address literal that peers are told instead of `host`: that of a 1:1 NAT before it. */
  readonly advertisedHost?: string;
  /** RTP takes the even ports from `rtpPortMin` to `rtpPortMax`. */
  readonly rtpPortMin: number;
  readonly rtpPortMax: number;
  /** Threads that carry the sound; default 0: that of the calls does. */
  readonly mediaThreads?: number;
  /** Whether each answered call is listened to for who answered (`answered-by`). Default true. */
  readonly answerDetection?: boolean;
  /** Calls at one time; never more than there are RTP ports. */
  readonly capacity: number;
  /** Folder of clips that are the same in many calls; without it they live in memory only. */
  readonly speechCacheDir?: string;
  /** Folder of recorded sounds, see recorded-sounds.ts; without it there are none. */
  readonly soundDir?: string;
  /** Folder that recordings are written to, see recordings.ts; without it nothing is recorded. */
  readonly recordingDir?: string;
  /**
   * IP addresses and networks whose requests are heard beside those of trunks: a carrier may ask from elsewhere whether
   * we are there. Calls are not taken from there. Default none.
   */
  readonly trustedNetworks?: readonly string[];
  /** Requests from addresses of no trunk that are told so, all together; 0 = none. Default 10. */
  readonly strangerAnswersPerSecond?: number;
  /** Decides about calls that come in; without it they are refused (480). */
  readonly receptionist?: Receptionist;
  /** Default: eSpeak NG. */
  readonly voice?: Voice;
  /** Speaks when `voice` fails, so that no call is silent. Default: none. */
  readonly fallbackVoice?: Voice;
  /** Told of each prompt that `fallbackVoice` spoke, and why. */
  onVoiceFallback?(reason: SpeechError): void;
  /** Languages whose code clips are made at once, in the background. Default zh, then en. */
  readonly warm?: readonly Language[];
  /** Bound of encoded sounds kept, bytes. Default 128 MiB: some four hours. */
  readonly soundBytes?: number;
  /** How long to try again for a SIP port that is taken, milliseconds. Default 0. */
  readonly bindPatienceMs?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  /** What becomes of the registrations of `register`. */
  onRegistration?(change: RegistrationChange): void;
  /** What becomes of the questions of `probe`. */
  onProbe?(change: ProbeChange): void;
  /** Gets a copy of every SIP message, in and out. */
  readonly homer?: HomerServer;
  /** Every SIP message, in and out. */
  trace?(message: TracedMessage): void;
}

const DEFAULT_SOUND_BYTES = 128 * 1024 ** 2;
const MAX_MAKING = 256;
const DEFAULT_STRANGER_ANSWERS = 10;
const TELL_STRANGERS_MS = 5_000;
/** Calls that come in and are not decided about. */
const MAX_DECIDING = 64;
/** Four renders that time out, one after the other: nobody's turn comes later than that. */
const SOUND_TIMEOUT_MS = 40_000;
/** Transactions outlive their calls by 32 s: these are over 5,000 calls a second. */
const MAX_TRANSACTIONS = 200_000;

const NOBODY_TO_ASK: AskCaller = async (kind) => noTo(kind) as never;

/**
 * The engine in this process.
 * @throws RangeError for ports or addresses that cannot be used, the system's error when the SIP port cannot be had
 *   (as rejections)
 */
export async function createCallEngine(options: CallEngineOptions): Promise<CallEngine> {
  const { host, rtpPortMin, rtpPortMax, clock, random, answerDetection = true } = options;
  if (/^[0.:]+$/.test(host)) throw new RangeError(`${host} is no address that a peer could answer to`);
  const injected = { ...(clock && { clock }), ...(random && { random }) };
  const ports = Math.floor((rtpPortMax - rtpPortMin - (rtpPortMin & 1)) / 2) + 1;
  const rtp = { address: host, portMin: rtpPortMin, portMax: rtpPortMax };
  const threads = Math.min(options.mediaThreads ?? 0, ports);
  const media =
    threads === 0 ? createLocalLines({ ...rtp, ...injected }) : createMediaWorkers({ ...rtp, threads });
  const capacity = Math.min(options.capacity, ports);
  const transport = await openTransports(options);
  const homer = options.homer && openHomer(options.homer);
  const calls = new Map<string, Call>();
  const inbound = new Map<string, InboundCall>();
  let deciding = 0;
  const isTrusted = trustAddresses(options.trustedNetworks ?? []);
  const peers = createPeers(() => agent, clock ?? systemClock);
  const agent: UserAgent = createUserAgent({
    transport,
    product: 'Herald',
    isTrusted: (source) => peers.has(source.address) || isTrusted(source),
    strangerAnswersPerSecond: options.strangerAnswersPerSecond ?? DEFAULT_STRANGER_ANSWERS,
    limits: { calls: capacity + 1, transactions: MAX_TRANSACTIONS },
    ...injected,
    ...(options.receptionist && { onInvite: receive }),
    trace(message) {
      calls.get(message.callId)?.trace(message);
      homer?.copy(message);
      options.trace?.(message);
    },
  });
  const { speechCacheDir } = options;
  const speaker = createSpeaker({
    voice: options.voice ?? espeakVoice(),
    ...(options.fallbackVoice && { fallback: options.fallbackVoice }),
    ...(options.onVoiceFallback && { onFallback: options.onVoiceFallback.bind(options) }),
    ...(speechCacheDir === undefined ? {} : { cacheDir: speechCacheDir }),
  });
  const sounds = createSoundLibrary({
    speaker,
    ...(options.soundDir === undefined ? {} : { recorded: recordedSounds(options.soundDir) }),
    clock: clock ?? systemClock,
    maxBytes: options.soundBytes ?? DEFAULT_SOUND_BYTES,
    maxMaking: MAX_MAKING,
    timeoutMs: SOUND_TIMEOUT_MS,
  });
  const register = createRegistrations(agent, clock ?? systemClock, (change) =>
    options.onRegistration?.(change),
  );
  const probe = createProbes(agent, clock ?? systemClock, (change) => options.onProbe?.(change));
  let placed = 0;
  /** Second lines that are open: each has a port, as a call has. */
  let lines = 0;
  const full = () =>
    calls.size + inbound.size + lines >= capacity || agent.stats().transactions >= MAX_TRANSACTIONS * 0.9;

  /** RFC 4566 5.2: an NTP time is recommended; a count keeps two calls of one moment apart. */
  function newSdpSessionId(now: number): string {
    placed = (placed + 1) % 10_000;
    return `${Math.trunc(now)}${String(placed).padStart(4, '0')}`;
  }

  /** What flows need of this engine. */
  const flows = {
    openLine() {
      if (closing || full()) return undefined;
      lines++;
      return { agent, media, sdpSessionId: newSdpSessionId((clock ?? systemClock).now()) };
    },
    lineOver() {
      lines--;
    },
    recordingPath(callId: string, nth: number) {
      const { recordingDir } = options;
      return recordingDir === undefined ? undefined : join(recordingDir, recordingName(callId, nth));
    },
  };
  let closing: Promise<void> | undefined;

  /** A call comes in. Who may not have one is refused with 403 by the receptionist, who knows the trunks. */
  function receive(call: IncomingCall): void {
    const { receptionist } = options;
    const own = clock ?? steadyClock();
    const busy = deciding >= MAX_DECIDING || full() || inbound.has(call.callId);
    if (!receptionist || closing || busy) {
      call.reject(503, 'Service Unavailable', [['Retry-After', '5']]);
      return;
    }
    deciding++;
    const sdpSessionId = newSdpSessionId(own.now());
    const parts = { agent, media, sounds, clock: own, sdpSessionId, answerDetection, flows };
    const taken = new InboundCall(parts, call, peers.trunksAt(call.peer.address), {
      ...receptionist,
      receive: (facts) => receptionist.receive(facts).finally(() => deciding--),
    });
    inbound.set(call.callId, taken);
    void taken.run().finally(() => inbound.delete(call.callId));
  }

  /** Who tries numbers costs a word every few seconds. */
  function tellStrangers(): void {
    const { strangers } = agent.stats();
    if (strangers > strangersTold) options.receptionist?.strangers?.(strangers - strangersTold);
    strangersTold = strangers;
    telling = (clock ?? systemClock).setTimer(TELL_STRANGERS_MS, tellStrangers);
  }

  async function warm(): Promise<void> {
    for (const language of options.warm ?? ['zh', 'en']) await speaker.warm(language);
  }

  async function close(): Promise<void> {
    const placed = [...calls.values()];
    for (const call of [...placed, ...inbound.values()]) call.hangup();
    // Waits for the peers to confirm, but only so long; then every call is over.
    await agent.close();
    telling?.cancel();
    await Promise.all(placed.map((call) => call.done));
    homer?.close();
    await media.close();
    await speaker.close();
  }

  let strangersTold = 0;
  let telling: Timer | undefined;
  if (options.receptionist?.strangers) tellStrangers();
  // A voice that fails now says so again when something is to be said.
  warm().catch(() => {});

  return {
    async prepare(script) {
      if (closing) throw new CallEngineError('closed', 'the engine is closed');
      if ('flow' in script) await soundsOf(sounds, script);
      else await sounds.track(script);
    },

    async place(plan, onEvent, ask = NOBODY_TO_ASK) {
      const { callId } = plan;
      const own = clock ?? steadyClock();
      if (closing || full() || calls.has(callId)) {
        const now = own.now();
        return failedOutcome({ kind: 'engine-busy' }, now, now);
      }
      const sdpSessionId = newSdpSessionId(own.now());
      const parts = { agent, media, sounds, clock: own, sdpSessionId, answerDetection, flows };
      const call = new Call(parts, plan, onEvent, ask);
      calls.set(callId, call);
      const outcome = await call.place();
      calls.delete(callId);
      return call.ladder.length === 0 ? outcome : { ...outcome, ladder: call.ladder };
    },

    register(trunks) {
      if (!closing) register(trunks);
    },

    probe(trunks) {
      if (!closing) probe(trunks);
    },

    hear(trunks) {
      if (!closing) peers.hear(trunks);
    },

    hangup: (callId) => calls.get(callId)?.hangup(),

    load: () => ({ calls: calls.size + inbound.size + lines, capacity: closing ? 0 : capacity }),

    close() {
      closing ??= close();
      return closing;
    },
  };
}
