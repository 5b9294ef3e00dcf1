import type {
  CallEnd,
  FinalResponse,
  HangupReason,
  HeaderList,
  IncomingCall,
  IncomingCallHandlers,
  InfoBody,
  ReferHandlers,
} from '../api.ts';
import { dialogAsCallee } from '../dialog/dialog.ts';
import { judgeTimer } from '../dialog/session-timer.ts';
import { SipParseError } from '../grammar/errors.ts';
import { type Header, header, headerTokens } from '../grammar/headers.ts';
import { bodyText } from '../grammar/message.ts';
import { readDigits } from '../grammar/scan.ts';
import { checkSingleLine } from '../grammar/serialise.ts';
import { reasonPhrase } from '../grammar/status.ts';
import type { Source, Timer } from '../ports.ts';
import { AnswerRetransmitter } from './answer-retransmitter.ts';
import { ALLOW, type Core, type DialogHolder, type LivingCall, SUPPORTED } from './core.ts';
import { LiveDialog } from './live-dialog.ts';
import { ReliableResponses } from './reliable-responses.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';
import { NOT_THERE, Session } from './session.ts';

/** A call nobody answers or rejects ends by itself: the life of an INVITE without Expires (timer C's 3 minutes). */
const MAX_RINGING_MS = 180_000;

const encoder = new TextEncoder();

