/**
 * One call, decided without doing anything: (state, input) → (state, effects). `call.ts` does the effects.
 *
 *   dialling ──answer──▶ conversing (a flow of conversation.ts, which says when to hang up)
 *      │
 *   dialling ──answer──▶ playing ──play over──▶ pausing ──gap──▶ playing … ──last play over──▶ trailing ──gap──▶ BYE
 *      │                    └──────────────┬────────┴───────────────────────────────┘
 *      │ CANCEL, refusal, silence          │ BYE from either side
 *      ▼                                   ▼
 *     over                                over
 *
 * A provisional response changes nothing but what is told: early media is no answer, and nothing is said into it.
 * Whoever wants the call ended asks for `hang-up` and waits for `ended`; only that ends it, and nothing follows it.
 */
import type { CallEnd, HangupReason } from '@herald/sip';
import { causeOfEnd } from './cause.ts';
import type { CallCause, CallEvent } from './types.ts';

/** Keys kept of one call; more are not a callee's but a machine's. */
const MAX_DIGITS = 64;
/** The last packets still lie in the callee's jitter buffer when they have been sent: a BYE would cut them off. */
const TAIL_MS = 200;

/** Q.850 16: normal call clearing. */
const CLEARED: HangupReason = { text: 'Normal call clearing', q850: 16 };
const UNUSABLE: HangupReason = { text: 'Session description not usable', sip: 488 };

export interface CallState {
  readonly phase: 'dialling' | 'conversing' | 'playing' | 'pausing' | 'trailing' | 'over';
  readonly ringing: boolean;
  readonly earlyMedia: boolean;
  /** Milliseconds since the epoch, as the others. */
  readonly ringingAt?: number;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  readonly playsCompleted: number;
  readonly digits: string;
  /** Said of the call before its end came, and what it ends as. */
  readonly verdict?: CallCause;
  /** Of a call that is over. */
  readonly cause?: CallCause;
  readonly endedBy?: 'us' | 'callee';
}

export interface CallTerms {
  /** A flow says what is played. */
  readonly flow?: boolean;
  readonly plays: number;
  readonly pauseMs: number;
  readonly maxTalkMs: number;
}

export type CallInput =
  /** A provisional response above 100. */
  | { readonly type: 'progress'; readonly status: number }
  /** A 2xx whose session description can be used. */
  | { readonly type: 'answer' }
  /** A 2xx whose session description cannot. */
  | { readonly type: 'unusable-answer'; readonly detail: string }
  | { readonly type: 'play-over' }
  | { readonly type: 'timer'; readonly timer: CallTimer }
  | { readonly type: 'digit'; readonly digit: string }
  /** Somebody here wants it ended. */
  | { readonly type: 'hangup' }
  | { readonly type: 'ended'; readonly end: CallEnd };

/** `gap`: silence between plays or after the last; `talk`: the longest a call may last. */
export type CallTimer = 'gap' | 'talk';

export type CallEffect =
  | { readonly do: 'tell'; readonly state: CallEvent['state']; readonly detail?: string }
  | { readonly do: 'play' }
  | { readonly do: 'converse' }
  | { readonly do: 'start'; readonly timer: CallTimer; readonly afterMs: number }
  /** CANCEL or BYE, as the call stands; `ended` may come before this returns, so it is always the last effect. */
  | { readonly do: 'hang-up'; readonly reason: HangupReason }
  | { readonly do: 'finish' };

export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

export const DIALLING: CallState = {
  phase: 'dialling',
  ringing: false,
  earlyMedia: false,
  playsCompleted: 0,
  digits: '',
};

/** @param at now, milliseconds since the epoch */
export function stepCall(state: CallState, input: CallInput, terms: CallTerms, at: number): CallStep {
  if (state.phase === 'over') return stay(state);
  switch (input.type) {
    case 'progress':
      return state.phase === 'dialling' ? onProgress(state, input.status, at) : stay(state);
    case 'answer':
      return state.phase === 'dialling' ? onAnswer(state, terms, at) : stay(state);
    case 'unusable-answer': {
      const verdict: CallCause = { kind: 'bad-media', detail: input.detail };
      return { state: { ...state, verdict }, effects: [hangUp(UNUSABLE)] };
    }
    case 'play-over':
      return state.phase === 'playing' ? onPlayOver(state, terms) : stay(state);
    case 'timer':
      return onTimer(state, input.timer);
    case 'digit':
      return onDigit(state, input.digit);
    case 'hangup':
      return { state, effects: [hangUp(CLEARED)] };
    case 'ended':
      return onEnded(state, input.end, at);
  }
}

function onProgress(state: CallState, status: number, at: number): CallStep {
  if (status < 180 || status > 183) return stay(state);
  const known = { ...state, ringingAt: state.ringingAt ?? at };
  if (status === 183) {
    return { state: { ...known, earlyMedia: true }, effects: state.earlyMedia ? [] : [tell('early-media')] };
  }
  return { state: { ...known, ringing: true }, effects: state.ringing ? [] : [tell('ringing')] };
}

function onAnswer(state: CallState, terms: CallTerms, at: number): CallStep {
  const limit: CallEffect = { do: 'start', timer: 'talk', afterMs: terms.maxTalkMs };
  if (terms.flow) {
    const conversing: CallState = { ...state, answeredAt: at, phase: 'conversing' };
    return { state: conversing, effects: [tell('answered'), limit, { do: 'converse' }] };
  }
  const begun = play({ ...state, answeredAt: at });
  return { state: begun.state, effects: [tell('answered'), limit, ...begun.effects] };
}

function play(state: CallState): CallStep {
  const which = String(state.playsCompleted + 1);
  return { state: { ...state, phase: 'playing' }, effects: [tell('playing', which), { do: 'play' }] };
}

function onPlayOver(state: CallState, terms: CallTerms): CallStep {
  const played = { ...state, playsCompleted: state.playsCompleted + 1 };
  const told = tell('played', String(played.playsCompleted));
  const last = played.playsCompleted >= terms.plays;
  if (!last && terms.pauseMs === 0) {
    const again = play(played);
    return { state: again.state, effects: [told, ...again.effects] };
  }
  const afterMs = last ? TAIL_MS : terms.pauseMs;
  return {
    state: { ...played, phase: last ? 'trailing' : 'pausing' },
    effects: [told, { do: 'start', timer: 'gap', afterMs }],
  };
}

function onTimer(state: CallState, timer: CallTimer): CallStep {
  if (timer === 'gap' && state.phase === 'pausing') return play(state);
  return { state, effects: [hangUp(CLEARED)] };
}

function onDigit(state: CallState, digit: string): CallStep {
  if (state.answeredAt === undefined || state.digits.length >= MAX_DIGITS) return stay(state);
  return { state: { ...state, digits: state.digits + digit }, effects: [tell('digit', digit)] };
}

function onEnded(state: CallState, end: CallEnd, at: number): CallStep {
  const cause = state.verdict ?? causeOfEnd(end);
  const by = end.kind === 'hung-up' && cause.kind === 'answered' ? end.by : undefined;
  const over: CallState = {
    ...state,
    phase: 'over',
    endedAt: at,
    cause,
    ...(by === undefined ? {} : { endedBy: by === 'us' ? 'us' : 'callee' }),
  };
  return { state: over, effects: [{ do: 'finish' }] };
}

const stay = (state: CallState): CallStep => ({ state, effects: [] });
const hangUp = (reason: HangupReason): CallEffect => ({ do: 'hang-up', reason });

function tell(state: CallEvent['state'], detail?: string): CallEffect {
  return detail === undefined ? { do: 'tell', state } : { do: 'tell', state, detail };
}
