import type { FinalResponse, SessionHandlers } from '../api.ts';
import type { TimerVerdict } from '../dialog/session-timer.ts';
import type { Header } from '../grammar/headers.ts';
import { bodyText } from '../grammar/message.ts';
import type { Timer } from '../ports.ts';
import { AnswerRetransmitter } from './answer-retransmitter.ts';
import { ALLOW, type Core, SUPPORTED } from './core.ts';
import type { LiveDialog } from './live-dialog.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';
import type { SessionWatch } from './session-watch.ts';

/** Tries of one offer that meets the peer's own (14.1). */
const MAX_GLARES = 4;

type AgreedVerdict = TimerVerdict & { kind: 'agreed' };

const encoder = new TextEncoder();
export const PENDING: FinalResponse = { status: 491, reason: 'Request Pending', headers: [], body: '' };

export interface ExchangeParts {
  readonly core: Core;
  readonly live: LiveDialog;
  readonly watch: SessionWatch;
  /** We placed the call, so that the Call-ID is ours. */
  readonly ownsCallId: boolean;
  readonly localSdp: string;
  readonly remoteSdp: string;
  handlers(): SessionHandlers;
  /** A 2xx of ours to a re-INVITE was never acknowledged (14.2). */
  onNoAck(): void;
}

/**
 * Offers and answers inside a session (RFC 3264), by re-INVITE (RFC 3261 14) and UPDATE (RFC 3311), both ways: one
 * at a time, and when both sides start at once both give way and one comes back first (14.1).
 */
