import type { Asked, FromEngine, ToEngine } from './protocol.ts';
import type { AskCaller, CallQuestion, Reception, Receptionist } from './types.ts';

/** What an engine's process asks its parent, and is answered. */
export interface ParentLink {
  /** Asks for the call of this id. */
  askOf(id: number | string): AskCaller;
  readonly receptionist: Receptionist;
  heard(word: Extract<ToEngine, { type: 'answer' | 'reception' }>): void;
}

/** Questions without an answer: more are not asked, and answered with a no. Each call waits only so long for its own. */
const MAX_ASKED = 10_000;

export function createParentLink(put: (word: FromEngine) => void): ParentLink {
  const asked = new Map<number, (answer: never) => void>();
  const incoming = new Map<string, (reception: Reception) => void>();
  let last = 0;

  function askOf(id: number | string): AskCaller {
    return (kind, what) => {
      if (asked.size >= MAX_ASKED) return Promise.resolve(noTo(kind)) as never;
      const ask = ++last;
      const { promise, resolve } = Promise.withResolvers<never>();
      asked.set(ask, resolve);
      put({ type: 'ask', id, ask, question: { kind, asked: what } as Asked });
      return promise;
    };
  }

  return {
    askOf,
    receptionist: {
      receive(call) {
        const { promise, resolve } = Promise.withResolvers<Reception>();
        incoming.set(call.callId, resolve);
        put({ type: 'incoming', call });
        return promise;
      },
      ask: (callId, kind, what) => askOf(callId)(kind, what),
      over: (id, outcome) => put({ type: 'outcome', id, outcome }),
      strangers: (requests) => put({ type: 'strangers', requests }),
    },
    heard(word) {
      if (word.type === 'answer') {
        asked.get(word.ask)?.(word.answer as never);
        asked.delete(word.ask);
      } else {
        incoming.get(word.id)?.(word.reception);
        incoming.delete(word.id);
      }
    },
  };
}

/** The answer of nobody. */
export const noTo = (kind: CallQuestion): false | null => (kind === 'refuse' ? false : null);
