import type { IncomingCall } from '../api.ts';
import { dialogKey } from '../dialog/dialog.ts';
import { judgeTimer } from '../dialog/session-timer.ts';
import { SipParseError } from '../grammar/errors.ts';
import { type Essentials, readEssentials } from '../grammar/essentials.ts';
import { header } from '../grammar/headers.ts';
import type { SipMessage, SipRequest } from '../grammar/message.ts';
import { parseMessage } from '../grammar/parse.ts';
import { bracketed, parseVia } from '../grammar/via.ts';
import { defaultPort } from '../location/target.ts';
import type { Endpoint, Source, Transport } from '../ports.ts';
import { ALLOW, type Core, SUPPORTED } from './core.ts';
import { Incoming } from './incoming-call.ts';
import { type Refusal, screen, statusOfParseError } from './screen.ts';
import { buildResponse, type ReceivedRequest, responseHop } from './server-transaction.ts';
import { Strangers } from './strangers.ts';

/**
 * The way of a datagram: read, checked, given to its transaction; a new request then to its dialog, its call,
 * or the answers of RFC 3261 8.2 and 11. What leads nowhere is counted and dropped.
 */
export class Dispatcher {
  /** No new calls: 503. */
  closing = false;
  readonly #core: Core;
  readonly #onInvite: ((call: IncomingCall) => void) | undefined;
  readonly #isTrusted: ((source: Source) => boolean) | undefined;
  readonly #strangers: Strangers;
  /** Calls without a final response by the key of their INVITE transaction, for CANCEL. */
  readonly #ringing = new Map<string, Incoming>();
  /** First INVITEs under way by Call-ID, From tag and CSeq, for merged requests (8.2.2.2). */
  readonly #firstInvites = new Set<string>();

