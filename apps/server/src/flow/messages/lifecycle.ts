/**
 * The life of a message, as one table: state × event → state. `queued`, `claimed` and `dialling` are rows of the
 * queue; `ended` is the receipt. Every change of state is one transaction, and a crash between two leaves the
 * message in the earlier state, from which `node-lost` or the next claim leads on.
 *
 * From `dialling` there is no way back once an INVITE may have left: a callee is never rung twice for one message.
 * `not-dialled` is the engine's word that nothing was sent.
 */
export type MessageState = 'queued' | 'claimed' | 'dialling' | 'ended';

export type MessageEvent =
  | 'claim' // a node takes it
  | 'dial' // the node is about to send the INVITE
  | 'not-dialled' // the node gives it back, nothing was sent
  | 'refuse' // a rule stops it before the dial: callee refuses, out of window, no trunk
  | 'finish' // the call is over
  | 'expire' // it waited past its time
  | 'node-lost'; // the lease of its node ran out

const TABLE: { readonly [State in MessageState]: { readonly [Event in MessageEvent]?: MessageState } } = {
  queued: { claim: 'claimed', refuse: 'ended', expire: 'ended' },
  claimed: {
    dial: 'dialling',
    'not-dialled': 'queued',
    refuse: 'ended',
    expire: 'ended',
    'node-lost': 'queued',
  },
  dialling: { finish: 'ended', 'not-dialled': 'queued', 'node-lost': 'ended' },
  ended: {},
};

/** The state that follows, or undefined where the event cannot happen. */
export function nextState(state: MessageState, event: MessageEvent): MessageState | undefined {
  return TABLE[state][event];
}
