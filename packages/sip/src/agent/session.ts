import type {
  CallEnd,
  FinalResponse,
  HangupReason,
  InfoBody,
  ReferHandlers,
  SessionHandlers,
} from '../api.ts';
import type { AgreedTimer, TimerTerms } from '../dialog/session-timer.ts';
import { DTMF_RELAY, digitOf, formatDigit, readDigit } from '../grammar/dtmf-relay.ts';
import { SipParseError } from '../grammar/errors.ts';
import { type Header, header } from '../grammar/headers.ts';
import { bodyText } from '../grammar/message.ts';
import { formatReason, readReason } from '../grammar/reason.ts';
import { checkSingleLine } from '../grammar/serialise.ts';
import { ALLOW, type Core, type DialogHolder, SUPPORTED } from './core.ts';
import { endsDialog, type LiveDialog } from './live-dialog.ts';
import { allows, OfferExchange } from './offer-exchange.ts';
import { screenInDialog } from './screen.ts';
import type { ReceivedRequest, ResponseParts, ServerTransaction } from './server-transaction.ts';
import { SessionWatch } from './session-watch.ts';
import { Transfer } from './transfer.ts';

export interface SessionParts {
  live: LiveDialog;
  /** SDP last sent and received. */
  localSdp: string;
  remoteSdp: string;
  ownsCallId: boolean;
  terms: TimerTerms;
  /** The peer's INVITE or response, whose Allow says how a session is refreshed. */
  peerHeaders: readonly Header[];
  /** The user's, as they are now. */
  handlers(): SessionHandlers;
  /** The session is over; called once. */
  onEnd(end: CallEnd): void;
}

const encoder = new TextEncoder();
/** What a verb of a call without a dialog gives. */
const NO_DIALOG: FinalResponse = {
  status: 481,
  reason: 'Call/Transaction Does Not Exist',
  headers: [],
  body: '',
};

export const NOT_THERE: Promise<FinalResponse> = Promise.resolve(NO_DIALOG);

/**
 * A dialog with a session in it, the same for both sides.
 *
 *   early ──confirm()──▶ confirmed ──BYE, session timer, a request nobody knows the dialog of──▶ over
 *     └──drop()──▶ over, without a word
 *   An early one takes and sends UPDATE and INFO; hanging up, transfer and re-INVITE are for a confirmed one.
 */
export class Session implements DialogHolder {
  readonly live: LiveDialog;
  readonly #core: Core;
  readonly #parts: SessionParts;
  /** Made for the few calls that have one, as the two after it. */
  #transfer: Transfer | undefined;
  #exchange: OfferExchange | undefined;
  #watch: SessionWatch | undefined;
  #localSdp: string;
  #remoteSdp: string;
  /** Value of its Allow. */
  #peerAllow: string;
  #state: 'early' | 'confirmed' | 'over' = 'early';

  constructor(core: Core, parts: SessionParts) {
    const { live, localSdp, remoteSdp, peerHeaders } = parts;
    this.#core = core;
    this.#parts = parts;
    this.live = live;
    this.#localSdp = localSdp;
    this.#remoteSdp = remoteSdp;
    this.#peerAllow = header(peerHeaders, 'Allow') ?? '';
    live.heldBy(this);
  }

  /** @param peerHeaders of the 2xx, when we placed the call */
  confirm(peerHeaders?: readonly Header[]): void {
    if (this.#state !== 'early') return;
    this.#state = 'confirmed';
    if (peerHeaders !== undefined) this.#peerAllow = header(peerHeaders, 'Allow') ?? this.#peerAllow;
  }

  /** Our description in the INVITE's answer. */
  describe(sdp: string): void {
    this.#localSdp = sdp;
    this.#exchange?.describe(sdp);
  }

  /** The peer's, agreed on in the INVITE's own offer and answer. */
  learnRemote(sdp: string): void {
    if (sdp === '') return;
    this.#remoteSdp = sdp;
    this.#exchange?.learnRemote(sdp);
  }

  /** The timer that both sides agreed on, if they did. */
  watchOver(agreed: AgreedTimer | undefined): void {
    if (agreed !== undefined || this.#watch !== undefined) this.watch().follow(agreed);
  }

  watch(): SessionWatch {
    this.#watch ??= new SessionWatch(this.#core, this.#parts.terms, {
      refresh: (done) => this.#refresh(done),
      isConfirmed: () => this.#state === 'confirmed',
      onExpired: () => this.hangup({ text: 'session expired', sip: 408, q850: 102 }),
    });
    return this.#watch;
  }