/**
 * A call that comes in (RFC 3261 13.3).
 *
 *   ringing ──answer()──▶ unacknowledged ──ACK──▶ talking ──BYE──▶ ended
 *      └──reject(), CANCEL, BYE, Expires, no PRACK──▶ ended
 *   answer() waits for the PRACK of a reliable response with SDP; hangup() before the ACK waits for it, as 15 forbids
 *   a BYE until then.
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
  readonly #live: LiveDialog;
  readonly #session: Session;
  readonly #sequence: number;
  readonly #expiry: Timer;
  /** undefined until there is a reliable response. */
  #reliable: ReliableResponses | undefined;
  #state: 'ringing' | 'unacknowledged' | 'talking' | 'ended' = 'ringing';
  #answerWish: string | undefined;
  /** An SDP of ours has reached the caller: offer and answer are through, and UPDATE may bring a new offer. */
  #described = '';
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
    this.#sequence = essentials.cseq.number;
    this.#live = new LiveDialog(core, dialogAsCallee(message, essentials, this.localTag), undefined);
    this.#session = new Session(core, {
      live: this.#live,
      localSdp: '',
      remoteSdp: this.body,
      ownsCallId: false,
      terms: core.terms,
      peerHeaders: message.headers,
      handlers: () => this.handlers,
      onEnd: (end) => this.#end(end),
    });
    // Requests come here first, until the call is answered and that acknowledged.
    this.#live.heldBy(this);
    core.calls.add(this);
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

  progress(status: 180 | 181 | 182 | 183, body = '', options: { reliable?: boolean } = {}): void {
    if (this.#state !== 'ringing' || this.#answerWish !== undefined) return;
    const parts = { status, toTag: this.localTag, headers: this.#headers(body), body: encoder.encode(body) };
    const required = headerTokens(this.headers, 'Require').includes('100rel');
    if (required || (options.reliable && headerTokens(this.headers, 'Supported').includes('100rel'))) {
      if (body !== '') this.#described = body;
      this.#reliably().send(parts);
    } else if (!this.#reliable?.waiting) {
      // RFC 3262 3 orders reliable ones alone; one that is not would overtake what waits, and is left out.
      this.#transaction.respond(parts);
    }
  }

  answer(body: string): void {
    if (this.#state !== 'ringing') return;
    // RFC 3262 3: "the UAS MUST NOT send … 2xx … until the provisional response[s with SDP] are acknowledged".
    if (this.#reliable?.sdpWaiting) {
      this.#answerWish ??= body;
      return;
    }
    const timer = judgeTimer(this.headers, this.#core.terms);
    this.#reliable?.stop();
    this.#state = 'unacknowledged';
    this.#expiry.cancel();
    this.#decided();
    this.#session.describe(body);
    this.#session.confirm();
    if (timer.kind === 'agreed') this.#session.watchOver(timer.agreed);
    this.#transaction.respond({
      status: 200,
      toTag: this.localTag,
      headers: [
        ...this.#headers(body),
        ['Supported', SUPPORTED],
        ...(timer.kind === 'agreed' ? timer.headers : []),
      ],
      body: encoder.encode(body),
    });
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
    else if (this.#state === 'talking') this.#session.hangup(reason);
    else if (this.#state === 'unacknowledged') this.#hangupWish ??= { reason };
  }

  reoffer(offer: string): Promise<FinalResponse> {
    return this.#state === 'talking' ? this.#session.reoffer(offer) : NOT_THERE;
  }

  update(offer?: string): Promise<FinalResponse> {
    return this.#reached ? this.#session.update(offer) : NOT_THERE;
  }

  info(info: InfoBody): Promise<FinalResponse> {
    return this.#reached ? this.#session.info(info) : NOT_THERE;
  }

  sendDigit(digit: string, ms?: number): Promise<FinalResponse> {
    return this.#reached ? this.#session.sendDigit(digit, ms) : NOT_THERE;
  }

  refer(target: string, handlers: ReferHandlers = {}): Promise<FinalResponse> {
    return this.#state === 'talking' ? this.#session.refer(target, handlers) : NOT_THERE;
  }

  /** The caller is known to have the dialog: it has acknowledged a response of ours. */
  get #reached(): boolean {
    return this.#state === 'talking' || (this.#reliable !== undefined && !this.#reliable.waiting);
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
    else this.#session.hangup();
  }

  receive(request: ReceivedRequest, transaction: ServerTransaction): void {
    const { method } = request.message;
    if (method === 'PRACK') this.#receivePrack(request, transaction);
    else if (this.#state === 'unacknowledged' && method === 'INVITE') {
      // RFC 5407 3.1.5: the INVITE before this one is still without its ACK.
      transaction.respond({ status: 491, toTag: '' });
    } else if (this.#state !== 'ringing') this.#session.receive(request, transaction);
    else if (method === 'BYE') {
      // 15.1.2: "the UAS … SHOULD still … respond to any pending requests …, it is RECOMMENDED that a 487 be generated"
      transaction.respond({ status: 200, toTag: '' });
      this.cancelled();
    } else if (method === 'INVITE' || (method === 'UPDATE' && this.#described === '')) {
      // 14.2, RFC 3311 5.2: before the offer at hand is answered: 500 and "a Retry-After header field with a randomly
      // chosen value of between 0 and 10 seconds".
      const seconds = Math.floor(this.#core.draw() * 11);
      transaction.respond({ status: 500, toTag: '', headers: [['Retry-After', `${seconds}`]] });
    } else {
      this.#session.receive(request, transaction);
    }
  }

  receiveAck(ack: ReceivedRequest): void {
    if (this.#answer?.sequence === ack.essentials.cseq.number) this.#answer.receiveAck(ack);
    else this.#session.receiveAck(ack);
  }

  #receivePrack(request: ReceivedRequest, transaction: ServerTransaction): void {
    const { headers } = request.message;
    const inOrder = this.#live.take(request.essentials.cseq.number);
    if (!inOrder || !this.#reliable?.acknowledges(header(headers, 'RAck'))) {
      transaction.respond({ status: 481, toTag: '' });
      return;
    }
    const body = bodyText(request.message);
    // RFC 3262 5: where the INVITE had no offer our response had it, and this is the answer; else it is a new offer.
    if (body !== '' && this.body !== '') this.#session.exchange().answerPrack(body, transaction);
    else {
      transaction.respond({ status: 200, toTag: '' });
      this.#session.exchange().learnAnswer(body);
    }
    this.#reliable.acknowledge();
  }

  #onAnswerDone(ack: ReceivedRequest | undefined): void {
    if (this.#state !== 'unacknowledged') return;
    if (ack === undefined) {
      // 13.3.1.4: the dialog is confirmed, but the session should be terminated with a BYE.
      this.#noAck = true;
      this.#session.hangup({ text: 'no ACK', sip: 408 });
      return;
    }
    this.#state = 'talking';
    // A PRACK that comes late is for us: a 481 to it would end the call (12.2.1.2).
    if (!this.#reliable?.owed) this.#live.heldBy(this.#session);
    const body = bodyText(ack.message);
    this.#session.learnRemote(body);
    this.#core.wire.guard(() => this.handlers.onAck?.({ body }));
    if (this.#hangupWish !== undefined) this.#session.hangup(this.#hangupWish.reason);
  }

  #reliably(): ReliableResponses {
    this.#reliable ??= new ReliableResponses(this.#core, this.#transaction, this.#sequence, {
      onDrained: () => {
        if (this.#described !== '') this.#session.describe(this.#described);
        if (this.#answerWish !== undefined) this.answer(this.#answerWish);
      },
      onNoPrack: () => this.#refuse(504, { kind: 'timeout' }),
    });
    return this.#reliable;
  }

  #headers(body: string): Header[] {
    const headers: Header[] = [
      ['Contact', this.#core.contact(this.peer.protocol, this.requestUri)],
      ['Allow', ALLOW],
    ];
    if (body !== '') headers.push(['Content-Type', 'application/sdp']);
    return headers;
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
    this.#reliable?.stop();
    this.#answer?.stop();
    // The transaction outlives the call by 32 s and must not hold it.
    this.#transaction.user = undefined;
    this.#decided();
    this.#core.calls.delete(this);
    this.#session.drop();
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
