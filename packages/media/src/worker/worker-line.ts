import type { AnswerEvent } from '../amd/answer-machine.ts';
import { eventOfDigit } from '../dtmf/digits.ts';
import { ipVersion } from '../sdp/address.ts';
import { MediaError } from '../session/errors.ts';
import { MAX_QUEUED_SOUNDS } from '../session/session.ts';
import type { RtpReport } from '../session/types.ts';
import { type MediaLine, NOTHING_RECORDED } from './lines.ts';
import type { Opened } from './messages.ts';
import type { Told, WorkerThread } from './worker-thread.ts';

export interface WorkerLineParts {
  readonly thread: WorkerThread;
  readonly opened: Opened;
  readonly ipVersion: 4 | 6;
  onClose(): void;
}

export function createWorkerLine({ thread, opened, ...parts }: WorkerLineParts): MediaLine {
  const { session: number } = opened;
  const playing = new Map<number, (() => void) | undefined>();
  let srtpKeys = opened.srtpKeys;
  let hearAnswer: ((event: AnswerEvent) => void) | undefined;
  let nextPlayback = 0;
  let closing: Promise<RtpReport> | undefined;
  let recorded = NOTHING_RECORDED;
  let lost = false;

  function open(): void {
    if (closing !== undefined || lost) throw new MediaError('closed', 'the session is closed');
  }

  async function end(): Promise<RtpReport> {
    const answer = await thread.ask({ ask: 'close', session: number });
    recorded = answer.recorded;
    return answer.report;
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

  const session: MediaLine = {
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
      if (closing === undefined) return thread.ask({ ask: 'end-recording', session: number, keep });
      await closing;
      return recorded;
    },
    close() {
      closing ??= end().finally(() => {
        thread.forget(number);
        if (!lost) parts.onClose();
      });
      return closing;
    },
  };
  thread.listen(number, hear);
  return session;
}
