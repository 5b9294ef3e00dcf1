import type { CallEnd, HangupReason, SessionHandlers } from '../api.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { type Dialog, dialogKey, nextRequest, refreshTarget, takeRequest } from '../dialog/dialog.ts';
import type { Header } from '../grammar/headers.ts';
import { bodyText, EMPTY_BODY, type SipResponse } from '../grammar/message.ts';
import { formatReason, readReason } from '../grammar/reason.ts';
import { AnswerRetransmitter } from './answer-retransmitter.ts';
import { ALLOW, type Core, type DialogHolder } from './core.ts';
import { screenInDialog } from './screen.ts';
import type { ReceivedRequest, ResponseParts, ServerTransaction } from './server-transaction.ts';

export interface SessionParts {
  dialog: Dialog;
  /** SDP last sent and received. */
  localSdp: string;
  remoteSdp: string;
  authenticator: Authenticator | undefined;
  /** The user's, as they are now. */
  handlers(): SessionHandlers;
  /** The session is over; called once. */
  onEnd(end: CallEnd): void;
}

const encoder = new TextEncoder();

/** An answered call, the same for both sides: BYE both ways, and re-INVITE from the peer (RFC 3261 14, 15). */
export class Session implements DialogHolder {
  readonly #core: Core;
  readonly #parts: SessionParts;
  readonly #key: string;
  #dialog: Dialog;
  #localSdp: string;
  #remoteSdp: string;
  #reinvite: AnswerRetransmitter | undefined;
  #over = false;

  constructor(core: Core, parts: SessionParts) {
    this.#core = core;
    this.#parts = parts;
    this.#dialog = parts.dialog;
    this.#localSdp = parts.localSdp;
    this.#remoteSdp = parts.remoteSdp;
    this.#key = dialogKey(parts.dialog.callId, parts.dialog.localTag, parts.dialog.remoteTag);
    core.dialogs.set(this.#key, this);
  }

  receive(request: ReceivedRequest, transaction: ServerTransaction): void {
    const respond = (parts: Omit<ResponseParts, 'toTag'>): void =>
      transaction.respond({ ...parts, toTag: '' });
    const taken = takeRequest(this.#dialog, request.essentials.cseq.number);
    if (taken === undefined) {
      respond({ status: 500, reason: 'CSeq Out Of Order' });
      return;
    }
    this.#dialog = taken;
    const refusal = screenInDialog(request.message);
    if (refusal !== undefined) {
      respond(refusal);
      return;
    }
    if (request.message.method === 'BYE') {
      // 15.1.2: "The UAS core … MUST generate a 2xx response to it, and MUST … terminate the session."
      respond({ status: 200 });
      const { text, q850 } = readReason(request.message.headers);
      this.#end({
        kind: 'hung-up',
        by: 'peer',
        ...(text === undefined ? {} : { reason: text }),
        ...(q850 === undefined ? {} : { q850 }),
      });
    } else if (request.message.method === 'INVITE') {
      this.#answerReinvite(request, transaction);
    } else {
      respond({ status: 200, headers: [['Allow', ALLOW]] });
    }
  }

  receiveAck(ack: ReceivedRequest): void {
    if (this.#reinvite?.sequence === ack.essentials.cseq.number) this.#reinvite.receiveAck(ack);
  }

  /** Sends BYE. The session is over for us at once: 15.1.1 "The UAC MUST consider the session terminated". */
  hangup(reason?: HangupReason): void {
    if (this.#over) return;
    this.#sendBye(reason ?? { text: '' });
    this.#end({
      kind: 'hung-up',
      by: 'us',
      ...(reason?.text ? { reason: reason.text } : {}),
      ...(reason?.q850 === undefined ? {} : { q850: reason.q850 }),
    });
  }

  #sendBye(reason: HangupReason): void {
    const { dialog, request } = nextRequest(this.#dialog, 'BYE');
    this.#dialog = dialog;
    const extra: Header[] = formatReason(reason).map((value) => ['Reason', value]);
    const credentials = this.#parts.authenticator?.headers('BYE', request.uri, EMPTY_BODY) ?? [];
    const ignore = (): void => {};
    this.#core.request(
      {
        method: 'BYE',
        uri: request.uri,
        nextHop: request.nextHop,
        headers: [...request.headers, ...extra, ...credentials],
        callId: dialog.callId,
      },
      {
        onResponse: (response: SipResponse) => {
          const challenged = response.status === 401 || response.status === 407;
          if (challenged && this.#parts.authenticator?.learn(response)) this.#sendBye(reason);
        },
        onTimeout: ignore,
        onTransportError: ignore,
      },
    );
  }

  /**
   * An unchanged offer is answered with the SDP we have: that is how peers refresh a session. A changed one is put to
   * the user of the package; without an answer it is 488 and the session goes on as it was (14.2). Where the peer
   * offers nothing it wants an offer of ours, and its answer comes with the ACK.
   */
  #answerReinvite(request: ReceivedRequest, transaction: ServerTransaction): void {
    const { cseq } = request.essentials;
    if (this.#reinvite?.waiting) {
      // 14.2: a second INVITE before the first is through.
      transaction.respond({ status: 491, toTag: '' });
      return;
    }
    this.#dialog = refreshTarget(this.#dialog, request.message.headers);
    const offer = bodyText(request.message);
    const sdp = offer === '' ? this.#offer() : this.#answer(offer);
    if (sdp === undefined) {
      transaction.respond({ status: 488, toTag: '' });
      return;
    }
    this.#localSdp = sdp;
    transaction.user = { onAck: (ack) => this.receiveAck(ack), onFailure: () => {} };
    transaction.respond({
      status: 200,
      toTag: '',
      headers: [
        ['Contact', this.#core.contact(request.source.protocol, request.message.uri)],
        ['Allow', ALLOW],
        ['Content-Type', 'application/sdp'],
      ],
      body: encoder.encode(sdp),
    });
    this.#reinvite = new AnswerRetransmitter(this.#core, transaction, cseq.number, (ack) => {
      // 14.2: no ACK within 64*T1 ends the session.
      if (ack === undefined) this.hangup({ text: 'no ACK', sip: 408 });
      else if (offer === '') this.#learn(bodyText(ack.message));
    });
  }

  #offer(): string {
    let offer = this.#localSdp;
    this.#core.wire.guard(() => {
      offer = this.#parts.handlers().onOfferWanted?.() ?? offer;
    });
    return offer;
  }

  #answer(offer: string): string | undefined {
    if (sameOrigin(offer, this.#remoteSdp)) return this.#localSdp;
    let answer: string | undefined;
    this.#core.wire.guard(() => {
      answer = this.#parts.handlers().onReoffer?.(offer);
    });
    if (answer !== undefined) this.#remoteSdp = offer;
    return answer;
  }

  #learn(answer: string): void {
    if (this.#over || answer === '' || answer === this.#remoteSdp) return;
    this.#remoteSdp = answer;
    this.#core.wire.guard(() => this.#parts.handlers().onReanswer?.(answer));
  }

  #end(end: CallEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#reinvite?.stop();
    this.#core.dialogs.delete(this.#key);
    this.#parts.onEnd(end);
  }
}

/** RFC 3264 8: the o= line, version included, is the same exactly when the description is. */
function sameOrigin(a: string, b: string): boolean {
  const origin = /^o=.*$/m;
  const [first] = origin.exec(a) ?? [];
  return first !== undefined && first === origin.exec(b)?.[0];
}
