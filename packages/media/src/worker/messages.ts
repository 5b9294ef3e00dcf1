import type { AnswerEvent, AnswerTerms } from '../amd/answer-machine.ts';
import type { SrtpKeys } from '../sdp/crypto.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { MediaErrorCode } from '../session/errors.ts';
import type { MediaStats, RtpReport } from '../session/types.ts';
import type { Track } from '../sound/track.ts';
import type { RecordingReport } from '../sound/wav-stream.ts';
import type { RecordOptions } from './lines.ts';

/** What the thread that owns the calls and the one that carries their sound say to each other. */

export interface WorkerData {
  readonly address: string;
  readonly portMin: number;
  readonly portMax: number;
  readonly maxSessions?: number;
}

/** Answered, each by its number. */
export type Request =
  | { readonly ask: 'open' }
  | {
      readonly ask: 'digit';
      readonly session: number;
      readonly digit: string;
      readonly ms: number | undefined;
    }
  | {
      readonly ask: 'record';
      readonly session: number;
      readonly path: string;
      readonly options: RecordOptions;
    }
  | { readonly ask: 'end-recording'; readonly session: number; readonly keep: boolean }
  | { readonly ask: 'close'; readonly session: number }
  | { readonly ask: 'stats' }
  | { readonly ask: 'close-engine' };

export interface Opened {
  readonly session: number;
  readonly port: number;
  readonly srtpKeys: SrtpKeys;
}

export interface Answers {
  readonly open: Opened;
  readonly digit: undefined;
  readonly record: undefined;
  readonly 'end-recording': RecordingReport;
  /** With the report of the recording that it ended. */
  readonly close: { readonly report: RtpReport; readonly recorded: RecordingReport };
  readonly stats: MediaStats;
  readonly 'close-engine': undefined;
}

/** Done in their order, and not answered. */
export type Order =
  | { readonly do: 'track'; readonly track: number; readonly sound: Track }
  | { readonly do: 'forget-track'; readonly track: number }
  | { readonly do: 'connect'; readonly session: number; readonly remote: RemoteMedia }
  | { readonly do: 'play'; readonly session: number; readonly playback: number; readonly track: number }
  | { readonly do: 'stop'; readonly session: number; readonly playback: number }
  | { readonly do: 'detect-answer'; readonly session: number; readonly terms: AnswerTerms | undefined }
  | { readonly do: 'stop-detecting'; readonly session: number }
  | { readonly do: 'bridge'; readonly bridge: number; readonly sessions: readonly [number, number] }
  | { readonly do: 'unbridge'; readonly bridge: number };

export type ToWorker = Order | { readonly number: number; readonly request: Request };

export type FromWorker =
  | { readonly answer: number; readonly value: unknown }
  | { readonly refusal: number; readonly code: MediaErrorCode | undefined; readonly message: string }
  | { readonly told: 'play-over'; readonly session: number; readonly playback: number }
  | { readonly told: 'digit'; readonly session: number; readonly digit: string; readonly ms: number }
  | { readonly told: 'srtp-keys'; readonly session: number; readonly keys: SrtpKeys }
  | { readonly told: 'answer-event'; readonly session: number; readonly event: AnswerEvent };
