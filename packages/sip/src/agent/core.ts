import type { UserAgentLimits } from '../api.ts';
import { SipParseError } from '../grammar/errors.ts';
import type { Header } from '../grammar/headers.ts';
import { EMPTY_BODY, type SipRequest } from '../grammar/message.ts';
import { serialise } from '../grammar/serialise.ts';
import { DEFAULT_PORT, parseSipUri } from '../grammar/uri.ts';
import { bracketed, MAGIC_COOKIE } from '../grammar/via.ts';
import type { Clock, Endpoint, Hash, Random } from '../ports.ts';
import type { Setting } from '../transaction/timers.ts';
import type { ClientTransaction, ClientUser } from './client-transaction.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';
import { TransactionLayer } from './transaction-layer.ts';
import type { Wire } from './wire.ts';

/** Methods a peer may send us; the Allow header. */
export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS';

/** Who takes the requests of one dialog. */
export interface DialogHolder {
  receive(request: ReceivedRequest, transaction: ServerTransaction): void;
  receiveAck(ack: ReceivedRequest): void;
}

/** A call that is not over yet, as `close` sees it. */
export interface LivingCall {
  /** Asks the peer to end it. */
  shutDown(): void;
  /** Ends it here, whatever the peer says. */
  abandon(): void;
}

/** A request as a call wants it; Via, Max-Forwards, User-Agent and Content-Type are added. */
export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  /** URI of the element it is sent to. */
  readonly nextHop: string;
  /** Route, From, To, Call-ID, CSeq and what else it needs. */
  readonly headers: readonly Header[];
  readonly callId: string;
  /** SDP, or empty. */
  readonly body?: Uint8Array;
}

/** What calls share: the transactions, the dialogs, our identity, and fresh tokens. */
export class Core {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly setting: Setting;
  readonly limits: UserAgentLimits;
  readonly layer: TransactionLayer;
  readonly dialogs = new Map<string, DialogHolder>();
  readonly calls = new Set<LivingCall>();
  readonly product: string | undefined;
  /** `<sip:host:port>`, our Contact. */
  readonly contact: string;
  readonly #random: Random;
  readonly #sentBy: string;
  readonly #salt: string;

  constructor(parts: {
    wire: Wire;
    clock: Clock;
    random: Random;
    hash: Hash;
    setting: Setting;
    limits: UserAgentLimits;
    product: string | undefined;
  }) {
    this.wire = parts.wire;
    this.clock = parts.clock;
    this.hash = parts.hash;
    this.setting = parts.setting;
    this.limits = parts.limits;
    this.product = parts.product;
    this.#random = parts.random;
    const { host, port } = parts.wire.transport.address;
    this.#sentBy = `${bracketed(host)}:${port}`;
    this.contact = `<sip:${this.#sentBy}>`;
    this.#salt = this.token(8);
    const { wire, clock, setting, product } = parts;
    this.layer = new TransactionLayer({ wire, clock, setting, product }, this.limits.transactions);
  }

  /** Lower-case hex of `bytes` random bytes. RFC 3261 19.3 asks for 32 bits at least in a tag. */
  token(bytes: number): string {
    // Joined, not added up: that would keep a chain of its parts in memory as long as the text.
    const digits: string[] = [];
    for (const byte of this.#random.bytes(bytes)) digits.push(HEX[byte] as string);
    return digits.join('');
  }

  newBranch(): string {
    return MAGIC_COOKIE + this.token(10);
  }

  /** The tag of a response sent without a transaction: the same for each retransmission (RFC 3261 8.2.7). */
  statelessTag(seed: string): string {
    return this.hash('SHA-256', `${this.#salt}${seed}`).slice(0, 16);
  }

  /**
   * Sends a request in a client transaction of its own. Everything that goes wrong, now or later, arrives at
   * `user`; `opened` gets the transaction before its first datagram is out.
   */
  request(parts: RequestParts, user: ClientUser, opened?: (transaction: ClientTransaction) => void): void {
    const branch = this.newBranch();
    const request = this.#build(parts, branch);
    this.#locate(parts.nextHop, user.onTransportError.bind(user), (to) => {
      const transaction = this.layer.send(request, branch, parts.callId, to, user, opened);
      if (transaction === undefined) user.onTransportError('too many transactions');
    });
  }

  /** Sends a CANCEL: as its INVITE, with the INVITE's branch and to the same place (RFC 3261 9.1). */
  cancel(invite: ClientTransaction, headers: readonly Header[], user: ClientUser): void {
    if (invite.request === undefined) return;
    const branch = invite.key.slice(0, invite.key.indexOf('\n'));
    const request: SipRequest = { ...invite.request, method: 'CANCEL', headers, body: EMPTY_BODY };
    const transaction = this.layer.send(request, branch, invite.callId, invite.to, user);
    if (transaction === undefined) user.onTransportError('too many transactions');
  }

  /** Sends an ACK of a 2xx, which has no transaction (RFC 3261 13.2.2.4). `sent` gets it for the next time. */
  acknowledge(parts: RequestParts, sent: (again: () => void) => void): void {
    const bytes = serialise(this.#build(parts, this.newBranch()));
    // `send` is kept for 32 s: it holds the bytes and not the parts that they were made of.
    const { callId } = parts;
    this.#locate(parts.nextHop, IGNORE, (to) => {
      const send = (): void => this.wire.send(bytes, to, callId, IGNORE);
      send();
      sent(send);
    });
  }

  #build(parts: RequestParts, branch: string): SipRequest {
    const body = parts.body ?? EMPTY_BODY;
    const headers: Header[] = [
      ['Via', `SIP/2.0/${this.wire.transport.protocol} ${this.#sentBy};branch=${branch};rport`],
      ['Max-Forwards', '70'],
      ...parts.headers,
    ];
    if (this.product !== undefined) headers.push(['User-Agent', this.product]);
    if (body.length > 0) headers.push(['Content-Type', 'application/sdp']);
    return { kind: 'request', method: parts.method, uri: parts.uri, version: 'SIP/2.0', headers, body };
  }

  /** RFC 3263 4 without NAPTR and SRV: the URI's host by address lookup, its port or 5060. */
  #locate(uri: string, failed: (message: string) => void, found: (to: Endpoint) => void): void {
    let host: string;
    let port: number;
    try {
      const parsed = parseSipUri(uri);
      if (parsed.scheme === 'sips') {
        failed('sips needs TLS, which this transport is not');
        return;
      }
      host = parsed.host;
      port = parsed.port ?? DEFAULT_PORT;
    } catch (error) {
      failed(error instanceof SipParseError ? `cannot send to ${uri}: ${error.message}` : String(error));
      return;
    }
    this.wire.transport.resolve(host, (address) => {
      if (address === undefined) failed(`cannot resolve ${host}`);
      else found({ address, port });
    });
  }
}

const IGNORE = (): void => {};

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
