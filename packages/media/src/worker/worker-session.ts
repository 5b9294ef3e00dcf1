import type { AnswerEvent, AnswerTerms } from '../amd/answer-machine.ts';
import { eventOfDigit } from '../dtmf/digits.ts';
import { ipVersion } from '../sdp/address.ts';
import type { SrtpKeys } from '../sdp/crypto.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import { MediaError } from '../session/errors.ts';
import { MAX_QUEUED_SOUNDS } from '../session/session.ts';
import type { Playback, RtpReport, Stop } from '../session/types.ts';
import type { Track } from '../sound/track.ts';
import type { RecordingReport } from '../sound/wav-stream.ts';
import type { Opened, RecordOptions } from './messages.ts';
import type { Told, WorkerThread } from './worker-thread.ts';

/** A `MediaSession` in another thread: the same words, but what has an answer is a promise. */
export interface WorkerSession {
  readonly port: number;
  readonly srtpKeys: SrtpKeys;
  /** @throws MediaError address-family or closed */
  connect(remote: RemoteMedia): void;
  /** @throws MediaError queue-full (64) or closed */
  play(track: Track, o?: { onEnd?: () => void }): Playback;
  onDigit?: ((digit: string, durationMs: number) => void) | undefined;
  /** The thread is gone, and the sound of this call with it. */
  onLost?: (() => void) | undefined;
  /** @throws RangeError; MediaError queue-full or closed (as a rejection) */
  sendDigit(digit: string, durationMs?: number): Promise<void>;
  detectAnswer(tell: (event: AnswerEvent) => void, terms?: AnswerTerms): Stop;
  /** Resolves when it records, to a WAV at `path`: as `recordToFile`. What it heard is kept when the session closes. */
  record(path: string, o?: RecordOptions): Promise<void>;
  /** @param keep false: nothing is left of it; default true */
  endRecording(keep?: boolean): Promise<RecordingReport>;
  /** Again: the same report. Rejects with MediaError closed when the thread is gone. */
  close(): Promise<RtpReport>;
}

export interface WorkerSessionParts {
  readonly thread: WorkerThread;
  readonly opened: Opened;
  readonly ipVersion: 4 | 6;
  onClose(): void;
}

export function createWorkerSession({ thread, opened, ...parts }: WorkerSessionParts): WorkerSession {
  const { session: number } = opened;
  const playing = new Map<number, (() => void) | undefined>();
  let srtpKeys = opened.srtpKeys;
  let hearAnswer: ((event: AnswerEvent) => void) | undefined;
  let nextPlayback = 0;
  let closing: Promise<RtpReport> | undefined;
  let lost = false;

  function open(): void {
    if (closing !== undefined || lost) throw new MediaError('closed', 'the session is closed');
  }

  function hear(told: Told | 'lost'): void {
    if (told === 'lost') {
      lost = true;
      parts.onClose();
      session.onLost?.();
    } else if (told.told === 'digit') session.onDigit?.(told.digit, told.ms);
    else if (told.told === 'srtp-keys') srtpKeys = told.keys;
    else if (told.told === 'answer-event') hearAnswer?.(told.event);
    else {
      const onEnd = playing.get(told.playback);
      playing.delete(told.playback);
      onEnd?.();
    }
  }

  const session: WorkerSession = {
    port: opened.port,
    get srtpKeys() {
      return srtpKeys;
    },
    connect(remote) {
      open();
      if (ipVersion(remote.address) !== parts.ipVersion) {
        throw new MediaError('address-family', `${remote.address} is no IPv${parts.ipVersion} address`);
      }
      thread.order({ do: 'connect', session: number, remote });
    },
    play(track, o = {}) {
      open();
      if (playing.size >= MAX_QUEUED_SOUNDS) {
        throw new MediaError('queue-full', `${MAX_QUEUED_SOUNDS} sounds wait already`);
      }
      const playback = nextPlayback++;
      playing.set(playback, o.onEnd);
      thread.order({ do: 'play', session: number, playback, track: thread.numberOf(track) });
      return {
        stop() {
          if (!playing.delete(playback) || lost) return;
          thread.order({ do: 'stop', session: number, playback });
        },
      };
    },
    async sendDigit(digit, ms) {
      open();
      if (eventOfDigit(digit) === undefined) throw new RangeError(`"${digit}" is no key of a telephone`);
      await thread.ask({ ask: 'digit', session: number, digit, ms });
    },
    detectAnswer(tell, terms) {
      open();
      hearAnswer = tell;
      thread.order({ do: 'detect-answer', session: number, terms });
      return {
        stop() {
          if (hearAnswer !== tell || lost) return;
          hearAnswer = undefined;
          thread.order({ do: 'stop-detecting', session: number });
        },
      };
    },
    async record(path, options = { layout: 'stereo' }) {
      open();
      await thread.ask({ ask: 'record', session: number, path, options });
    },
    async endRecording(keep = true) {
      open();
      return thread.ask({ ask: 'end-recording', session: number, keep });
    },
    close() {
      closing ??= thread.ask({ ask: 'close', session: number }).finally(() => {
        thread.forget(number);
        if (!lost) parts.onClose();
      });
      return closing;
    },
  };
  thread.listen(number, hear);
  return session;
}
