/**
 * The 2xx of a callee, sent again until its ACK comes (RFC 3261 13.3.1.4), whatever the transport.
 *
 *   Waiting ──ACK──▶ Acknowledged
 *      └──64·T1──▶ Abandoned (the callee then sends BYE)
 */
import type { Step, TimerValues } from '../transaction/timers.ts';

export type AnswerState =
  /** `interval`: what the resend timer was last set to. */
  { readonly name: 'Waiting'; readonly interval: number } | { readonly name: 'Acknowledged' | 'Abandoned' };

export type AnswerInput = { readonly type: 'ack' } | { readonly type: 'timer'; readonly timer: AnswerTimer };
export type AnswerTimer = 'resend' | 'give-up';

export type AnswerEffect =
  | { readonly do: 'start'; readonly timer: AnswerTimer; readonly afterMs: number }
  | { readonly do: 'stop'; readonly timer: AnswerTimer }
  | { readonly do: 'send-answer' }
  | { readonly do: 'report-ack' }
  | { readonly do: 'report-no-ack' };

type ThisStep = Step<AnswerState, AnswerEffect>;

/** The 2xx has just been sent for the first time. */
export function startAnswer(timers: TimerValues): ThisStep {
  return {
    state: { name: 'Waiting', interval: timers.t1 },
    effects: [
      { do: 'start', timer: 'resend', afterMs: timers.t1 },
      { do: 'start', timer: 'give-up', afterMs: 64 * timers.t1 },
    ],
  };
}

export function stepAnswer(state: AnswerState, input: AnswerInput, timers: TimerValues): ThisStep {
  if (state.name !== 'Waiting') return { state, effects: [] };
  if (input.type === 'ack') {
    return {
      state: { name: 'Acknowledged' },
      effects: [{ do: 'stop', timer: 'resend' }, { do: 'stop', timer: 'give-up' }, { do: 'report-ack' }],
    };
  }
  if (input.timer === 'resend') {
    // "the 2xx response is passed to the transport with an interval that starts at T1 seconds and doubles for each
    // retransmission until it reaches T2 seconds"
    const interval = Math.min(state.interval * 2, timers.t2);
    return {
      state: { name: 'Waiting', interval },
      effects: [{ do: 'send-answer' }, { do: 'start', timer: 'resend', afterMs: interval }],
    };
  }
  // "If the server retransmits the 2xx response for 64*T1 seconds without receiving an ACK, the dialog is
  // confirmed, but the session SHOULD be terminated. This is accomplished with a BYE"
  return {
    state: { name: 'Abandoned' },
    effects: [{ do: 'stop', timer: 'resend' }, { do: 'report-no-ack' }],
  };
}
