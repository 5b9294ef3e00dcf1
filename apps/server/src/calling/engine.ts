import { createMediaEngine } from '@herald/media';
import { createUserAgent, type TracedMessage } from '@herald/sip';
import { createSpeaker, espeakVoice, type Language, type SpeechError, type Voice } from '@herald/speech';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { Call } from './call.ts';
import { type HomerServer, openHomer } from './homer.ts';
import { failedOutcome } from './outcome.ts';
import { recordedSounds } from './recorded-sounds.ts';
import { createRegistrations } from './registrations.ts';
import { createSoundLibrary } from './sound-library.ts';
import { steadyClock } from './steady-clock.ts';
import { openTransports, type TlsSettings } from './transports.ts';
import { type CallEngine, CallEngineError, type RegistrationChange } from './types.ts';

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
  /** Calls at one time; never more than there are RTP ports. */
  readonly capacity: number;
  /** Folder of clips that are the same in many calls; without it they live in memory only. */
  readonly speechCacheDir?: string;
  /** Folder of recorded sounds, see recorded-sounds.ts; without it there are none. */
  readonly soundDir?: string;
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
  /** Gets a copy of every SIP message, in and out. */
  readonly homer?: HomerServer;
  /** Every SIP message, in and out. */
  trace?(message: TracedMessage): void;
}

const DEFAULT_SOUND_BYTES = 128 * 1024 ** 2;
const MAX_MAKING = 256;
/** Four renders that time out, one after the other: nobody's turn comes later than that. */
const SOUND_TIMEOUT_MS = 40_000;
/** Transactions outlive their calls by 32 s: these are over 5,000 calls a second. */
const MAX_TRANSACTIONS = 200_000;

/**
 * The engine in this process.
 * @throws RangeError for ports or addresses that cannot be used, the system's error when the SIP port cannot be had
 *   (as rejections)
 */
export async function createCallEngine(options: CallEngineOptions): Promise<CallEngine> {
  const { host, rtpPortMin, rtpPortMax, clock, random } = options;
  if (/^[0.:]+$/.test(host)) throw new RangeError(`${host} is no address that a peer could answer to`);
  const injected = { ...(clock && { clock }), ...(random && { random }) };
  const media = createMediaEngine({ address: host, portMin: rtpPortMin, portMax: rtpPortMax, ...injected });
  const ports = Math.floor((rtpPortMax - rtpPortMin - (rtpPortMin & 1)) / 2) + 1;
  const capacity = Math.min(options.capacity, ports);
  const transport = await openTransports(options);
  const homer = options.homer && openHomer(options.homer);
  const calls = new Map<string, Call>();
  const agent = createUserAgent({
    transport,
    product: 'Herald',
    limits: { calls: capacity + 1, transactions: MAX_TRANSACTIONS },
    ...injected,
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
  let placed = 0;
  let closing: Promise<void> | undefined;

  async function warm(): Promise<void> {
    for (const language of options.warm ?? ['zh', 'en']) await speaker.warm(language);
  }

  async function close(): Promise<void> {
    for (const call of [...calls.values()]) call.hangup();
    // Waits for the peers to confirm, but only so long; then every call is over.
    await agent.close();
    homer?.close();
    await media.close();
    await speaker.close();
  }

  // A voice that fails now says so again when something is to be said.
  warm().catch(() => {});

  return {
    async prepare(script) {
      if (closing) throw new CallEngineError('closed', 'the engine is closed');
      await sounds.track(script);
    },

    async place(plan, onEvent) {
      const { callId } = plan;
      const own = clock ?? steadyClock();
      const full = calls.size >= capacity || agent.stats().transactions >= MAX_TRANSACTIONS * 0.9;
      if (closing || full || calls.has(callId)) {
        const now = own.now();
        return failedOutcome({ kind: 'engine-busy' }, now, now);
      }
      // RFC 4566 5.2: an NTP time is recommended; a count keeps two calls of one moment apart.
      placed = (placed + 1) % 10_000;
      const sdpSessionId = `${Math.trunc(own.now())}${String(placed).padStart(4, '0')}`;
      const call = new Call({ agent, media, sounds, clock: own, sdpSessionId }, plan, onEvent);
      calls.set(callId, call);
      const outcome = await call.place();
      calls.delete(callId);
      return call.ladder.length === 0 ? outcome : { ...outcome, ladder: call.ladder };
    },

    register(trunks) {
      if (!closing) register(trunks);
    },

    hangup: (callId) => calls.get(callId)?.hangup(),

    load: () => ({ calls: calls.size, capacity: closing ? 0 : capacity }),

    close() {
      closing ??= close();
      return closing;
    },
  };
}
