export const RECTIFICATION_STATES = ['open', 'answered', 'closed'] as const;
export type RectificationState = (typeof RECTIFICATION_STATES)[number];

/** `answer` is the customer's; `send-back` and `close` are the operator's. */
export type RectificationEvent = 'answer' | 'send-back' | 'close';

/** What needs no answer, or gets none, can be closed as it is; an answer can be added to. */
const MOVES: Readonly<Record<RectificationState, Partial<Record<RectificationEvent, RectificationState>>>> = {
  open: { answer: 'answered', close: 'closed' },
  answered: { answer: 'answered', 'send-back': 'open', close: 'closed' },
  closed: {},
};

/** The state that an event leads to; undefined where it may not happen. */
export function nextRectificationState(
  state: RectificationState,
  event: RectificationEvent,
): RectificationState | undefined {
  return MOVES[state][event];
}

/** Things said of one order. */
export const MOST_WORDS = 100;