export class OfferExchange {
  readonly #parts: ExchangeParts;
  #localSdp: string;
  #remoteSdp: string;
  /** A request of ours is out; and with it an offer, which a refresh by UPDATE has not. */
  #pending = false;
  #offering = false;
  /** One of ours waits for its time after a 491. */
  #glareTimer: Timer | undefined;
  #abandonGlare: (() => void) | undefined;
  #theirs: AnswerRetransmitter | undefined;
  /** Our offer in a 2xx to a re-INVITE awaits its answer in the ACK. */
  #offeredInAnswer = false;
  #over = false;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#localSdp = parts.localSdp;
    this.#remoteSdp = parts.remoteSdp;
  }

  get localSdp(): string {
    return this.#localSdp;
  }

  /** What was agreed outside: by the INVITE's own answer, or in its ACK. */
  learnRemote(sdp: string): void {
    if (sdp !== '') this.#remoteSdp = sdp;
  }

  /** Our description in the INVITE's answer. */
  describe(sdp: string): void {
    this.#localSdp = sdp;
  }

  receiveAck(ack: ReceivedRequest): void {
    if (this.#theirs?.sequence === ack.essentials.cseq.number) this.#theirs.receiveAck(ack);
  }

  stop(): void {
    this.#over = true;
    this.#theirs?.stop();
    this.#glareTimer?.cancel();
    this.#abandonGlare?.();
  }

  /**
   * Sends our offer, or a refresh without a body; `done` gets the final response. After 491 it comes again by itself.
   *
   * @param method UPDATE leaves the INVITE that is under way alone (RFC 3311), and may be refused with 405
   */
  send(
    method: 'INVITE' | 'UPDATE',
    offer: string | undefined,
    done: (response: FinalResponse) => void,
  ): void {
    if (this.#pending || this.#abandonGlare !== undefined || this.#theirs?.waiting) done(PENDING);
    else this.#attempt(method, offer, 1, done);
  }

  #attempt(
    method: 'INVITE' | 'UPDATE',
    offer: string | undefined,
    attempt: number,
    done: (response: FinalResponse) => void,
  ): void {
    const { live, watch } = this.#parts;
    const again = (): boolean => attempt < MAX_GLARES && !this.#over;
    // While ours waited, the peer's came: it is let through.
    if (this.#theirs?.waiting && again()) {
      this.#giveWay(method, offer, attempt, done, PENDING);
      return;
    }
    this.#pending = true;
    this.#offering = method === 'INVITE' || offer !== undefined;
    const body = offer === undefined ? {} : { body: encoder.encode(offer) };
    const headers: Header[] = [['Allow', ALLOW], ['Supported', SUPPORTED], ...watch.ask()];
    live.request({ method, headers, ...body }, (response) => {
      this.#pending = false;
      this.#offering = false;
      if (response.status === 491 && again()) {
        this.#giveWay(method, offer, attempt, done, response);
        return;
      }
      if (response.status < 300) {
        if (offer !== undefined) this.#localSdp = offer;
        if (response.body !== '') this.#remoteSdp = response.body;
        watch.agreed(response.headers);
      }
      done(response);
    });
  }

  /** 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side 0 to 2 s, in steps of 10 ms. */
  #giveWay(
    method: 'INVITE' | 'UPDATE',
    offer: string | undefined,
    attempt: number,
    done: (response: FinalResponse) => void,
    refusal: FinalResponse,
  ): void {
    const { core, ownsCallId } = this.#parts;
    const steps = core.draw();
    const waitMs = 10 * (ownsCallId ? 210 + Math.round(steps * 190) : Math.round(steps * 200));
    this.#abandonGlare = () => done(refusal);
    this.#glareTimer = core.clock.setTimer(waitMs, () => {
      this.#abandonGlare = undefined;
      this.#attempt(method, offer, attempt + 1, done);
    });
  }

  /**
   * An unchanged offer is answered with the SDP we have: that is how peers refresh a session. A changed one is put to
   * the user of the package; without an answer it is 488 and the session goes on as it was (14.2). Where the peer
   * offers nothing it wants an offer of ours, and its answer comes with the ACK.
   */
  receiveInvite(request: ReceivedRequest, transaction: ServerTransaction): void {
    const { core, live } = this.#parts;
    // 14.2: a second INVITE before the first is through, or one that meets ours.
    if (this.#offering || this.#theirs?.waiting) {
      transaction.respond({ status: 491, toTag: '' });
      return;
    }
    const timer = this.#judge(request, transaction);
    if (timer === undefined) return;
    live.refresh(request.message.headers);
    const offer = bodyText(request.message);
    const sdp = offer === '' ? this.#offer() : this.#answer(offer);
    if (sdp === undefined) {
      transaction.respond({ status: 488, toTag: '' });
      return;
    }
    this.#localSdp = sdp;
    transaction.user = { onAck: (ack) => this.receiveAck(ack), onFailure: () => {} };
    this.#accept(request, transaction, timer, sdp);
    this.#offeredInAnswer = offer === '';
    this.#theirs = new AnswerRetransmitter(core, transaction, request.essentials.cseq.number, (ack) => {
      this.#offeredInAnswer = false;
      if (ack === undefined) this.#parts.onNoAck();
      else if (offer === '') this.learnAnswer(bodyText(ack.message));
    });
  }

  /** RFC 3311 5.2. Without a body it only refreshes. */
  receiveUpdate(request: ReceivedRequest, transaction: ServerTransaction): void {
    const offer = bodyText(request.message);
    if (offer !== '' && (this.#offering || this.#offeredInAnswer)) {
      transaction.respond({ status: 491, toTag: '' });
      return;
    }
    const timer = this.#judge(request, transaction);
    if (timer === undefined) return;
    this.#parts.live.refresh(request.message.headers);
    const sdp = offer === '' ? '' : this.#answer(offer);
    if (sdp === undefined) {
      transaction.respond({ status: 488, toTag: '' });
      return;
    }
    if (sdp !== '') this.#localSdp = sdp;
    this.#accept(request, transaction, timer, sdp);
  }

  /** An offer in a PRACK, answered in its 200 (RFC 3262 5). */
  answerPrack(offer: string, transaction: ServerTransaction): void {
    const sdp = this.#answer(offer);
    if (sdp === undefined) {
      transaction.respond({ status: 488, toTag: '' });
      return;
    }
    this.#localSdp = sdp;
    const headers: Header[] = [['Content-Type', 'application/sdp']];
    transaction.respond({ status: 200, toTag: '', headers, body: encoder.encode(sdp) });
  }

  #accept(request: ReceivedRequest, transaction: ServerTransaction, timer: AgreedVerdict, sdp: string): void {
    // Not before: a request that is refused changes no timer (RFC 4028 9, "in a 2xx").
    this.#parts.watch.follow(timer.agreed);
    const contact = this.#parts.core.contact(request.source.protocol, request.message.uri);
    const headers: Header[] = [
      ['Contact', contact],
      ['Allow', ALLOW],
      ['Supported', SUPPORTED],
      ...timer.headers,
    ];
    if (sdp !== '') headers.push(['Content-Type', 'application/sdp']);
    transaction.respond({ status: 200, toTag: '', headers, body: encoder.encode(sdp) });
  }

  /** What becomes of the timer with a 2xx, or undefined after a 422. */
  #judge(request: ReceivedRequest, transaction: ServerTransaction): AgreedVerdict | undefined {
    const verdict = this.#parts.watch.judge(request.message.headers);
    if (verdict.kind === 'agreed') return verdict;
    transaction.respond({ status: 422, toTag: '', headers: [['Min-SE', `${verdict.minimum}`]] });
    return undefined;
  }

  #offer(): string {
    let offer = this.#localSdp;
    this.#parts.core.wire.guard(() => {
      offer = this.#parts.handlers().onOfferWanted?.() ?? offer;
    });
    return offer;
  }

  #answer(offer: string): string | undefined {
    // Not by its o= line alone: some peers hold a call and forget to count its version up (RFC 3264 8).
    if (offer === this.#remoteSdp) return this.#localSdp;
    let answer: string | undefined;
    this.#parts.core.wire.guard(() => {
      answer = this.#parts.handlers().onReoffer?.(offer);
    });
    if (answer !== undefined) this.#remoteSdp = offer;
    return answer;
  }

  /** The peer's answer to an offer of ours that came in an ACK or PRACK. */
  learnAnswer(answer: string): void {
    if (this.#over || answer === '' || answer === this.#remoteSdp) return;
    this.#remoteSdp = answer;
    this.#parts.core.wire.guard(() => this.#parts.handlers().onReanswer?.(answer));
  }
}

/** Whether a peer whose Allow this is takes the method. */
export function allows(allow: string, method: string): boolean {
  return allow
    .toUpperCase()
    .split(',')
    .some((each) => each.trim() === method);
}
