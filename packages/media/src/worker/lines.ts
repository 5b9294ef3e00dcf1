import type { AnswerEvent, AnswerTerms } from '../amd/answer-machine.ts';
import type { SrtpKeys } from '../sdp/crypto.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { MediaStats, Playback, RtpReport, Stop } from '../session/types.ts';
import type { Track } from '../sound/track.ts';
import type { RecordingReport, WavStreamOptions } from '../sound/wav-stream.ts';

export type RecordOptions = Omit<WavStreamOptions, 'write'>;

/** A `MediaSession` wherever it runs, in this thread or another: the same words, but what has an answer is a promise. */
export interface MediaLine {
  readonly port: number;
  readonly srtpKeys: SrtpKeys;
  /** @throws MediaError address-family or closed */
  connect(remote: RemoteMedia): void;
  /** @throws MediaError queue-full (64) or closed */
  play(track: Track, o?: { onEnd?: () => void }): Playback;
  onDigit?: ((digit: string, durationMs: number) => void) | undefined;
  /** The thread is gone, and the sound of this call with it. Never of a line in this thread. */
  onLost?: (() => void) | undefined;
  /** @throws RangeError; MediaError queue-full or closed (as a rejection) */
  sendDigit(digit: string, durationMs?: number): Promise<void>;
  detectAnswer(tell: (event: AnswerEvent) => void, terms?: AnswerTerms): Stop;
  /** Resolves when it records, to a WAV at `path`: as `recordToFile`. What it heard is kept when the line closes. */
  record(path: string, o?: RecordOptions): Promise<void>;
  /** Of one that the closing ended: its report. @param keep false: nothing is left of it; default true */
  endRecording(keep?: boolean): Promise<RecordingReport>;
  /**
   * Resolves when all that was heard has been told and a recording is on the disk. Again: the same report.
   * Rejects with MediaError closed when the thread is gone.
   */
  close(): Promise<RtpReport>;
}

/** Media sessions, in this thread or in threads of their own. */
export interface MediaLines {
  /**
   * A line in the thread that has the fewest.
   * @param o.beside in the thread of that line, so that the two can be bridged
   * @throws MediaError as `MediaEngine.open` (as a rejection)
   */
  open(o?: { beside?: MediaLine }): Promise<MediaLine>;
  /** As `bridge`. @throws RangeError when the two are in different threads, MediaError closed */
  bridge(one: MediaLine, other: MediaLine): Stop;
  /** Of all threads together. */
  stats(): Promise<MediaStats>;
  readonly sessions: number;
  /** Closes every line, and ends the threads. */
  close(): Promise<void>;
}

export const NOTHING_RECORDED: RecordingReport = { seconds: 0, dropped: 0, lostBlocks: 0 };
