import type { CallEnd, HangupReason, HeaderList, IncomingCall, IncomingCallHandlers } from '../api.ts';
import { type Dialog, dialogAsCallee, dialogKey } from '../dialog/dialog.ts';
import { SipParseError } from '../grammar/errors.ts';
import { header } from '../grammar/headers.ts';
import { bodyText } from '../grammar/message.ts';
import { readDigits } from '../grammar/scan.ts';
import { checkSingleLine } from '../grammar/serialise.ts';
import { reasonPhrase } from '../grammar/status.ts';
import type { Source, Timer } from '../ports.ts';
import { AnswerRetransmitter } from './answer-retransmitter.ts';
import { ALLOW, type Core, type DialogHolder, type LivingCall } from './core.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';
import { Session } from './session.ts';

/** A call nobody answers or rejects ends by itself: the life of an INVITE without Expires (timer C's 3 minutes). */
const MAX_RINGING_MS = 180_000;

const encoder = new TextEncoder();

/**
 * A call that comes in (RFC 3261 13.3).
 *
 *   ringing ──answer()──▶ unacknowledged ──ACK──▶ talking ──BYE──▶ ended
 *      └──reject(), CANCEL, BYE, Expires──▶ ended
 *   hangup() before the ACK waits for it, as 15 forbids a BYE until then.
 */
export class Incoming implements IncomingCall, LivingCall, DialogHolder {
  readonly callId: string;
  readonly requestUri: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly headers: HeaderList;
  readonly peer: Source;
  handlers: IncomingCallHandlers = {};
  readonly localTag: string;
  readonly #core: Core;
  readonly #transaction: ServerTransaction;
  readonly #decided: () => void;
  readonly #dialog: Dialog;
  readonly #key: string;
  readonly #sequence: number;
  readonly #expiry: Timer;
  #state: 'ringing' | 'unacknowledged' | 'talking' | 'ended' = 'ringing';
  #session: Session | undefined;
  #answer: AnswerRetransmitter | undefined;
  #noAck = false;
  #hangupWish: { readonly reason: HangupReason | undefined } | undefined;

  /** @param decided called once the INVITE has its final response: a CANCEL comes too late then */
  constructor(core: Core, request: ReceivedRequest, transaction: ServerTransaction, decided: () => void) {
    const { essentials, message, source } = request;
    this.#core = core;
    this.#decided = decided;
    this.localTag = core.token(8);
    this.#transaction = transaction;
    this.callId = essentials.callId;
    this.requestUri = message.uri;
    this.from = essentials.fromUri;
    this.to = essentials.toUri;
    this.body = bodyText(message);
    this.headers = message.headers;
    this.peer = source;
    this.#dialog = dialogAsCallee(message, essentials, this.localTag);
    this.#key = dialogKey(this.callId, this.localTag, this.#dialog.remoteTag);
    this.#sequence = essentials.cseq.number;
    core.calls.add(this);
    core.dialogs.set(this.#key, this);
    transaction.user = {
      onAck: (ack) => this.receiveAck(ack),
      // A failed 2xx is sent again by its timer; without an ACK that ends the call.
      onFailure: () => {},
    };
    // 13.3.1: the invitation lives as long as its Expires says.
    const expires = readDigits(header(message.headers, 'Expires') ?? '');
    const life = expires === undefined ? MAX_RINGING_MS : Math.min(expires * 1000, MAX_RINGING_MS);
    this.#expiry = core.clock.setTimer(life, () => this.#refuse(487, { kind: 'timeout' }));
  }

  ring(): void {
    this.progress(180);
  }

  progress(status: 180 | 181 | 182 | 183, body = ''): void {
    if (this.#state !== 'ringing') return;
    this.#respond(status, body);
  }

  answer(body: string): void {
    if (this.#state !== 'ringing') return;
    this.#state = 'unacknowledged';
    this.#expiry.cancel();
    this.#decided();
    this.#session = new Session(this.#core, {
      dialog: this.#dialog,
      localSdp: body,
      remoteSdp: this.body,
      authenticator: undefined,
      handlers: () => this.handlers,
      onEnd: (end) => this.#end(end),
    });
    // The session took the dialog's place; requests still come here first, while the ACK is out.
    this.#core.dialogs.set(this.#key, this);
    this.#respond(200, body);
    this.#answer = new AnswerRetransmitter(this.#core, this.#transaction, this.#sequence, (ack) =>
      this.#onAnswerDone(ack),
    );
  }

