/**
 * One reliable provisional response of a callee (RFC 3262 3), sent again until its PRACK comes, whatever the
 * transport.
 *
 *   Waiting ──PRACK──▶ Acknowledged
 *      └──64·T1──▶ Abandoned (the callee then refuses the INVITE with a 5xx)
 */
import type { Step, TimerValues } from '../transaction/timers.ts';

export type ReliableState =
  /** `interval`: what the resend timer was last set to. */
  { readonly name: 'Waiting'; readonly interval: number } | { readonly name: 'Acknowledged' | 'Abandoned' };

export type ReliableTimer = 'resend' | 'give-up';
export type ReliableInput =
  | { readonly type: 'prack' }
  | { readonly type: 'timer'; readonly timer: ReliableTimer };

export type ReliableEffect =
  | { readonly do: 'start'; readonly timer: ReliableTimer; readonly afterMs: number }
  | { readonly do: 'stop'; readonly timer: ReliableTimer }
  | { readonly do: 'send-again' }
  | { readonly do: 'report-prack' }
  | { readonly do: 'report-no-prack' };

type ThisStep = Step<ReliableState, ReliableEffect>;

/** The response has just been sent for the first time. */
export function startReliable(timers: TimerValues): ThisStep {
  return {
    state: { name: 'Waiting', interval: timers.t1 },
    effects: [
      { do: 'start', timer: 'resend', afterMs: timers.t1 },
      { do: 'start', timer: 'give-up', afterMs: 64 * timers.t1 },
    ],
  };
}

export function stepReliable(state: ReliableState, input: ReliableInput): ThisStep {
  if (state.name !== 'Waiting') return { state, effects: [] };
  if (input.type === 'prack') {
    return {
      state: { name: 'Acknowledged' },
      effects: [{ do: 'stop', timer: 'resend' }, { do: 'stop', timer: 'give-up' }, { do: 'report-prack' }],
    };
  }
  if (input.timer === 'resend') {
    // "… passed to the transaction layer periodically with an interval that starts at T1 seconds and doubles for each
    // retransmission": unlike that of a 2xx it has no upper bound.
    const interval = state.interval * 2;
    return {
      state: { name: 'Waiting', interval },
      effects: [{ do: 'send-again' }, { do: 'start', timer: 'resend', afterMs: interval }],
    };
  }
  // "If a reliable provisional response is retransmitted for 64*T1 seconds without reception of a corresponding PRACK,
  // the UAS SHOULD reject the original request with a 5xx response."
  return {
    state: { name: 'Abandoned' },
    effects: [{ do: 'stop', timer: 'resend' }, { do: 'report-no-prack' }],
  };
}
