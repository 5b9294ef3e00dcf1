import type { SessionTimer, UserAgentLimits } from '../api.ts';
import type { TimerTerms } from '../dialog/session-timer.ts';
import type { Header } from '../grammar/headers.ts';
import { EMPTY_BODY, type SipRequest } from '../grammar/message.ts';
import { serialise } from '../grammar/serialise.ts';
import { bracketed, MAGIC_COOKIE } from '../grammar/via.ts';
import { defaultPort } from '../location/target.ts';
import type { Clock, Hash, Protocol, Random, Resolver } from '../ports.ts';
import type { Setting, TimerValues } from '../transaction/timers.ts';
import type { ClientTransaction, ClientUser } from './client-transaction.ts';
import { Locator } from './locator.ts';
import { contactOf, type RequestParts, Sender } from './sender.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';
import { TransactionLayer } from './transaction-layer.ts';
import type { Wire } from './wire.ts';

/** Methods a peer may send us; the Allow header. */
export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY';
/** Extensions we understand: RFC 3262 and RFC 4028. */
export const SUPPORTED = '100rel, timer';

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

/** What calls share: the transactions, the dialogs, our identity, and fresh tokens. */
export class Core {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly product: string | undefined;
  readonly hash: Hash;
  /** RFC 3261 17.1.1.1. */
  readonly timers: TimerValues;
  readonly limits: UserAgentLimits;
  readonly terms: TimerTerms;
  readonly layer: TransactionLayer;
  readonly sender: Sender;
  readonly dialogs = new Map<string, DialogHolder>();
  readonly calls = new Set<LivingCall>();
  readonly registrations = new Set<{ stop(): Promise<void>; abandon(): void }>();
  readonly probes = new Set<{ stop(): void }>();
  readonly #random: Random;
  readonly #salt: string;

  constructor(parts: {
    wire: Wire;
    clock: Clock;
    random: Random;
    hash: Hash;
    resolver: Resolver;
    timers: TimerValues;
    limits: UserAgentLimits;
    sessionTimer: SessionTimer | undefined;
    product: string | undefined;
  }) {
    const { wire, clock, resolver, timers, limits, product } = parts;
    this.wire = wire;
    this.clock = clock;
    this.product = product;
    this.hash = parts.hash;
    this.timers = timers;
    this.limits = limits;
    this.terms = termsOf(parts.sessionTimer);
    this.#random = parts.random;
    this.#salt = this.token(8);
    const settings = new Map<Protocol, Setting>();
    const families = new Map<Protocol, 4 | 6>();
    for (const { protocol, reliable, family } of wire.transports.values()) {
      settings.set(protocol, { ...timers, reliable });
      families.set(protocol, family);
    }
    const settingOf = (protocol: Protocol): Setting => settings.get(protocol) as Setting;
    this.layer = new TransactionLayer({ wire, clock, settingOf, product }, limits.transactions);
    const draw = (): number => this.draw();
    const locator = new Locator({ resolver, clock, draw, families, limit: limits.names });
    const newBranch = (): string => this.token(10, MAGIC_COOKIE);
    this.sender = new Sender({ wire, layer: this.layer, locator, newBranch, product });
  }

  /** `prefix`, then lower-case hex of `bytes` random bytes. RFC 3261 19.3 asks for 32 bits at least in a tag. */
  token(bytes: number, prefix = ''): string {
    // Joined, not added up: that would keep a chain of its parts in memory as long as the text.
    const digits = [prefix];
    for (const byte of this.#random.bytes(bytes)) digits.push(HEX[byte] as string);
    return digits.join('');
  }

  /** 0 ≤ n < 1, of 32 random bits. */
  draw(): number {
    let bits = 0;
    for (const byte of this.#random.bytes(4)) bits = bits * 256 + byte;
    return bits / 2 ** 32;
  }

  /** The tag of a response sent without a transaction: the same for each retransmission (RFC 3261 8.2.7). */
  statelessTag(seed: string): string {
    return this.hash('SHA-256', `${this.#salt}${seed}`).slice(0, 16);
  }

  /** Whether a Contact with this host and port leads to us. */
  isOurs(host: string, port: number | undefined): boolean {
    for (const { protocol, address } of this.wire.transports.values()) {
      const same = bracketed(address.host).toLowerCase() === host;
      if (same && address.port === (port ?? defaultPort(protocol))) return true;
    }
    return false;
  }

  /** Our Contact in a response to a request that came over `protocol`. */
  contact(protocol: Protocol, requestUri = ''): string {
    return contactOf(this.wire.transport(protocol), /^sips:/i.test(requestUri));
  }

  request(parts: RequestParts, user: ClientUser, opened?: (transaction: ClientTransaction) => void): void {
    this.sender.request(parts, user, opened);
  }

  /** Sends a CANCEL: as its INVITE, with the INVITE's branch and to the same place (RFC 3261 9.1). */
  cancel(invite: ClientTransaction, headers: readonly Header[], user: ClientUser): void {
    if (invite.request === undefined) return;
    const request: SipRequest = { ...invite.request, method: 'CANCEL', headers, body: EMPTY_BODY };
    const { branch, callId, to } = invite;
    const sent = this.layer.send({ request, bytes: serialise(request), branch, callId, to }, user);
    if (sent === undefined) user.onTransportError('too many transactions');
  }
}

/** RFC 4028 5: "The minimum … MUST NOT be less than 90 seconds". */
export function termsOf(timer: SessionTimer | undefined): TimerTerms {
  const minimum = Math.max(90, Math.trunc(timer?.minimum ?? 90));
  const expires = timer?.expires === undefined ? undefined : Math.max(minimum, Math.trunc(timer.expires));
  return { expires, minimum };
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