  constructor(
    core: Core,
    user: {
      onInvite: ((call: IncomingCall) => void) | undefined;
      isTrusted: ((source: Source) => boolean) | undefined;
      strangerAnswersPerSecond: number;
    },
  ) {
    this.#core = core;
    this.#onInvite = user.onInvite;
    this.#isTrusted = user.isTrusted;
    this.#strangers = new Strangers({
      wire: core.wire,
      clock: core.clock,
      perSecond: user.strangerAnswersPerSecond,
      respond: (request, status) => this.#respondOnce(request, { status }, undefined),
    });
  }

  receive(data: Uint8Array, from: Endpoint, transport: Transport): void {
    const { wire } = this.#core;
    const source: Source = { protocol: transport.protocol, address: from.address, port: from.port };
    wire.counters.received++;
    let message: SipMessage;
    try {
      message = parseMessage(data);
    } catch (error) {
      wire.traced('in', data, source, '');
      this.#drop(error);
      return;
    }
    if (wire.tracing) wire.traced('in', data, source, header(message.headers, 'Call-ID') ?? '');
    let essentials: Essentials;
    try {
      essentials = readEssentials(message);
      // 20.14: "If a stream-based protocol (such as TCP) is used as transport, then the header field MUST be used."
      if (transport.protocol !== 'UDP' && header(message.headers, 'Content-Length') === undefined) {
        throw new SipParseError('content-length', 'Content-Length missing');
      }
    } catch (error) {
      if (message.kind === 'request' && error instanceof SipParseError) {
        this.#refuseUnread(message, source, error);
      } else {
        this.#drop(error);
      }
      return;
    }
    if (message.kind === 'response') {
      // 18.1.2: a response whose top Via is not ours is dropped.
      const { host, port } = transport.address;
      const ours =
        essentials.via.host === bracketed(host).toLowerCase() &&
        (essentials.via.port ?? defaultPort(transport.protocol)) === port;
      if (!ours || !this.#core.layer.receiveResponse(message, essentials)) wire.counters.dropped++;
      return;
    }
    this.#receiveRequest({ message, essentials, source });
  }

  #receiveRequest(request: ReceivedRequest): void {
    const { essentials, message } = request;
    const { layer } = this.#core;
    const { method } = message;
    const known = layer.findServer(request, method);
    if (known !== undefined) {
      if (method === 'ACK') known.receiveAck(request);
      else known.repeated();
    } else if (method === 'ACK') {
      this.#receiveAck(request);
    } else if (!this.#hears(request)) {
      this.#strangers.receive(request);
    } else if (layer.isFullFor(request)) {
      this.#refuse(request, { status: 503, headers: [['Retry-After', '5']] });
    } else if (method === 'CANCEL') {
      this.#receiveCancel(request);
    } else if (essentials.toTag !== '') {
      this.#receiveInDialog(request);
    } else {
      this.#receiveOutside(request);
    }
  }

  /** What belongs to a dialog has shown that it knows its tags; all else has to come from somebody we know. */
  #hears({ essentials, source }: ReceivedRequest): boolean {
    return this.#core.dialogs.has(keyOf(essentials)) || this.trusts(source);
  }

  /** Whether we know somebody there. */
  trusts(source: Source): boolean {
    if (this.#isTrusted === undefined) return true;
    let trusted = false;
    this.#core.wire.guard(() => {
      trusted = this.#isTrusted?.(source) ?? false;
    });
    return trusted;
  }

  #receiveAck(request: ReceivedRequest): void {
    const holder = this.#core.dialogs.get(keyOf(request.essentials));
    if (holder === undefined) this.#core.wire.counters.dropped++;
    else holder.receiveAck(request);
  }

  #receiveInDialog(request: ReceivedRequest): void {
    const holder = this.#core.dialogs.get(keyOf(request.essentials));
    // 12.2.2: "If the UAS does not wish to recreate the dialog … it MUST respond with a 481".
    if (holder === undefined) {
      this.#refuse(request, { status: 481 });
      return;
    }
    holder.receive(request, this.#core.layer.openServer(request));
  }

  #receiveCancel(request: ReceivedRequest): void {
    const invite = this.#core.layer.findServer(request, 'INVITE');
    // 9.2: "If the UAS did not find a matching transaction …, it SHOULD respond to the CANCEL with a 481".
    if (invite === undefined) {
      this.#refuse(request, { status: 481 });
      return;
    }
    // "… regardless of the method of the original request, … answers the CANCEL request itself with a 200"
    // with the To tag of the responses to the INVITE.
    const call = this.#ringing.get(invite.key);
    const toTag = call?.localTag ?? this.#core.statelessTag(invite.key);
    this.#core.layer.openServer(request).respond({ status: 200, toTag });
    call?.cancelled();
  }

  #receiveOutside(request: ReceivedRequest): void {
    const { method } = request.message;
    const refusal = screen(request);
    if (refusal !== undefined) this.#refuseOnce(request, refusal);
    else if (method === 'INVITE') this.#receiveInvite(request);
    else if (method === 'REFER')
      this.#refuseOnce(request, { status: 403, reason: 'REFER inside a call only' });
    else if (method !== 'OPTIONS') this.#refuseOnce(request, { status: 481 });
    else this.#refuseOnce(request, { status: 200, headers: CAPABILITIES });
  }

  #receiveInvite(request: ReceivedRequest): void {
    const { callId, fromTag, cseq } = request.essentials;
    const core = this.#core;
    if (this.closing || core.calls.size >= core.limits.calls) {
      this.#refuse(request, { status: 503, headers: [['Retry-After', '5']] });
      return;
    }
    const timer = judgeTimer(request.message.headers, core.terms);
    if (timer.kind === 'too-small') {
      this.#refuseOnce(request, { status: 422, headers: [['Min-SE', `${timer.minimum}`]] });
      return;
    }
    // 8.2.2.2: same From tag, Call-ID and CSeq as an ongoing transaction, yet not that transaction: a merged request.
    const identity = `${callId}\n${fromTag}\n${cseq.number}`;
    if (this.#firstInvites.has(identity)) {
      this.#refuseOnce(request, { status: 482 });
      return;
    }
    if (this.#onInvite === undefined) {
      this.#refuseOnce(request, { status: 480 });
      return;
    }
    this.#firstInvites.add(identity);
    const transaction = core.layer.openServer(request, () => this.#firstInvites.delete(identity));
    const { key } = transaction;
    const call = new Incoming(core, request, transaction, () => this.#ringing.delete(key));
    this.#ringing.set(key, call);
    core.wire.guard(() => this.#onInvite?.(call));
  }

  /** A final response in a transaction, so that a repeated request gets the very same. */
  #refuseOnce(request: ReceivedRequest, refusal: Refusal): void {
    this.#core.layer.openServer(request).respond({ ...refusal, toTag: this.#core.token(8) });
  }

  /** A final response without a transaction (8.2.7): for strays and for when there is no room. */
  #refuse(request: ReceivedRequest, refusal: Refusal): void {
    this.#core.wire.counters.dropped++;
    // "MUST NOT … respond" holds for ACK alone (17.1: an ACK has no response).
    if (request.message.method !== 'ACK') this.#respondOnce(request, refusal, this.#core.product);
  }

  #respondOnce(request: ReceivedRequest, refusal: Refusal, product: string | undefined): void {
    const { essentials } = request;
    const toTag = this.#core.statelessTag(essentials.via.branch + essentials.callId);
    const bytes = buildResponse(request, { ...refusal, toTag }, product);
    this.#core.wire.send(bytes, responseHop(request), essentials.callId, () => {});
  }

  /** A request of which at least the way back can be read gets its 400, 416 or 505; others are dropped. */
  #refuseUnread(message: SipRequest, source: Source, error: SipParseError): void {
    try {
      const via = parseVia(header(message.headers, 'Via') ?? '');
      const to = header(message.headers, 'To') ?? '';
      const callId = header(message.headers, 'Call-ID') ?? '';
      const toTag = /;\s*tag\s*=/i.test(to) ? 'given' : '';
      const essentials: Essentials = {
        via,
        callId,
        cseq: { number: 0, method: message.method },
        from: '',
        to,
        fromUri: '',
        toUri: '',
        fromTag: '',
        toTag,
      };
      const status = statusOfParseError(error.code);
      const reason = status === 400 ? error.message : undefined;
      const request = { message, essentials, source };
      if (!this.#hears(request)) {
        this.#strangers.unreadable();
        return;
      }
      this.#refuse(request, { status, ...(reason === undefined ? {} : { reason }) });
    } catch (unreadable) {
      this.#drop(unreadable);
    }
  }

  #drop(error: unknown): void {
    if (!(error instanceof SipParseError)) throw error;
    this.#core.wire.counters.dropped++;
  }
}

/** The dialog that a request of the peer names, from our side. */
const keyOf = ({ callId, toTag, fromTag }: Essentials): string => dialogKey(callId, toTag, fromTag);

/** RFC 3261 11.2: what a 200 to OPTIONS tells. */
const CAPABILITIES = [
  ['Allow', ALLOW],
  ['Accept', 'application/sdp'],
  ['Accept-Encoding', 'identity'],
  ['Accept-Language', 'en'],
  ['Supported', SUPPORTED],
] as const;
