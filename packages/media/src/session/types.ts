import type { Clock, Random } from '../ports.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { Recorder } from '../sound/recorder.ts';
import type { Track } from '../sound/track.ts';

export interface MediaEngineOptions {
  /** IP address literal that the sockets are bound to. */
  readonly address: string;
  /** RTP takes the even ports from `portMin` to `portMax`. */
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
  /** A key that the other side pressed (RFC 4733), told once, when it is released. */
  onDigit?: ((digit: string, durationMs: number) => void) | undefined;
  /** From now on: received sound on channel 0, sent sound on channel 1. A second recorder replaces the first. */
  record(recorder: Recorder): void;
  /**
   * Presses a key, before sounds that wait: as RFC 4733 events or, when the other side takes none, as a tone.
   * @param durationMs 40 to 8,000, default 120
   * @throws RangeError when `digit` is none of 0–9 * # A–D, MediaError queue-full (64) or closed
   */
  sendDigit(digit: string, durationMs?: number): void;
  /** Ends the session and frees its port; called again, tells the same report. */
  close(): RtpReport;
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
  readonly sendErrors: number;
  /** The clock's milliseconds. */
  readonly firstReceivedAt?: number;
  readonly lastReceivedAt?: number;
}
