/**
 * Non-INVITE server transaction (RFC 3261 17.2.2 figure 8).
 *
 *   Trying ──1xx──▶ Proceeding ──200-699──▶ Completed ──timer J──▶ Terminated
 *     └──200-699──▶ Completed
 *   A repeated request gets the latest response again, in Trying nothing.
 */
import { type Setting, type Step, start, type TimerEffect } from './timers.ts';

export type NonInviteServerState =
  | { readonly name: 'Trying' }
  | { readonly name: 'Proceeding' }
  | { readonly name: 'Completed' }
  | { readonly name: 'Terminated' };

export type NonInviteServerInput =
  | { readonly type: 'request' }
  | { readonly type: 'respond'; readonly status: number }
  | { readonly type: 'timer'; readonly timer: 'J' }
  | { readonly type: 'transport-error' };

export type NonInviteServerEffect =
  | TimerEffect
  | { readonly do: 'send-response' }
  | { readonly do: 'report-transport-error' };

type ThisStep = Step<NonInviteServerState, NonInviteServerEffect>;

const TRYING: NonInviteServerState = { name: 'Trying' };
const PROCEEDING: NonInviteServerState = { name: 'Proceeding' };
const COMPLETED: NonInviteServerState = { name: 'Completed' };
const TERMINATED: NonInviteServerState = { name: 'Terminated' };
const SEND: NonInviteServerEffect = { do: 'send-response' };
const STAY: readonly NonInviteServerEffect[] = [];

export function startNonInviteServer(): ThisStep {
  return { state: TRYING, effects: STAY };
}

export function stepNonInviteServer(
  state: NonInviteServerState,
  input: NonInviteServerInput,
  setting: Setting,
): ThisStep {
  switch (state.name) {
    case 'Trying':
    case 'Proceeding':
      if (input.type === 'respond') {
        if (input.status < 200) return { state: PROCEEDING, effects: [SEND] };
        // "When the server transaction enters the Completed state, it MUST set Timer J to fire in 64*T1 seconds
        // for unreliable transports, and zero seconds for reliable transports."
        return { state: COMPLETED, effects: [SEND, start('J', setting.reliable ? 0 : 64 * setting.t1)] };
      }
      // "Once in the Trying state, any further request retransmissions are discarded."
      if (input.type === 'request') return { state, effects: state.name === 'Proceeding' ? [SEND] : STAY };
      break;
    case 'Completed':
      // "While in the Completed state, the server transaction MUST pass the final response to the transport layer
      // for retransmission whenever a retransmission of the request is received. Any other final responses
      // passed by the TU to the server transaction MUST be discarded while in the Completed state."
      if (input.type === 'request') return { state, effects: [SEND] };
      if (input.type === 'timer') return { state: TERMINATED, effects: STAY };
      break;
    case 'Terminated':
      return { state, effects: STAY };
  }
  if (input.type === 'transport-error')
    return { state: TERMINATED, effects: [{ do: 'report-transport-error' }] };
  return { state, effects: STAY };
}
