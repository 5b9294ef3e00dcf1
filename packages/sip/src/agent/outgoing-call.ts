import type {
  CallEnd,
  FinalResponse,
  HangupReason,
  InfoBody,
  InviteOptions,
  OutgoingCall,
  ReferHandlers,
} from '../api.ts';
import { Authenticator } from '../auth/authenticator.ts';
import { type Dialog, dialogAsCaller, routeTo } from '../dialog/dialog.ts';
import { agreedByResponse, raiseTerms, type TimerTerms } from '../dialog/session-timer.ts';
import type { Essentials } from '../grammar/essentials.ts';
import { type Header, header, headerTokens } from '../grammar/headers.ts';
import { bodyText, EMPTY_BODY, type SipResponse } from '../grammar/message.ts';
import { readRSeq } from '../grammar/rack.ts';
import { formatReason, readReason } from '../grammar/reason.ts';
import type { Timer } from '../ports.ts';
import type { ClientTransaction, ClientUser } from './client-transaction.ts';
import { type Core, type LivingCall, termsOf } from './core.ts';
import { findMistake, inviteHeaders } from './invitation.ts';
import { LiveDialog } from './live-dialog.ts';
import type { SentAck } from './sender.ts';
import { NOT_THERE, Session } from './session.ts';

const DEFAULT_RING_TIMEOUT_MS = 60_000;
/** INVITEs of one call: four realms, each once more when its nonce went stale; one of them for a 422. */
const MAX_ATTEMPTS = 8;

const encoder = new TextEncoder();

/** A dialog before the answer. */
interface EarlyDialog {
  readonly session: Session;
  /** Of the latest response acknowledged. */
  rseq: number | undefined;
  /** The SDP it has brought. */
  body: string;
}

/** A fork that answered. */
interface Answer {
  readonly remoteTag: string;
  readonly ack: SentAck;
}

const NONE_YET: readonly Answer[] = [];

/** A slice keeps the whole text that it is of, here the head of a message. */
const copyOf = (slice: string): string => ` ${slice}`.slice(1);

/** Of the many calls without one; never written to. */
const NONE: Map<string, EarlyDialog> = new Map();

/** Of a call that is over. */
const NO_HANDLERS: InviteOptions['handlers'] = { onEnd() {} };

/**
 * A call we place (RFC 3261 13.2).
 *
 *   calling ──1xx──▶ proceeding ──2xx──▶ answered ──BYE──▶ ended
 *      └──────────────────┴──final non-2xx, timer B, transport error──▶ ended
 *   A wish to cancel waits in `calling` for the first provisional response; a 2xx that crosses the CANCEL is
 *   acknowledged and hung up. 401 and 407 begin anew in `calling` with the next CSeq.
 */
export class Outgoing implements OutgoingCall, LivingCall {
  readonly callId: string;
  readonly #core: Core;
  #options: InviteOptions;
  readonly #localTag: string;
  #body: Uint8Array;
  readonly #authenticator: Authenticator | undefined;
  /** Of all forks that answered: what their 2xx, should it come again, is answered with. */
  #answers: readonly Answer[] = NONE_YET;
  #state: 'calling' | 'proceeding' | 'answered' | 'ended' = 'calling';
  #sequence = 0;
  #attempts = 0;
  #credentials: Header[] = [];
  #transaction: ClientTransaction | undefined;
  #session: Session | undefined;
  /** Dialogs of reliable provisional responses, by remote tag (RFC 3262 4). */
  #early: Map<string, EarlyDialog> = NONE;
  /** The latest SDP of a provisional response. */
  #described: { readonly remoteTag: string; readonly body: string } | undefined;
  #terms: TimerTerms;
  #cancelWish: { readonly end: CallEnd; readonly reason: HangupReason | undefined } | undefined;
  #cancelSent = false;
  #ringTimer: Timer | undefined;
  #cancelTimer: Timer | undefined;
  /** `invite` has not returned yet, so that nobody could understand an `onEnd`. */
  #starting = true;

  constructor(core: Core, options: InviteOptions) {
    this.#core = core;
    this.#options = options;
    this.callId = options.callId ?? core.token(16);
    this.#localTag = core.token(8);
    this.#terms = options.sessionTimer === undefined ? core.terms : termsOf(options.sessionTimer);
    this.#body = encoder.encode(options.body);
    this.#authenticator =
      options.credentials && new Authenticator(options.credentials, core.hash, () => core.token(8));
  }

