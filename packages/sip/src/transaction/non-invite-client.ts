/**
 * Non-INVITE client transaction (RFC 3261 17.1.2 figure 6).
 *
 *   Trying ──1xx──▶ Proceeding ──200-699──▶ Completed ──timer K──▶ Terminated
 *     │ └──200-699──▶ Completed     │
 *     └── timer F or transport error ┴──▶ Terminated
 *   Timer E sends the request again: in Trying after T1, 2·T1 … up to T2, in Proceeding every T2.
 */
import { type Setting, type Step, start, stop, type TimerEffect } from './timers.ts';

export type NonInviteClientState =
  /** `interval`: what timer E was last set to. */
  | { readonly name: 'Trying'; readonly interval: number }
  | { readonly name: 'Proceeding' }
  | { readonly name: 'Completed' }
  | { readonly name: 'Terminated' };

export type NonInviteClientInput =
  | { readonly type: 'response'; readonly status: number }
  | { readonly type: 'timer'; readonly timer: 'E' | 'F' | 'K' }
  | { readonly type: 'transport-error' };

export type NonInviteClientEffect =
  | TimerEffect
  | { readonly do: 'send-request' }
  | { readonly do: 'pass' }
  | { readonly do: 'report-timeout' }
  | { readonly do: 'report-transport-error' };

type ThisStep = Step<NonInviteClientState, NonInviteClientEffect>;

const PROCEEDING: NonInviteClientState = { name: 'Proceeding' };
const COMPLETED: NonInviteClientState = { name: 'Completed' };
const TERMINATED: NonInviteClientState = { name: 'Terminated' };
const SEND: NonInviteClientEffect = { do: 'send-request' };
const PASS: NonInviteClientEffect = { do: 'pass' };
const STAY: readonly NonInviteClientEffect[] = [];
const STOP_BOTH = [stop('E'), stop('F')];

export function startNonInviteClient(setting: Setting): ThisStep {
  const { t1 } = setting;
  // "… the client transaction SHOULD set timer F to fire in 64*T1 seconds. … If an unreliable transport is in
  // use, the client transaction MUST set timer E to fire in T1 seconds."
  const timerE = setting.reliable ? [] : [start('E', t1)];
  return { state: { name: 'Trying', interval: t1 }, effects: [SEND, ...timerE, start('F', 64 * t1)] };
}

export function stepNonInviteClient(
  state: NonInviteClientState,
  input: NonInviteClientInput,
  setting: Setting,
): ThisStep {
  if (state.name === 'Completed') {
    // "If Timer K fires while in this state, the client transaction MUST transition to the Terminated state."
    // Retransmissions of the response are absorbed here; that is what K waits for.
    const done = input.type === 'timer' && input.timer === 'K';
    return { state: done ? TERMINATED : state, effects: STAY };
  }
  if (state.name === 'Terminated') return { state, effects: STAY };
  if (input.type === 'response') return onResponse(input.status, setting);
  if (input.type === 'transport-error') {
    return { state: TERMINATED, effects: [...STOP_BOTH, { do: 'report-transport-error' }] };
  }
  if (input.timer === 'E') return onTimerE(state, setting);
  // "If Timer F fires while the client transaction is still in the Trying [or Proceeding] state, the client
  // transaction SHOULD inform the TU about the timeout, and then it SHOULD enter the Terminated state."
  if (input.timer === 'F') return { state: TERMINATED, effects: [stop('E'), { do: 'report-timeout' }] };
  return { state, effects: STAY };
}

function onResponse(status: number, setting: Setting): ThisStep {
  if (status < 200) return { state: PROCEEDING, effects: [PASS] };
  // "Once the client transaction enters the Completed state, it MUST set Timer K to fire in T4 seconds for
  // unreliable transports, and zero seconds for reliable transports."
  return { state: COMPLETED, effects: [...STOP_BOTH, start('K', setting.reliable ? 0 : setting.t4), PASS] };
}

function onTimerE(state: NonInviteClientState, setting: Setting): ThisStep {
  if (state.name === 'Trying') {
    // "When the timer fires again, it is reset to MIN(4*T1, T2). … so that retransmissions occur with an
    // exponentially increasing interval that caps at T2."
    const interval = Math.min(state.interval * 2, setting.t2);
    return { state: { name: 'Trying', interval }, effects: [SEND, start('E', interval)] };
  }
  // "If Timer E fires while in the Proceeding state, the request MUST be passed to the transport layer for
  // retransmission, and Timer E MUST be reset with a value of T2 seconds."
  return { state, effects: [SEND, start('E', setting.t2)] };
}
