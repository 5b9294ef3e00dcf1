import type { FinalResponse } from '../api.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import {
  ackRequest,
  type Dialog,
  dialogKey,
  nextRequest,
  refreshTarget,
  takeRequest,
} from '../dialog/dialog.ts';
import { type Header, header } from '../grammar/headers.ts';
import { bodyText, EMPTY_BODY, type SipResponse } from '../grammar/message.ts';
import type { Timer } from '../ports.ts';
import type { ClientTransaction, ClientUser } from './client-transaction.ts';
import type { Core, DialogHolder } from './core.ts';
import type { SentAck } from './sender.ts';

/** A request inside a dialog; Route, From, To, Call-ID, CSeq, credentials and Contact are added. */
export interface DialogRequestParts {
  readonly method: string;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
  readonly contentType?: string;
}

/** Methods whose requests and 2xx carry a Contact that becomes the remote target (RFC 3261 12.2, RFC 3311 5.1). */
const REFRESHING = new Set(['INVITE', 'UPDATE']);

/** A person may be asked whether the session may change: as long as a call may ring. */
const MAX_REINVITE_MS = 180_000;

/** A dialog that lives: its state, and the way to send requests in it. */
export class LiveDialog {
  readonly key: string;
  readonly #core: Core;
  readonly #authenticator: Authenticator | undefined;
  #state: Dialog;
  /** A re-INVITE of ours without a final response. */
  #invite: { transaction: ClientTransaction; user: ClientUser; timer: Timer } | undefined;

  constructor(core: Core, state: Dialog, authenticator: Authenticator | undefined) {
    this.#core = core;
    this.#state = state;
    this.#authenticator = authenticator;
    this.key = dialogKey(state.callId, state.localTag, state.remoteTag);
  }

  get callId(): string {
    return this.#state.callId;
  }

  get remoteTag(): string {
    return this.#state.remoteTag;
  }

  /** From now on requests of the peer go to `holder`. */
  heldBy(holder: DialogHolder): void {
    this.#core.dialogs.set(this.key, holder);
  }

  /** Nobody takes requests of the peer any more. A re-INVITE without its answer has as long as a BYE has. */
  release(): void {
    this.#core.dialogs.delete(this.key);
    this.#await(this.#invite?.transaction, this.#invite?.user, 64 * this.#core.timers.t1);
  }

  /** False when the request is older than one seen (12.2.2). */
  take(sequence: number): boolean {
    const taken = takeRequest(this.#state, sequence);
    if (taken !== undefined) this.#state = taken;
    return taken !== undefined;
  }

  /** Takes the Contact and, of a response that makes the dialog, nothing else: the route set stays (12.2). */
  refresh(headers: readonly Header[]): void {
    this.#state = refreshTarget(this.#state, headers);
  }

  /** Takes what the 2xx says about the way: 13.2.2.4 "the route set … MUST be recomputed based on the 2xx response". */
  confirm(state: Dialog): void {
    const { remoteTarget, routeSet } = state;
    this.#state = { ...this.#state, remoteTarget, routeSet };
  }

  /**
   * Sends a request and, when it is challenged, once more with credentials. `done` is called once: with the final
   * response, with 408 for none and 503 for a request that could not be sent (8.1.3.1). The ACK of a 2xx to an INVITE
   * is sent before it.
   *
   * @param numbered gets the CSeq number of each request before it is sent
   */
  request(
    parts: DialogRequestParts,
    done: (response: FinalResponse) => void,
    numbered?: (sequence: number) => void,
  ): void {
    const { method, headers = [], body = EMPTY_BODY } = parts;
    const { dialog, request } = nextRequest(this.#state, method);
    this.#state = dialog;
    const sequence = dialog.localSequence;
    numbered?.(sequence);
    const credentials = this.#authenticator?.headers(method, request.uri, body) ?? [];
    let ack: SentAck | undefined;
    const user: ClientUser = {
      onResponse: (response) => {
        const { status } = response;
        if (status < 200) return;
        if (method === 'INVITE') this.#settle();
        if (status < 300 && method === 'INVITE') {
          if (ack !== undefined) {
            ack.send();
            return;
          }
          this.refresh(response.headers);
          ack = this.acknowledge(sequence, credentials);
        } else if (status < 300 && REFRESHING.has(method)) this.refresh(response.headers);
        const challenged = status === 401 || status === 407;
        if (!challenged) this.#authenticator?.accepted();
        if (challenged && this.#authenticator?.learn(response)) this.request(parts, done, numbered);
        else done(toFinal(response));
      },
      onTimeout: () => {
        if (method === 'INVITE') this.#settle();
        done({ status: 408, reason: 'Request Timeout', headers: [], body: '' });
      },
      onTransportError: (message) => {
        if (method === 'INVITE') this.#settle();
        done({ status: 503, reason: message, headers: [], body: '' });
      },
    };
    this.#core.request(
      {
        method,
        uri: request.uri,
        nextHop: request.nextHop,
        headers: [...request.headers, ...headers, ...credentials],
        callId: dialog.callId,
        contact: REFRESHING.has(method) || method === 'REFER' || method === 'NOTIFY',
        body,
        ...(parts.contentType === undefined ? {} : { contentType: parts.contentType }),
      },
      user,
      method === 'INVITE' ? (transaction) => this.#await(transaction, user) : undefined,
    );
  }

  /**
   * Once it has a provisional response, a client transaction of INVITE waits for ever (17.1.1.2). Here it waits so long
   * and is then taken for one without a response.
   */
  #await(transaction?: ClientTransaction, user?: ClientUser, ms = MAX_REINVITE_MS): void {
    this.#settle();
    if (transaction === undefined || user === undefined) return;
    const timer = this.#core.clock.setTimer(ms, () => {
      transaction.abandon();
      user.onTimeout();
    });
    this.#invite = { transaction, user, timer };
  }

  #settle(): void {
    this.#invite?.timer.cancel();
    this.#invite = undefined;
  }

  /** Sends the ACK of the 2xx to the INVITE of this number; it is sent again when the 2xx comes again (13.2.2.4). */
  acknowledge(sequence: number, credentials: readonly Header[]): SentAck {
    const { uri, nextHop, headers } = ackRequest(this.#state, sequence);
    // 22.1: an ACK carries the credentials of the INVITE it acknowledges.
    return this.#core.sender.acknowledge({
      method: 'ACK',
      uri,
      nextHop,
      headers: [...headers, ...credentials],
      callId: this.#state.callId,
    });
  }
}

function toFinal(response: SipResponse): FinalResponse {
  const { status, reason, headers } = response;
  return { status, reason, headers, body: bodyText(response) };
}

/** 12.2.1.2: after these "the UAC SHOULD terminate the dialog". */
export function endsDialog({ status }: FinalResponse): boolean {
  return status === 408 || status === 481;
}

/** Retry-After in milliseconds, undefined when there is none to read. */
export function retryAfterMs(headers: readonly Header[]): number | undefined {
  const seconds = /^[0-9]{1,7}/.exec(header(headers, 'Retry-After') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}
