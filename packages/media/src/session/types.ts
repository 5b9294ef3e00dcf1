import type { AnswerEvent, AnswerTerms } from '../amd/answer-machine.ts';
import type { CodecName } from '../codec/codec.ts';
import type { Clock, Random } from '../ports.ts';
import type { SrtpKeys } from '../sdp/crypto.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { Recorder, SoundSink } from '../sound/recorder.ts';
import type { Track } from '../sound/track.ts';

export interface MediaEngineOptions {
  /** IP address literal that the sockets are bound to. */
  readonly address: string;
  /** RTP takes the even ports from `portMin` to `portMax`, RTCP the odd ones above where it is not on the same port. */
  readonly portMin: number;
  readonly portMax: number;
  /** Default: monotonic time and timers of the process. */
  readonly clock?: Clock;
  /** Default: the system's cryptographic source. */
  readonly random?: Random;
  /** Default: as many as there are ports. */
  readonly maxSessions?: number;
}

export interface MediaEngine {
  /**
   * A session with a port of its own, bound and listening.
   * @throws MediaError sessions-exhausted, ports-exhausted, socket or closed (as a rejection)
   */
  open(): Promise<MediaSession>;
  /** Open sessions, those being opened included. */
  readonly sessions: number;
  stats(): MediaStats;
  /** Closes every session; resolves when every port is free. */
  close(): Promise<void>;
}

export interface MediaStats {
  readonly sessions: number;
  /** Sessions with something to send just now. */
  readonly playing: number;
  /** Packets since the start. */
  readonly sent: number;
  readonly received: number;
  /** Malformed, foreign, out of sequence, of an unknown payload type, or before `connect`. */
  readonly dropped: number;
  readonly sendErrors: number;
  /** Beats of the 5 ms playout clock that came more than a beat late. */
  readonly lateBeats: number;
}

export interface MediaSession {
  /** Local RTP port. */
  readonly port: number;
  /**
   * Starts to send to the other side and to accept from it; called again, takes the new terms (re-INVITE).
   * While the other side does not listen (sendonly, inactive, hold) sounds wait.
   * @throws MediaError address-family or closed
   */
  connect(remote: RemoteMedia): void;
  /**
   * Plays after what is queued already. May be called before `connect`.
   * @param o.onEnd the last packet's time is over; not called when stopped or closed
   * @throws MediaError queue-full (64) or closed
   */
  play(track: Track, o?: { onEnd?: () => void }): Playback;
  /**
   * A key that the other side pressed, told once, when it is released: by RFC 4733 events or, when none were
   * agreed on, by its tones.
   */
  onDigit?: ((digit: string, durationMs: number) => void) | undefined;
  /** Beside `onDigit`, for as many as want to know. */
  listen(listener: SessionListener): Stop;
  /**
   * From now on: received sound on channel 0, sent sound on channel 1. Another recorder takes the place of the
   * first, undefined ends the recording. Before this is called no sound is kept.
   */
  record(recorder: Recorder | SoundSink | undefined): void;
  /**
   * Listens from now on for who answered; what plays meanwhile plays on.
   * @param tell one verdict within `terms.verdictMs`, and after `voicemail` its beep, should it come
   */
  detectAnswer(tell: (event: AnswerEvent) => void, terms?: AnswerTerms): Stop;
  /** Sound of a live source, sent whenever no track and no key is; undefined ends it. */
  feed(source: SoundSource | undefined): void;
  /** The keys this side sends under when SRTP is agreed on: for its offers and answers. Drawn at the first call. */
  readonly srtpKeys: SrtpKeys;
  /**
   * Presses a key, before sounds that wait: as RFC 4733 events or, when the other side takes none, as a tone.
   * @param durationMs 40 to 8,000, default 120
   * @throws RangeError when `digit` is none of 0–9 * # A–D, MediaError queue-full (64) or closed
   */
  sendDigit(digit: string, durationMs?: number): void;
  /** Ends the session and frees its port; called again, tells the same report. */
  close(): RtpReport;
}

export interface Stop {
  stop(): void;
}

export interface SessionListener {
  /** A packet of sound, as it came; `payload` is valid during the call only. */
  sound?(codec: CodecName, timestamp: number, payload: Uint8Array): void;
  digit?(digit: string, durationMs: number, heardAs: 'event' | 'tone'): void;
  /** The session is closed. */
  closed?(): void;
}

/** A source of live sound; asked once a packet time. */
export interface SoundSource {
  /** `bytes` of sound under `codec`, or undefined for a packet's time of silence. */
  take(codec: CodecName, bytes: number): Uint8Array | undefined;
}

export interface Playback {
  /** Ends this sound, whether it plays or waits; nothing when it is over. */
  stop(): void;
}

export interface RtpReport {
  /** Packets. */
  readonly sent: number;
  readonly received: number;
  /** RFC 3550 A.3. */
  readonly lost: number;
  /** RFC 3550 A.8, the last value. */
  readonly jitterMs: number;
  readonly dropped: number;
  /** Of the dropped: not authentic, or seen before (RFC 3711 3.3). */
  readonly unauthentic: number;
  readonly sendErrors: number;
  /** The clock's milliseconds. */
  readonly firstReceivedAt?: number;
  readonly lastReceivedAt?: number;
  /** What the other side said last about our sound; absent when it sent no RTCP about it. */
  readonly remote?: RemoteReport;
  /** There and back, by the last pair of reports (RFC 3550 6.4.1). */
  readonly roundTripMs?: number;
  /** By the E-model (ITU-T G.107): what we heard, and what the other side heard as far as it told. */
  readonly mos: { readonly heard?: number; readonly sent?: number };
  /** RTCP datagrams. Dropped: malformed, foreign, not authentic, or too many. */
  readonly rtcp: { readonly sent: number; readonly received: number; readonly dropped: number };
}

export interface RemoteReport {
  /** Since the start; duplicates make it negative. */
  readonly lost: number;
  /** Of the packets between its last two reports, from 0 to 1. */
  readonly fractionLost: number;
  readonly jitterMs: number;
  /** The clock's milliseconds. */
  readonly at: number;
}