  /** @param refusal why no call can be placed at all */
  start(refusal: string | undefined): void {
    const mistake = refusal ?? this.#findMistake();
    this.#core.calls.add(this);
    if (mistake !== undefined) this.#end({ kind: 'transport-error', message: mistake });
    else {
      const after = this.#options.ringTimeoutMs ?? DEFAULT_RING_TIMEOUT_MS;
      this.#ringTimer = this.#core.clock.setTimer(after, () =>
        this.#cancel({ kind: 'no-answer' }, undefined),
      );
      this.#invite();
    }
    this.#starting = false;
  }

  hangup(reason?: HangupReason): void {
    if (this.#state === 'answered') this.#session?.hangup(reason);
    else this.#cancel({ kind: 'cancelled' }, reason);
  }

  reoffer(offer: string): Promise<FinalResponse> {
    return this.#session?.reoffer(offer) ?? NOT_THERE;
  }

  update(offer?: string): Promise<FinalResponse> {
    return this.#talk()?.update(offer) ?? NOT_THERE;
  }

  info(info: InfoBody): Promise<FinalResponse> {
    return this.#talk()?.info(info) ?? NOT_THERE;
  }

  sendDigit(digit: string, ms?: number): Promise<FinalResponse> {
    return this.#talk()?.sendDigit(digit, ms) ?? NOT_THERE;
  }

  refer(target: string, handlers: ReferHandlers = {}): Promise<FinalResponse> {
    return this.#session?.refer(target, handlers) ?? NOT_THERE;
  }

  /** The answered dialog; before it the early one, if there is but one. */
  #talk(): Session | undefined {
    if (this.#session !== undefined || this.#early.size !== 1) return this.#session;
    return [...this.#early.values()][0]?.session;
  }

  shutDown(): void {
    this.hangup();
  }

  abandon(): void {
    this.#end(this.#cancelWish?.end ?? { kind: 'cancelled' });
  }

  #findMistake(): string | undefined {
    if (this.#core.calls.size >= this.#core.limits.calls) return 'too many calls';
    return findMistake(this.#options);
  }

  #invite(): void {
    this.#sequence++;
    this.#attempts++;
    this.#state = 'calling';
    const { uri, routes, nextHop } = routeTo(this.#options.target, this.#options.route ?? []);
    this.#core.request(
      {
        method: 'INVITE',
        uri,
        nextHop,
        callId: this.callId,
        contact: true,
        headers: inviteHeaders(this.#options, {
          routes,
          callId: this.callId,
          localTag: this.#localTag,
          sequence: this.#sequence,
          terms: this.#terms,
          credentials: this.#credentials,
        }),
        body: this.#body,
      },
      new Attempt(this, this.#attempts),
      (transaction) => {
        this.#transaction = transaction;
        // Each address that is tried has to answer for itself: what another one said is no provisional response of it.
        if (this.#state === 'proceeding') this.#state = 'calling';
        this.#described = undefined;
        this.#dropEarly();
      },
    );
  }

  get wantsFailover(): boolean {
    return this.#state !== 'ended' && this.#cancelWish === undefined;
  }

  onResponse(response: SipResponse, essentials: Essentials): void {
    if (response.status < 200) this.#onProvisional(response, essentials);
    else if (response.status < 300) this.#onSuccess(response, essentials);
    else this.#onFailure(response);
  }

  #onProvisional(response: SipResponse, essentials: Essentials): void {
    if (this.#state === 'ended') return;
    this.#state = 'proceeding';
    // 9.1: "If no provisional response has been received, the CANCEL request MUST NOT be sent; rather, the client
    // MUST wait for the arrival of a provisional response before sending the request."
    if (this.#cancelWish !== undefined) {
      this.#sendCancel();
      return;
    }
    if (response.status === 100 || !this.#acknowledgeProvisional(response, essentials)) return;
    const { status, reason } = response;
    const body = bodyText(response);
    if (body !== '') this.#described = { remoteTag: essentials.toTag, body };
    this.#core.wire.guard(() => this.#options.handlers.onProgress?.({ status, reason, body }));
  }

  /** RFC 3262 4: a PRACK for each reliable response, in order. False for one seen before, or too early. */
  #acknowledgeProvisional(response: SipResponse, essentials: Essentials): boolean {
    const rseq = readRSeq(header(response.headers, 'RSeq'));
    const { toTag, cseq } = essentials;
    if (rseq === undefined || toTag === '' || !headerTokens(response.headers, 'Require').includes('100rel')) {
      return true;
    }
    let early = this.#early.get(toTag);
    if (early === undefined) {
      if (this.#early.size >= this.#core.limits.forks) return false;
      const dialog = this.#dialogOf(response, essentials);
      const live = new LiveDialog(this.#core, dialog, this.#authenticator);
      early = { session: this.#openSession(live, response), rseq: undefined, body: '' };
      if (this.#early === NONE) this.#early = new Map();
      this.#early.set(toTag, early);
    }
    // "If the … RSeq … is not one higher than the … last …, [it] MUST NOT be acknowledged … and … MUST NOT be processed".
    if (early.rseq !== undefined && rseq !== early.rseq + 1) return false;
    early.rseq = rseq;
    early.body = bodyText(response) || early.body;
    early.session.learnRemote(early.body);
    early.session.live.request(
      { method: 'PRACK', headers: [['RAck', `${rseq} ${cseq.number} INVITE`]] },
      () => {},
    );
    return true;
  }

  #dialogOf(response: SipResponse, essentials: Essentials): Dialog {
    const { target } = this.#options;
    return dialogAsCaller(response, essentials, { callId: this.callId, localTag: this.#localTag, target });
  }

  #openSession(live: LiveDialog, response: SipResponse): Session {
    const { handlers } = this.#options;
    return new Session(this.#core, {
      live,
      localSdp: this.#options.body,
      remoteSdp: bodyText(response),
      ownsCallId: true,
      terms: this.#terms,
      peerHeaders: response.headers,
      handlers: () => handlers,
      onEnd: (end) => this.#end(end),
    });
  }

  #onSuccess(response: SipResponse, essentials: Essentials): void {
    const remoteTag = essentials.toTag;
    const known = this.#answers.find((each) => each.remoteTag === remoteTag);
    if (known !== undefined) {
      known.ack.send();
      return;
    }
    if (this.#answers.length >= this.#core.limits.forks) return;
    const dialog = this.#dialogOf(response, essentials);
    const early = this.#early.get(remoteTag);
    const live = early?.session.live ?? new LiveDialog(this.#core, dialog, this.#authenticator);
    if (early !== undefined) live.confirm(dialog);
    const ack = live.acknowledge(essentials.cseq.number, this.#credentials);
    // Mostly one, kept for 32 s: an array that is pushed to has room for 17.
    this.#answers = [...this.#answers, { remoteTag: copyOf(remoteTag), ack }];
    // One more fork answered, or the answer crossed our CANCEL: 13.2.2.4 "… it MUST terminate it with a BYE".
    if (this.#state === 'answered' || this.#state === 'ended' || this.#cancelWish !== undefined) {
      live.request({ method: 'BYE' }, () => {});
      if (this.#cancelWish !== undefined) this.#end(this.#cancelWish.end);
      return;
    }
    this.#state = 'answered';
    this.#authenticator?.accepted();
    this.#ringTimer?.cancel();
    const body = bodyText(response) || early?.body || this.#describedBy(remoteTag);
    const { handlers } = this.#options;
    const session = early?.session ?? this.#openSession(live, response);
    this.#session = session;
    if (early !== undefined) this.#early.delete(remoteTag);
    this.#dropEarly();
    session.learnRemote(body);
    session.confirm(response.headers);
    session.watchOver(agreedByResponse(response.headers));
    this.#core.wire.guard(() => handlers.onAnswer?.({ body }));
  }

  /** 13.2.1: "The UAC MUST treat the first session description it receives as the answer": some 200s come without. */
  #describedBy(remoteTag: string): string {
    return this.#described?.remoteTag === remoteTag ? this.#described.body : '';
  }

  /** Of the other forks no more is heard: their INVITE is answered, or over. */
  #dropEarly(): void {
    for (const { session } of this.#early.values()) session.drop();
    this.#early = NONE;
  }

  #onFailure(response: SipResponse): void {
    if (this.#state === 'ended') return;
    const challenged = response.status === 401 || response.status === 407;
    if (
      challenged &&
      this.#cancelWish === undefined &&
      this.#attempts < MAX_ATTEMPTS &&
      this.#authenticator?.learn(response)
    ) {
      this.#credentials = this.#credentialsFor();
      this.#invite();
      return;
    }
    const raised = response.status === 422 ? raiseTerms(this.#terms, response.headers) : undefined;
    if (raised !== undefined && this.#cancelWish === undefined && this.#attempts < MAX_ATTEMPTS) {
      // RFC 4028 7.3: again with the interval that every hop can live with.
      this.#terms = raised;
      if (this.#credentials.length > 0) this.#credentials = this.#credentialsFor();
      this.#invite();
      return;
    }
    // 487 answers our CANCEL; any other final response crossed it and is the truth about the call.
    if (this.#cancelWish !== undefined && (response.status === 487 || challenged)) {
      this.#end(this.#cancelWish.end);
      return;
    }
    const { q850 } = readReason(response.headers);
    const { status, reason } = response;
    this.#end({ kind: 'rejected', status, reason, ...(q850 === undefined ? {} : { q850 }) });
  }

  #credentialsFor(): Header[] {
    const { target, route = [] } = this.#options;
    return this.#authenticator?.headers('INVITE', routeTo(target, route).uri, this.#body) ?? [];
  }

  /** Timer B. Whoever hung up in silence gets what they asked for. */
  onTimeout(): void {
    const hungUp = this.#cancelWish?.end.kind === 'cancelled';
    this.#end(hungUp ? { kind: 'cancelled' } : { kind: 'timeout' });
  }

  #cancel(end: CallEnd, reason: HangupReason | undefined): void {
    if (this.#state === 'answered' || this.#state === 'ended' || this.#cancelWish !== undefined) return;
    this.#cancelWish = { end, reason };
    this.#ringTimer?.cancel();
    if (this.#state === 'proceeding') this.#sendCancel();
  }

  #sendCancel(): void {
    const invite = this.#transaction;
    if (invite?.request === undefined || this.#cancelSent) return;
    this.#cancelSent = true;
    // 9.1: "The Request-URI, Call-ID, To, the numeric part of CSeq, and From header fields in the CANCEL request MUST
    // be identical to those in the request being cancelled … a single Via header field value matching the top Via".
    const copied = invite.request.headers.filter(
      ([name]) => name === 'Route' || name === 'From' || name === 'To',
    );
    const via = header(invite.request.headers, 'Via') ?? '';
    const reasons = formatReason(this.#cancelWish?.reason ?? {}).map((value): Header => ['Reason', value]);
    const ignore = (): void => {};
    const headers: Header[] = [
      ['Via', via],
      ['Max-Forwards', '70'],
      ...copied,
      ['Call-ID', this.callId],
      ['CSeq', `${this.#sequence} CANCEL`],
      ...reasons,
    ];
    this.#core.cancel(invite, headers, { onResponse: ignore, onTimeout: ignore, onTransportError: ignore });
    // 9.1: "If there is no final response for the original request in 64*T1 seconds …, the client SHOULD then
    // consider the original transaction cancelled and SHOULD destroy the client transaction".
    this.#cancelTimer = this.#core.clock.setTimer(64 * this.#core.timers.t1, () => {
      invite.abandon();
      this.abandon();
    });
  }

  onTransportError(message: string, attempt: number): void {
    // The ACK of a challenge that could not be sent is not the fate of the INVITE after it.
    if (attempt === this.#attempts) this.#end({ kind: 'transport-error', message });
  }

  #end(end: CallEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#ringTimer?.cancel();
    this.#cancelTimer?.cancel();
    this.#ringTimer = undefined;
    this.#core.calls.delete(this);
    const { handlers, target } = this.#options;
    // The transaction of a 2xx remembers this call for 32 s more; what its user gave must not wait for that.
    this.#options = { target, from: '', body: '', handlers: NO_HANDLERS };
    this.#body = EMPTY_BODY;
    this.#session = undefined;
    this.#transaction = undefined;
    this.#described = undefined;
    this.#dropEarly();
    const tell = (): void => this.#core.wire.guard(() => handlers.onEnd(end));
    if (this.#starting) this.#core.clock.setTimer(0, tell);
    else tell();
  }
}

/** Tells a call of one of its INVITEs. A class, as it stays for as long as the transaction does. */
class Attempt implements ClientUser {
  readonly #call: Outgoing;
  readonly #number: number;

  constructor(call: Outgoing, number: number) {
    this.#call = call;
    this.#number = number;
  }

  onResponse(response: SipResponse, essentials: Essentials): void {
    this.#call.onResponse(response, essentials);
  }

  onTimeout(): void {
    this.#call.onTimeout();
  }

  onTransportError(message: string): void {
    this.#call.onTransportError(message, this.#number);
  }

  wantsFailover(): boolean {
    return this.#call.wantsFailover;
  }
}