  exchange(): OfferExchange {
    this.#exchange ??= new OfferExchange({
      core: this.#core,
      live: this.live,
      watch: this.watch(),
      ownsCallId: this.#parts.ownsCallId,
      localSdp: this.#localSdp,
      remoteSdp: this.#remoteSdp,
      handlers: this.#parts.handlers,
      // 14.2: no ACK within 64*T1 ends the session.
      onNoAck: () => this.hangup({ text: 'no ACK', sip: 408 }),
    });
    return this.#exchange;
  }

  /** Another dialog of the same call was answered, or none. */
  drop(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#stop();
  }

  receive(request: ReceivedRequest, transaction: ServerTransaction): void {
    const respond = (parts: Omit<ResponseParts, 'toTag'>): void =>
      transaction.respond({ ...parts, toTag: '' });
    if (!this.live.take(request.essentials.cseq.number)) {
      respond({ status: 500, reason: 'CSeq Out Of Order' });
      return;
    }
    const refusal = screenInDialog(request.message);
    if (refusal !== undefined) {
      respond(refusal);
      return;
    }
    switch (request.message.method) {
      case 'BYE':
        this.#receiveBye(request, respond);
        break;
      case 'INVITE':
        // RFC 5407 3.1.5: the INVITE that makes the dialog is not through.
        if (this.#state === 'early') respond({ status: 491 });
        else this.exchange().receiveInvite(request, transaction);
        break;
      case 'UPDATE':
        this.exchange().receiveUpdate(request, transaction);
        break;
      case 'INFO':
        this.#receiveInfo(request, respond);
        break;
      case 'REFER':
        if (this.#state === 'early') respond({ status: 403 });
        else this.#transfers().receiveRefer(request, transaction);
        break;
      case 'NOTIFY':
        this.#transfers().receiveNotify(request, transaction);
        break;
      case 'PRACK':
        // RFC 3262 3: it matches no unacknowledged reliable provisional response.
        respond({ status: 481 });
        break;
      default:
        respond({
          status: 200,
          headers: [
            ['Allow', ALLOW],
            ['Supported', SUPPORTED],
          ],
        });
    }
  }

  receiveAck(ack: ReceivedRequest): void {
    this.#exchange?.receiveAck(ack);
  }

  /** Sends BYE. The session is over for us at once: 15.1.1 "The UAC MUST consider the session terminated". */
  hangup(reason?: HangupReason): void {
    if (this.#state === 'over') return;
    const headers: Header[] = formatReason(reason ?? {}).map((value) => ['Reason', value]);
    this.live.request({ method: 'BYE', headers }, () => {});
    this.#end({
      kind: 'hung-up',
      by: 'us',
      ...(reason?.text ? { reason: reason.text } : {}),
      ...(reason?.q850 === undefined ? {} : { q850: reason.q850 }),
    });
  }

  reoffer(offer: string): Promise<FinalResponse> {
    return this.#ask('confirmed', (done) => this.exchange().send('INVITE', offer, done));
  }

  update(offer: string | undefined): Promise<FinalResponse> {
    return this.#ask('early', (done) => this.exchange().send('UPDATE', offer, done));
  }

  info(info: InfoBody): Promise<FinalResponse> {
    const { contentType, body, infoPackage } = info;
    try {
      checkSingleLine(contentType, 'Content-Type');
      checkSingleLine(infoPackage ?? '', 'Info-Package');
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      return Promise.resolve({ ...NO_DIALOG, status: 400, reason: error.message });
    }
    const headers: Header[] = infoPackage === undefined ? [] : [['Info-Package', infoPackage]];
    return this.#ask('early', (done) =>
      this.live.request({ method: 'INFO', headers, contentType, body: encoder.encode(body) }, done),
    );
  }

  sendDigit(signal: string, ms?: number): Promise<FinalResponse> {
    const digit = digitOf(signal, ms);
    if (digit === undefined) return Promise.resolve({ ...NO_DIALOG, status: 400, reason: 'Not a key' });
    return this.info({ contentType: DTMF_RELAY, body: formatDigit(digit) });
  }

  refer(target: string, handlers: ReferHandlers): Promise<FinalResponse> {
    return this.#ask('confirmed', (done) => this.#transfers().refer(target, handlers, done));
  }

  /** Sends when the session is far enough; a response that says the dialog is gone ends it (12.2.1.2). */
  #ask(
    least: 'early' | 'confirmed',
    send: (done: (response: FinalResponse) => void) => void,
  ): Promise<FinalResponse> {
    if (this.#state === 'over' || (least === 'confirmed' && this.#state === 'early')) {
      return NOT_THERE;
    }
    return new Promise((resolve) => {
      send((response) => {
        resolve(response);
        if (endsDialog(response) && this.#state === 'confirmed')
          this.hangup({ text: response.reason, sip: response.status });
      });
    });
  }

  #receiveBye(request: ReceivedRequest, respond: (parts: Omit<ResponseParts, 'toTag'>) => void): void {
    // 15: "the callee's UA MUST NOT send a BYE on … early dialogs".
    if (this.#state === 'early') {
      respond({ status: 403 });
      return;
    }
    // 15.1.2: "The UAS core … MUST generate a 2xx response to it, and MUST … terminate the session."
    respond({ status: 200 });
    const { text, q850 } = readReason(request.message.headers);
    this.#end({
      kind: 'hung-up',
      by: 'peer',
      ...(text === undefined ? {} : { reason: text }),
      ...(q850 === undefined ? {} : { q850 }),
    });
  }

  /** RFC 6086: a package we do not know is 469, a body nobody wants 415, an INFO without either is fine. */
  #receiveInfo(request: ReceivedRequest, respond: (parts: Omit<ResponseParts, 'toTag'>) => void): void {
    const { headers } = request.message;
    const handlers = this.#parts.handlers();
    const contentType = header(headers, 'Content-Type') ?? '';
    const infoPackage = header(headers, 'Info-Package');
    const body = bodyText(request.message);
    const digit = infoPackage === undefined ? readDigit(contentType, body) : undefined;
    let taken = digit !== undefined || (body === '' && infoPackage === undefined);
    this.#core.wire.guard(() => {
      if (digit !== undefined) handlers.onDigit?.(digit.digit, digit.ms);
      if (digit !== undefined || handlers.onInfo === undefined) return;
      const info = { contentType, body, ...(infoPackage === undefined ? {} : { infoPackage }) };
      taken = handlers.onInfo(info) !== false;
    });
    if (taken) respond({ status: 200 });
    else if (infoPackage !== undefined) respond({ status: 469, headers: [['Recv-Info', '']] });
    else respond({ status: 415, headers: [['Accept', `${DTMF_RELAY}, application/dtmf`]] });
  }

  /** RFC 4028 7.4: UPDATE where the peer takes it, as it disturbs nothing; else a re-INVITE with the same SDP. */
  #refresh(done: (response: FinalResponse) => void): void {
    if (allows(this.#peerAllow, 'UPDATE')) this.exchange().send('UPDATE', undefined, done);
    else this.exchange().send('INVITE', this.exchange().localSdp, done);
  }

  #transfers(): Transfer {
    this.#transfer ??= new Transfer(this.#core, this.live, this.#parts.handlers);
    return this.#transfer;
  }

  #end(end: CallEnd): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#stop();
    this.#parts.onEnd(end);
  }

  #stop(): void {
    this.#watch?.stop();
    this.#exchange?.stop();
    this.#transfer?.stop();
    this.live.release();
  }
}
