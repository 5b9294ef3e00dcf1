/**
 * One registration (RFC 3261 10.2), kept alive until it is stopped.
 *
 *   Registering ──2xx──▶ Registered ──refresh──▶ Registering
 *        │ ▲ └──423──▶ Registering, with the Min-Expires
 *        │ └──retry───────────────┐
 *        └──failure──▶ Failed ────┘
 *   stop: Registered, Registering ──▶ Leaving ──any final response──▶ Stopped; Failed ──▶ Stopped
 *
 * After failures it comes back later each time (RFC 5626 4.5), or when Retry-After says so.
 */
import type { Step } from '../transaction/timers.ts';

export interface RegistrationTerms {
  /** Asked for at first, seconds. */
  readonly expires: number;
  /** Shortest and longest wait after a failure, milliseconds. RFC 5626 4.5: 30 s and 1,800 s. */
  readonly baseMs: number;
  readonly maxMs: number;
}

export type RegistrationState =
  /** `registered`: the binding of before still holds. `expires`: what is asked for. */
  | {
      readonly name: 'Registering';
      readonly registered: boolean;
      readonly expires: number;
      readonly failures: number;
    }
  | { readonly name: 'Registered'; readonly expires: number }
  | { readonly name: 'Failed'; readonly expires: number; readonly failures: number }
  | { readonly name: 'Leaving' }
  | { readonly name: 'Stopped' };

export type RegistrationInput =
  /** 2xx; `granted` is the registrar's, seconds. */
  | { readonly type: 'granted'; readonly granted: number }
  /** `minExpires` of a 423, `retryAfterMs` where the response said so, `draw` 0 ≤ n < 1. */
  | {
      readonly type: 'refused';
      readonly status: number;
      readonly minExpires: number | undefined;
      readonly retryAfterMs: number | undefined;
      readonly draw: number;
    }
  | { readonly type: 'timer'; readonly timer: RegistrationTimer }
  | { readonly type: 'stop' };

/** When to register again: before it expires, or after a failure; and when the binding is gone. */
export type RegistrationTimer = 'again' | 'expired';

export type RegistrationEffect =
  | { readonly do: 'start'; readonly timer: RegistrationTimer; readonly afterMs: number }
  | { readonly do: 'stop'; readonly timer: RegistrationTimer }
  /** Sends REGISTER with this Expires; 0 removes the binding. */
  | { readonly do: 'register'; readonly expires: number }
  | { readonly do: 'tell'; readonly state: 'registered' | 'failed' | 'stopped' };

type ThisStep = Step<RegistrationState, RegistrationEffect>;

/** A registrar that asks for more than a day is not followed: a binding so old cannot be trusted to lead anywhere. */
const MAX_EXPIRES = 86_400;
/** Retry-After may say 0: it is not asked more often than this. */
const SHORTEST_MS = 1_000;
/** A REGISTER has 32 s until timer F: one minute leaves room for a second. */
const MARGIN_SECONDS = 60;

export function startRegistration(terms: RegistrationTerms): ThisStep {
  const { expires } = terms;
  return {
    state: { name: 'Registering', registered: false, expires, failures: 0 },
    effects: [{ do: 'register', expires }],
  };
}

export function stepRegistration(
  state: RegistrationState,
  input: RegistrationInput,
  terms: RegistrationTerms,
): ThisStep {
  if (state.name === 'Stopped') return stay(state);
  if (state.name === 'Leaving') {
    if (input.type !== 'granted' && input.type !== 'refused') return stay(state);
    return { state: { name: 'Stopped' }, effects: [{ do: 'tell', state: 'stopped' }] };
  }
  switch (input.type) {
    case 'stop':
      return stop(state);
    case 'granted':
      return state.name === 'Registering' ? granted(state.expires, input.granted) : stay(state);
    case 'refused':
      return state.name === 'Registering' ? refused(state, input, terms) : stay(state);
    case 'timer':
      return timer(state, input.timer);
  }
}

function granted(asked: number, seconds: number): ThisStep {
  const effects: RegistrationEffect[] = [
    { do: 'start', timer: 'again', afterMs: Math.max(seconds / 2, seconds - MARGIN_SECONDS) * 1_000 },
    { do: 'start', timer: 'expired', afterMs: seconds * 1_000 },
    { do: 'tell', state: 'registered' },
  ];
  return { state: { name: 'Registered', expires: asked }, effects };
}

function refused(
  state: RegistrationState & { name: 'Registering' },
  input: RegistrationInput & { type: 'refused' },
  terms: RegistrationTerms,
): ThisStep {
  const { minExpires, retryAfterMs, draw } = input;
  // 10.2.8: "the UA MAY retry the registration after making the expiration interval … equal to or greater than" it.
  if (
    input.status === 423 &&
    minExpires !== undefined &&
    minExpires > state.expires &&
    minExpires <= MAX_EXPIRES
  ) {
    return { state: { ...state, expires: minExpires }, effects: [{ do: 'register', expires: minExpires }] };
  }
  const failures = state.failures + 1;
  // RFC 5626 4.5: "W = min( max-time, (base-time * (2 ^ consecutive-failures)))", waited between half of it and all.
  const longest = Math.min(terms.maxMs, terms.baseMs * 2 ** failures);
  const afterMs =
    retryAfterMs === undefined
      ? longest * (0.5 + draw / 2)
      : Math.max(SHORTEST_MS, Math.min(retryAfterMs, MAX_EXPIRES * 1_000));
  const effects: RegistrationEffect[] = [{ do: 'start', timer: 'again', afterMs }];
  // While the binding of before holds, calls still arrive: nobody is told that it failed.
  if (!state.registered) effects.push({ do: 'tell', state: 'failed' });
  if (state.registered) {
    return { state: { ...state, failures }, effects };
  }
  return { state: { name: 'Failed', expires: state.expires, failures }, effects };
}

function timer(state: RegistrationState, which: RegistrationTimer): ThisStep {
  if (which === 'expired') {
    if (state.name !== 'Registering' || !state.registered) return stay(state);
    return { state: { ...state, registered: false }, effects: [{ do: 'tell', state: 'failed' }] };
  }
  if (state.name === 'Registered') {
    const { expires } = state;
    return {
      state: { name: 'Registering', registered: true, expires, failures: 0 },
      effects: [{ do: 'register', expires }],
    };
  }
  if (state.name === 'Failed' || state.name === 'Registering') {
    const { expires, failures } = state;
    const registered = state.name === 'Registering' && state.registered;
    return {
      state: { name: 'Registering', registered, expires, failures },
      effects: [{ do: 'register', expires }],
    };
  }
  return stay(state);
}

function stop(state: RegistrationState): ThisStep {
  const timers: RegistrationEffect[] = [
    { do: 'stop', timer: 'again' },
    { do: 'stop', timer: 'expired' },
  ];
  if (state.name === 'Failed') {
    return { state: { name: 'Stopped' }, effects: [...timers, { do: 'tell', state: 'stopped' }] };
  }
  // A REGISTER under way may have made a binding already.
  return { state: { name: 'Leaving' }, effects: [...timers, { do: 'register', expires: 0 }] };
}

const stay = (state: RegistrationState): ThisStep => ({ state, effects: [] });
