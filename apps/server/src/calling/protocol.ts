/**
 * What an engine's process and its parent say to each other over Node IPC: arrays of words, JSON, in order. Scripts
 * and outcomes travel, sound never does. Both ends are of one build, so a word is trusted to be what its type says.
 */
import type {
  CallEngineErrorCode,
  CallEvent,
  CallOutcome,
  CallPlan,
  CallQuestion,
  CallQuestions,
  CallScript,
  CallTrunk,
  FlowScript,
  IncomingFacts,
  ProbeChange,
  ProbedTrunk,
  Reception,
  RegistrationChange,
} from './types.ts';

/** `id`: chosen by the parent, the same in every word about one request. Of a call that came in it is its Call-ID. */
export type ToEngine =
  | { readonly type: 'prepare'; readonly id: number; readonly script: CallScript | FlowScript }
  | { readonly type: 'place'; readonly id: number; readonly plan: CallPlan }
  | { readonly type: 'register'; readonly trunks: readonly CallTrunk[] }
  | { readonly type: 'probe'; readonly trunks: readonly ProbedTrunk[] }
  | { readonly type: 'hear'; readonly trunks: readonly CallTrunk[] }
  | { readonly type: 'hangup'; readonly callId: string }
  /** To an `ask` of the same number. */
  | { readonly type: 'answer'; readonly ask: number; readonly answer: CallQuestions[CallQuestion]['answer'] }
  | { readonly type: 'reception'; readonly id: string; readonly reception: Reception }
  /** Hang up everything, tell the outcomes, and end. */
  | { readonly type: 'close' };

export type FromEngine =
  | { readonly type: 'ready'; readonly capacity: number }
  /** It cannot start, and ends. `setting`: what an operator has set is the reason, and the message says what to do. */
  | { readonly type: 'unable'; readonly setting: boolean; readonly message: string }
  /** Said every second: it is not stuck. */
  | { readonly type: 'alive' }
  | { readonly type: 'prepared'; readonly id: number; readonly error?: PrepareError }
  | { readonly type: 'registration'; readonly change: RegistrationChange }
  | { readonly type: 'probed'; readonly change: ProbeChange }
  | { readonly type: 'event'; readonly id: number; readonly event: CallEvent }
  | { readonly type: 'outcome'; readonly id: number | string; readonly outcome: CallOutcome }
  /** A question of a call; `ask` is chosen by the engine. */
  | { readonly type: 'ask'; readonly id: number | string; readonly ask: number; readonly question: Asked }
  | { readonly type: 'incoming'; readonly call: IncomingFacts }
  | { readonly type: 'strangers'; readonly requests: number };

/** A question as it travels. */
export type Asked = {
  [Kind in CallQuestion]: { readonly kind: Kind; readonly asked: CallQuestions[Kind]['asked'] };
}[CallQuestion];

export interface PrepareError {
  readonly code: CallEngineErrorCode;
  readonly message: string;
}

export const ALIVE_EVERY_MS = 1000;
/** Prepares under way in one engine; more are refused with `busy`. */
export const MAX_PREPARES = 1024;
/** Longest that `close` of an engine may take in its process: the user agent waits 4 s for its peers. */
export const CLOSE_WITHIN_MS = 6000;

/** Words written to the channel and not yet taken by the system: over this, words that may be lost are. */
const MAX_BACKLOG = 10_000;

export interface Outbox<Word> {
  put(word: Word): void;
  /** As `put`, but let go when the other side does not keep up: for words that decide nothing. */
  offer(word: Word): void;
  /** Writes what waits; resolves when the system has it, or the channel is gone. */
  flush(): Promise<void>;
}

/**
 * Words of one turn of the event loop go as one message.
 * @param send hands one message to the channel and calls back once it is written or lost; must not throw
 */
export function createOutbox<Word>(
  send: (words: readonly Word[], written: () => void) => void,
): Outbox<Word> {
  let waiting: Word[] = [];
  let backlog = 0;
  let armed = false;

  function write(written?: () => void): void {
    const words = waiting;
    waiting = [];
    backlog += words.length;
    send(words, () => {
      backlog -= words.length;
      written?.();
    });
  }

  function put(word: Word): void {
    waiting.push(word);
    if (armed) return;
    armed = true;
    setImmediate(() => {
      armed = false;
      if (waiting.length > 0) write();
    });
  }

  return {
    put,
    offer(word) {
      if (waiting.length + backlog < MAX_BACKLOG) put(word);
    },
    // An empty message, too: it is written after all before it.
    flush: () => new Promise((resolve) => write(resolve)),
  };
}
