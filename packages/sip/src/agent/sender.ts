import type { Header } from '../grammar/headers.ts';
import { EMPTY_BODY, type SipRequest } from '../grammar/message.ts';
import { serialise } from '../grammar/serialise.ts';
import { bracketed } from '../grammar/via.ts';
import type { Hop, Transport } from '../ports.ts';
import type { ClientTransaction, ClientUser, SentRequest } from './client-transaction.ts';
import type { Locator } from './locator.ts';
import type { TransactionLayer } from './transaction-layer.ts';
import type { Wire } from './wire.ts';

/**
 * RFC 3261 18.1.1: "If a request is … larger than 1300 bytes and the path MTU is unknown, the request MUST be sent
 * using an RFC 2914 congestion controlled transport protocol, such as TCP."
 */
const MAX_DATAGRAM_BYTES = 1_300;

/** A request as a call wants it; Via, Max-Forwards, Contact, User-Agent and Content-Type are added. */
export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  /** URI of the element it is sent to. */
  readonly nextHop: string;
  /** Route, From, To, Call-ID, CSeq and what else it needs. */
  readonly headers: readonly Header[];
  readonly callId: string;
  /** Our Contact, which depends on the transport chosen, is added. */
  readonly contact?: boolean;
  /** Its user part. Default: none. */
  readonly contactUser?: string | undefined;
  readonly body?: Uint8Array;
  /** Of the body. Default: application/sdp. */
  readonly contentType?: string;
}

/** Finds where requests go, gives them the Via of the way they take, and tries the next address when one fails. */
export class Sender {
  readonly #wire: Wire;
  readonly #layer: TransactionLayer;
  readonly #locator: Locator;
  readonly #newBranch: () => string;
  readonly #product: string | undefined;

  constructor(parts: {
    wire: Wire;
    layer: TransactionLayer;
    locator: Locator;
    newBranch: () => string;
    product: string | undefined;
  }) {
    this.#wire = parts.wire;
    this.#layer = parts.layer;
    this.#locator = parts.locator;
    this.#newBranch = parts.newBranch;
    this.#product = parts.product;
  }

  /**
   * Sends a request in a client transaction of its own, and in another one with a new branch for each further
   * address that has to be tried. Everything that goes wrong, now or later, arrives at `user`; `opened` gets each
   * transaction before its first datagram is out.
   */
  request(parts: RequestParts, user: ClientUser, opened?: (transaction: ClientTransaction) => void): void {
    this.#locator.locate(parts.nextHop, (hops, failure) => {
      if (hops.length === 0) user.onTransportError(failure);
      else this.#try(parts, hops, 0, user, opened);
    });
  }

  /** The addresses that a request to this URI would be sent to, best first. */
  locate(uri: string, done: (hops: readonly Hop[]) => void): void {
    this.#locator.locate(uri, done);
  }

  /** Sends an ACK of a 2xx, which has no transaction (RFC 3261 13.2.2.4). */
  acknowledge(parts: RequestParts): SentAck {
    const ack = new SentAck(this.#wire, parts.callId);
    this.#locator.locate(parts.nextHop, ([first]) => {
      if (first === undefined) return;
      ack.bytes = this.#prepare(parts, first).bytes;
      ack.to = first;
      ack.send();
    });
    return ack;
  }

  /** @param small the message was refused over TCP: UDP it is, whatever its size */
  #try(
    parts: RequestParts,
    hops: readonly Hop[],
    index: number,
    user: ClientUser,
    opened: ((transaction: ClientTransaction) => void) | undefined,
    small = false,
  ): void {
    const hop = hops[index] as Hop;
    let sent = this.#prepare(parts, hop);
    const next = index + 1 < hops.length ? () => this.#try(parts, hops, index + 1, user, opened) : undefined;
    let afterError = next;
    if (
      !small &&
      hop.protocol === 'UDP' &&
      sent.bytes.length > MAX_DATAGRAM_BYTES &&
      this.#wire.transports.has('TCP')
    ) {
      sent = this.#prepare(parts, { ...hop, protocol: 'TCP' });
      // 18.1.1: if the connection cannot be had, "the element SHOULD retry the request, using UDP".
      afterError = () => this.#try(parts, hops, index, user, opened, true);
    }
    const told = afterError === undefined ? user : failover(user, afterError, next);
    if (this.#layer.send(sent, told, opened) === undefined) user.onTransportError('too many transactions');
  }

  #prepare(parts: RequestParts, to: Hop): SentRequest {
    const branch = this.#newBranch();
    const { host, port } = this.#wire.transport(to.protocol).address;
    const body = parts.body ?? EMPTY_BODY;
    const headers: Header[] = [
      ['Via', `SIP/2.0/${to.protocol} ${bracketed(host)}:${port};branch=${branch};rport`],
      ['Max-Forwards', '70'],
      ...parts.headers,
    ];
    if (parts.contact) {
      const transport = this.#wire.transport(to.protocol);
      headers.push(['Contact', contactOf(transport, isSecure(parts), parts.contactUser)]);
    }
    if (this.#product !== undefined) headers.push(['User-Agent', this.#product]);
    if (body.length > 0) headers.push(['Content-Type', parts.contentType ?? 'application/sdp']);
    const { method, uri, callId } = parts;
    const request: SipRequest = { kind: 'request', method, uri, version: 'SIP/2.0', headers, body };
    return { request, bytes: serialise(request), branch, callId, to };
  }
}

/** The ACK of a 2xx, to be sent again whenever the 2xx comes again. Kept for 32 s: it holds what that needs and no more. */
export class SentAck {
  /** Empty until it is known where it goes. */
  bytes: Uint8Array = EMPTY_BODY;
  to: Hop | undefined;
  readonly #wire: Wire;
  readonly #callId: string;

  constructor(wire: Wire, callId: string) {
    this.#wire = wire;
    this.#callId = callId;
  }

  send(): void {
    if (this.to !== undefined) this.#wire.send(this.bytes, this.to, this.#callId, IGNORE);
  }
}

/** RFC 3261 8.1.1.8: a sips Request-URI or Route asks for a sips Contact. */
function isSecure(parts: RequestParts): boolean {
  return /^sips:/i.test(parts.uri) || /^sips:/i.test(parts.nextHop);
}

/** Where peers reach us over this transport: `<sip:host:port;transport=tcp>`. */
export function contactOf(transport: Transport, secure: boolean, user?: string): string {
  const { host, port } = transport.address;
  const param =
    transport.protocol === 'UDP' || secure ? '' : `;transport=${transport.protocol.toLowerCase()}`;
  return `<${secure ? 'sips' : 'sip'}:${user === undefined ? '' : `${user}@`}${bracketed(host)}:${port}${param}>`;
}

/**
 * RFC 3263 4.3: "failure" is a transport error, no response (timer B or F), or a 503; what comes of the attempt
 * after that is nobody's business.
 */
function failover(user: ClientUser, afterError: () => void, next: (() => void) | undefined): ClientUser {
  let left = false;
  const leave = (by: (() => void) | undefined): boolean => {
    if (left || by === undefined || user.wantsFailover?.() === false) return left;
    left = true;
    by();
    return true;
  };
  return {
    onResponse(response, essentials) {
      if (!(response.status === 503 ? leave(next) : left)) user.onResponse(response, essentials);
    },
    onTimeout() {
      if (!leave(next)) user.onTimeout();
    },
    onTransportError(message) {
      if (!leave(afterError)) user.onTransportError(message);
    },
  };
}

const IGNORE = (): void => {};
