/**
 * INVITE client transaction (RFC 3261 17.1.1 figure 5, as corrected by RFC 6026 7.2 and 8.4).
 *
 *   Calling ──1xx──▶ Proceeding ──2xx──▶ Accepted ──timer M──▶ Terminated
 *      │ │                │ └──300-699──▶ Completed ──timer D──▶ Terminated
 *      │ └──2xx, 300-699 likewise; timer B or transport error ──▶ Terminated
 *      └──timer A: the request again, after T1, 2·T1, 4·T1 …
 */
import { type Setting, type Step, start, stop, TIMER_D_MS, type TimerEffect } from './timers.ts';

export type InviteClientState =
  /** `interval`: what timer A was last set to. */
  | { readonly name: 'Calling'; readonly interval: number }
  | { readonly name: 'Proceeding' }
  | { readonly name: 'Accepted' }
  | { readonly name: 'Completed' }
  | { readonly name: 'Terminated' };

export type InviteClientInput =
  | { readonly type: 'response'; readonly status: number }
  | { readonly type: 'timer'; readonly timer: 'A' | 'B' | 'D' | 'M' }
  | { readonly type: 'transport-error' };

export type InviteClientEffect =
  | TimerEffect
  | { readonly do: 'send-request' }
  /** The ACK of a non-2xx, built by 17.1.1.3 and the same each time. */
  | { readonly do: 'send-ack' }
  /** The response at hand goes to the transaction user. */
  | { readonly do: 'pass' }
  | { readonly do: 'report-timeout' }
  | { readonly do: 'report-transport-error' };

type ThisStep = Step<InviteClientState, InviteClientEffect>;

const PROCEEDING: InviteClientState = { name: 'Proceeding' };
const ACCEPTED: InviteClientState = { name: 'Accepted' };
const COMPLETED: InviteClientState = { name: 'Completed' };
const TERMINATED: InviteClientState = { name: 'Terminated' };
const SEND: InviteClientEffect = { do: 'send-request' };
const ACK: InviteClientEffect = { do: 'send-ack' };
const PASS: InviteClientEffect = { do: 'pass' };
const STAY: readonly InviteClientEffect[] = [];
const STOP_CALLING = [stop('A'), stop('B')];

export function startInviteClient(setting: Setting): ThisStep {
  const { t1 } = setting;
  // "If an unreliable transport is being used, the client transaction MUST start timer A with a value of T1."
  const timerA = setting.reliable ? [] : [start('A', t1)];
  // "For any transport, the client transaction MUST start timer B with a value of 64*T1 seconds."
  return { state: { name: 'Calling', interval: t1 }, effects: [SEND, ...timerA, start('B', 64 * t1)] };
}

export function stepInviteClient(
  state: InviteClientState,
  input: InviteClientInput,
  setting: Setting,
): ThisStep {
  switch (state.name) {
    case 'Calling':
    case 'Proceeding':
      if (input.type === 'response') return onResponse(state, input.status, setting);
      if (input.type === 'transport-error')
        return { state: TERMINATED, effects: [{ do: 'report-transport-error' }] };
      if (state.name === 'Calling') return onCallingTimer(state, input.timer);
      break;
    case 'Accepted':
      // RFC 6026 8.4: "the reception of further 2xx responses … MUST be passed up to the TU"
      if (input.type === 'response' && isSuccess(input.status)) return { state, effects: [PASS] };
      if (input.type === 'timer' && input.timer === 'M') return { state: TERMINATED, effects: STAY };
      break;
    case 'Completed':
      // "Any retransmissions of the final response … MUST cause the ACK to be re-passed to the transport layer …
      // but the newly received response MUST NOT be passed up to the TU."
      if (input.type === 'response' && input.status >= 300) return { state, effects: [ACK] };
      if (input.type === 'timer' && input.timer === 'D') return { state: TERMINATED, effects: STAY };
      // RFC 6026 8.4 (figure 5): a transport error while sending the ACK informs the TU.
      if (input.type === 'transport-error')
        return { state: TERMINATED, effects: [{ do: 'report-transport-error' }] };
      break;
    case 'Terminated':
      break;
  }
  return { state, effects: STAY };
}

function onResponse(state: InviteClientState, status: number, setting: Setting): ThisStep {
  const leaving = state.name === 'Calling' ? STOP_CALLING : STAY;
  // "If the client transaction receives a provisional response while in the Calling state, it transitions to
  // the Proceeding state. In the Proceeding state, the client transaction SHOULD NOT retransmit the request."
  if (status < 200) return { state: PROCEEDING, effects: [...leaving, PASS] };
  // RFC 6026 7.2: "When a 2xx response … is received, the client transaction … MUST transition to Accepted",
  // timer M = 64*T1 for any transport.
  if (isSuccess(status)) return { state: ACCEPTED, effects: [...leaving, start('M', 64 * setting.t1), PASS] };
  // "… MUST generate an ACK request, even if the transport is reliable" and "start timer D when it enters the
  // Completed state …, with a value of at least 32 seconds for unreliable transports, and zero seconds for
  // reliable transports."
  const waitD = setting.reliable ? 0 : Math.max(TIMER_D_MS, 64 * setting.t1);
  return { state: COMPLETED, effects: [...leaving, ACK, start('D', waitD), PASS] };
}

function onCallingTimer(state: InviteClientState & { name: 'Calling' }, timer: string): ThisStep {
  if (timer === 'A') {
    // "When timer A fires 2*T1 seconds later, the request MUST be retransmitted again …. This process MUST
    // continue so that the request is retransmitted with intervals that double after each transmission."
    const interval = state.interval * 2;
    return { state: { name: 'Calling', interval }, effects: [SEND, start('A', interval)] };
  }
  // "If the client transaction is still in the Calling state when timer B fires, the client transaction SHOULD
  // inform the TU that a timeout has occurred. The client transaction MUST NOT generate an ACK."
  if (timer === 'B') return { state: TERMINATED, effects: [stop('A'), { do: 'report-timeout' }] };
  return { state, effects: STAY };
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