  reject(status: number, reason?: string, headers?: HeaderList): void {
    if (this.#state !== 'ringing') return;
    const fits = Number.isInteger(status) && status >= 300 && status <= 699;
    const final = fits ? status : 500;
    const phrase = reason ?? reasonPhrase(final);
    const safe = isSafe(phrase, headers ?? []);
    this.#refuse(
      final,
      { kind: 'rejected', status: final, reason: phrase },
      safe ? phrase : undefined,
      safe ? headers : undefined,
    );
  }

  hangup(reason?: HangupReason): void {
    if (this.#state === 'ringing') this.reject(480);
    else if (this.#state === 'talking') this.#session?.hangup(reason);
    else if (this.#state === 'unacknowledged') this.#hangupWish ??= { reason };
  }

  /** CANCEL of this INVITE (9.2); nothing to do once a final response was sent. */
  cancelled(): void {
    if (this.#state !== 'ringing') return;
    this.#core.wire.guard(() => this.handlers.onCancel?.());
    this.#refuse(487, { kind: 'cancelled' });
  }

  shutDown(): void {
    if (this.#state === 'ringing') this.reject(503);
    else this.hangup();
  }

  abandon(): void {
    if (this.#state === 'ringing') this.reject(503);
    else this.#session?.hangup();
  }

  receive(request: ReceivedRequest, transaction: ServerTransaction): void {
    const { method } = request.message;
    if (this.#session !== undefined && method === 'INVITE') {
      // RFC 5407 3.1.5: the INVITE before this one is still without its ACK.
      transaction.respond({ status: 491, toTag: '' });
    } else if (this.#session !== undefined) {
      this.#session.receive(request, transaction);
    } else if (method === 'BYE') {
      // 15.1.2: "the UAS … SHOULD still … respond to any pending requests …, it is RECOMMENDED that a 487 be generated"
      transaction.respond({ status: 200, toTag: '' });
      this.cancelled();
    } else if (method === 'INVITE') {
      // 14.2: a second INVITE before the final response to the first: 500 with Retry-After from 0 to 10 s.
      transaction.respond({ status: 500, toTag: '', headers: [['Retry-After', '5']] });
    } else {
      transaction.respond({ status: 405, toTag: '', headers: [['Allow', ALLOW]] });
    }
  }

  receiveAck(ack: ReceivedRequest): void {
    if (this.#answer?.sequence === ack.essentials.cseq.number) this.#answer.receiveAck(ack);
  }

  #onAnswerDone(ack: ReceivedRequest | undefined): void {
    if (this.#state !== 'unacknowledged' || this.#session === undefined) return;
    if (ack === undefined) {
      // 13.3.1.4: the dialog is confirmed, but the session should be terminated with a BYE.
      this.#noAck = true;
      this.#session.hangup({ text: 'no ACK', sip: 408 });
      return;
    }
    this.#state = 'talking';
    this.#core.dialogs.set(this.#key, this.#session);
    const body = bodyText(ack.message);
    this.#core.wire.guard(() => this.handlers.onAck?.({ body }));
    if (this.#hangupWish !== undefined) this.#session.hangup(this.#hangupWish.reason);
  }

  #respond(status: number, body: string): void {
    const headers: [string, string][] = [
      ['Contact', this.#core.contact(this.peer.protocol, this.requestUri)],
      ['Allow', ALLOW],
    ];
    if (body !== '') headers.push(['Content-Type', 'application/sdp']);
    this.#transaction.respond({ status, toTag: this.localTag, headers, body: encoder.encode(body) });
  }

  #refuse(status: number, end: CallEnd, reason?: string, headers?: HeaderList): void {
    if (this.#state !== 'ringing') return;
    this.#transaction.respond({
      status,
      toTag: this.localTag,
      ...(reason === undefined ? {} : { reason }),
      ...(headers === undefined ? {} : { headers }),
    });
    this.#end(end);
  }

  #end(end: CallEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#expiry.cancel();
    this.#answer?.stop();
    // The transaction outlives the call by 32 s and must not hold it.
    this.#transaction.user = undefined;
    this.#decided();
    this.#core.calls.delete(this);
    this.#core.dialogs.delete(this.#key);
    this.#core.wire.guard(() => this.handlers.onEnd?.(this.#noAck ? { kind: 'timeout' } : end));
  }
}

/** Line breaks of the caller would become header fields. */
function isSafe(phrase: string, headers: HeaderList): boolean {
  try {
    for (const text of [phrase, ...headers.flat()]) checkSingleLine(text, 'a response');
    return true;
  } catch (error) {
    if (error instanceof SipParseError) return false;
    throw error;
  }
}
