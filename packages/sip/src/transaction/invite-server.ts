/**
 * INVITE server transaction (RFC 3261 17.2.1 figure 7, as corrected by RFC 6026 7.1 and 8.5).
 *
 *   Proceeding ──2xx──▶ Accepted ──timer L──▶ Terminated
 *        └──300-699──▶ Completed ──ACK──▶ Confirmed ──timer I──▶ Terminated
 *                          └──timer H or transport error──▶ Terminated
 *   Timer G sends a final non-2xx again: T1, 2·T1 … up to T2. The 2xx is sent again by the dialog's user.
 */
import { type Setting, type Step, start, stop, type TimerEffect, TRYING_MS } from './timers.ts';

export type InviteServerState =
  /** `responded`: a provisional response was sent, so that a repeated INVITE gets it again. */
  | { readonly name: 'Proceeding'; readonly responded: boolean }
  | { readonly name: 'Accepted' }
  /** `interval`: what timer G was last set to. */
  | { readonly name: 'Completed'; readonly interval: number }
  | { readonly name: 'Confirmed' }
  | { readonly name: 'Terminated' };

export type InviteServerInput =
  /** The same INVITE once more. */
  | { readonly type: 'request' }
  | { readonly type: 'ack' }
  /** The transaction user responds. */
  | { readonly type: 'respond'; readonly status: number }
  | { readonly type: 'timer'; readonly timer: 'G' | 'H' | 'I' | 'L' | 'Trying' }
  | { readonly type: 'transport-error' };

export type InviteServerEffect =
  | TimerEffect
  /** The latest response: just handed down, or once more. */
  | { readonly do: 'send-response' }
  /** A 100 made by the transaction itself. */
  | { readonly do: 'send-trying' }
  /** The ACK at hand goes to the transaction user. */
  | { readonly do: 'pass' }
  | { readonly do: 'report-timeout' }
  | { readonly do: 'report-transport-error' };

type ThisStep = Step<InviteServerState, InviteServerEffect>;

const RESPONDED: InviteServerState = { name: 'Proceeding', responded: true };
const ACCEPTED: InviteServerState = { name: 'Accepted' };
const CONFIRMED: InviteServerState = { name: 'Confirmed' };
const TERMINATED: InviteServerState = { name: 'Terminated' };
const SEND: InviteServerEffect = { do: 'send-response' };
const PASS: InviteServerEffect = { do: 'pass' };
const STAY: readonly InviteServerEffect[] = [];
const STOP_TRYING = stop('Trying');

export function startInviteServer(): ThisStep {
  // "The server transaction MUST generate a 100 (Trying) response unless it knows that the TU will generate a
  // provisional or final response within 200 ms": whether it does is seen after 200 ms.
  return { state: { name: 'Proceeding', responded: false }, effects: [start('Trying', TRYING_MS)] };
}

export function stepInviteServer(
  state: InviteServerState,
  input: InviteServerInput,
  setting: Setting,
): ThisStep {
  switch (state.name) {
    case 'Proceeding':
      return stepProceeding(state, input, setting);
    case 'Accepted':
      // RFC 6026 7.1: retransmitted INVITEs are absorbed; the TU's 2xx pass; an ACK goes up.
      if (input.type === 'respond' && isSuccess(input.status)) return { state, effects: [SEND] };
      if (input.type === 'ack') return { state, effects: [PASS] };
      if (input.type === 'timer' && input.timer === 'L') return { state: TERMINATED, effects: STAY };
      // RFC 6026 7.1: a failed send while Accepted informs the TU, which alone knows the 2xx.
      if (input.type === 'transport-error') return { state, effects: [{ do: 'report-transport-error' }] };
      break;
    case 'Completed':
      return stepCompleted(state, input, setting);
    case 'Confirmed':
      // "The purpose of the Confirmed state is to absorb any additional ACK messages that arrive"
      if (input.type === 'timer' && input.timer === 'I') return { state: TERMINATED, effects: STAY };
      break;
    case 'Terminated':
      break;
  }
  return { state, effects: STAY };
}

function stepProceeding(
  state: InviteServerState & { name: 'Proceeding' },
  input: InviteServerInput,
  setting: Setting,
): ThisStep {
  // "If a request retransmission is received while in the Proceeding state, the most recent provisional
  // response that was received from the TU MUST be passed to the transport layer for retransmission."
  if (input.type === 'request') return { state, effects: state.responded ? [SEND] : STAY };
  if (input.type === 'timer' && input.timer === 'Trying' && !state.responded) {
    return { state: RESPONDED, effects: [{ do: 'send-trying' }] };
  }
  if (input.type === 'transport-error') {
    return { state: TERMINATED, effects: [STOP_TRYING, { do: 'report-transport-error' }] };
  }
  if (input.type !== 'respond') return { state, effects: STAY };
  const leaving = state.responded ? STAY : [STOP_TRYING];
  if (input.status < 200) return { state: RESPONDED, effects: [...leaving, SEND] };
  // RFC 6026 7.1: "the server transaction MUST … enter the Accepted state" and start timer L, 64*T1.
  if (isSuccess(input.status))
    return { state: ACCEPTED, effects: [...leaving, SEND, start('L', 64 * setting.t1)] };
  // "For unreliable transports, timer G is set to fire in T1 seconds … timer H MUST be set to fire in 64*T1
  // seconds for all transports."
  const timerG = setting.reliable ? [] : [start('G', setting.t1)];
  return {
    state: { name: 'Completed', interval: setting.t1 },
    effects: [...leaving, SEND, ...timerG, start('H', 64 * setting.t1)],
  };
}

function stepCompleted(
  state: InviteServerState & { name: 'Completed' },
  input: InviteServerInput,
  setting: Setting,
): ThisStep {
  // "while in the Completed state, if a request retransmission is received, the server SHOULD pass the response
  // to the transport for retransmission."
  if (input.type === 'request') return { state, effects: [SEND] };
  if (input.type === 'ack') {
    // "timer I is set to fire in T4 seconds for unreliable transports, and zero seconds for reliable"
    return {
      state: CONFIRMED,
      effects: [stop('G'), stop('H'), start('I', setting.reliable ? 0 : setting.t4)],
    };
  }
  if (input.type === 'timer' && input.timer === 'G') {
    // "timer G is reset to fire in MIN(2*T1, T2) seconds … when it fires again, doubled … capped at T2"
    const interval = Math.min(state.interval * 2, setting.t2);
    return { state: { name: 'Completed', interval }, effects: [SEND, start('G', interval)] };
  }
  if (input.type === 'timer' && input.timer === 'H') {
    // "If timer H fires while in the Completed state, it implies that the ACK was never received."
    return { state: TERMINATED, effects: [stop('G'), { do: 'report-timeout' }] };
  }
  if (input.type === 'transport-error') {
    return { state: TERMINATED, effects: [stop('G'), stop('H'), { do: 'report-transport-error' }] };
  }
  return { state, effects: STAY };
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
