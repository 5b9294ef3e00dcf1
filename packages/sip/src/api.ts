import type { Diversion, Party, PrivacyValue } from './grammar/identity.ts';
import type { Clock, Endpoint, Hash, Hop, Protocol, Random, Resolver, Source, Transport } from './ports.ts';

/** Header fields in the order they stand in the message: name (long form) and value. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** One SIP message as it crossed the transport. */
export interface TracedMessage {
  readonly direction: 'in' | 'out';
  readonly protocol: Protocol;
  /** What peers are told of us. */
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** `remote` as address:port. */
  readonly peer: string;
  /** The message as it crossed. Not to be written to. */
  readonly bytes: Uint8Array;
  /** The same as text, made when it is read. */
  readonly text: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Empty when the message had no readable Call-ID. */
  readonly callId: string;
}

/** Every bound the user agent keeps. Over one, a request is answered 503 and a call of ours fails. */
export interface UserAgentLimits {
  /** Live transactions, both sides. Default 200,000: 32 s of timer J at some 3,000 calls a second. */
  transactions: number;
  /** Calls not yet ended, both directions. Default 20,000. */
  calls: number;
  /** Early dialogs kept for one forked INVITE; a response from one more fork is dropped. Default 16. */
  forks: number;
  /** Longest wait of `close` for peers to confirm BYE and CANCEL, milliseconds. Default 4,000. */
  closeWaitMs: number;
  /** Names whose DNS records are remembered, of each kind. Default 1,024. */
  names: number;
}

export interface UserAgentOptions {
  /** One of a protocol, the preferred first: requests over 1,300 bytes leave by TCP where it is among them. */
  transport: Transport | readonly Transport[];
  /** Default: DNS by the system (RFC 3263). */
  resolver?: Resolver;
  /** Default: the system's. */
  clock?: Clock;
  /** Default: the system's cryptographic source. */
  random?: Random;
  /** Default: node:crypto. */
  hash?: Hash;
  /** User-Agent and Server header. Default: neither is sent. */
  product?: string;
  /** RFC 3261 17.1.1.1, milliseconds. Defaults 500, 4,000, 5,000. */
  timers?: { t1?: number; t2?: number; t4?: number };
  limits?: Partial<UserAgentLimits>;
  /** For calls that come in, and for those placed that say nothing else. */
  sessionTimer?: SessionTimer;
  /**
   * Whose requests are heard; those that begin something and come from elsewhere lead to nothing, so that whoever tries
   * numbers learns nothing. Default: everybody's. See `trustAddresses`.
   */
  isTrusted?(source: Source): boolean;
  /**
   * How many of the others are told so, all together: by one 403, or 481, without a transaction (RFC 3261 8.2.7), which
   * is not much longer than the request was. Default 0: none.
   */
  strangerAnswersPerSecond?: number;
  /** A new call has come in. Absent: 480 Temporarily Unavailable. */
  onInvite?(call: IncomingCall): void;
  /** Each message sent and received, retransmissions and unreadable ones included; costs nothing when absent. */
  trace?(message: TracedMessage): void;
}

/** What a registration is now. */
export type RegistrationStatus =
  | { readonly state: 'registering' }
  /** `expires` as the registrar granted it, seconds. */
  | { readonly state: 'registered'; readonly expires: number }
  /** No binding is known to hold; it is tried again by itself. */
  | { readonly state: 'failed'; readonly status: number; readonly reason: string }
  | { readonly state: 'stopped' };

export interface RegisterOptions {
  /** Request-URI: the domain, such as 'sip:carrier.example;transport=tcp'. */
  registrar: string;
  /** Address of record, such as 'sip:02151860000@carrier.example'. */
  aor: string;
  credentials?: Credentials;
  /** Asked for, seconds. Default 3,600; a 423 raises it. */
  expires?: number;
  /** User part of our Contact. Default: that of the address of record. */
  contactUser?: string;
  /** As in `InviteOptions`. */
  route?: readonly string[];
  /** Wait after failures (RFC 5626 4.5). Defaults 30,000 and 1,800,000. */
  retry?: { baseMs?: number; maxMs?: number };
  onChange?(status: RegistrationStatus): void;
}

export interface Registration {
  readonly status: RegistrationStatus;
  /** Removes the binding; resolves when the registrar has answered or is silent. */
  stop(): Promise<void>;
}

export interface ProbeOptions {
  /** URI asked. */
  target: string;
  /** From one question to the next. Default 30,000. */
  everyMs?: number;
  /** Failures in a row that mean down. Default 3. */
  downAfter?: number;
  /** Answers in a row that mean up. Default 1. */
  upAfter?: number;
  onChange?(change: { state: 'up' | 'down'; status: number; reason: string }): void;
}

export interface Probe {
  readonly state: 'unknown' | 'up' | 'down';
  stop(): void;
}

export interface UserAgentStats {
  /** Datagrams out, retransmissions included. */
  sent: number;
  /** Datagrams in. */
  received: number;
  /** Datagrams in that led to nothing: malformed, stray, or over a limit. */
  dropped: number;
  /** Requests among these that came from somebody who is not trusted, and those of them that were answered. */
  strangers: number;
  strangersAnswered: number;
  /** Messages that a timer or a repeated request made us send again. */
  retransmitted: number;
  /** Datagrams the transport could not send. */
  sendErrors: number;
  /** Exceptions thrown by callbacks of the user of this package. */
  handlerErrors: number;
  /** Now alive. */
  transactions: number;
  dialogs: number;
  calls: number;
}

export interface UserAgent {
  readonly address: { readonly host: string; readonly port: number };
  /** Starts a call. Never throws: what is wrong with the options arrives at `onEnd`. */
  invite(options: InviteOptions): OutgoingCall;
  /** Asks a peer whether it is there (RFC 3261 11). 408 when silent, 503 when it cannot be sent; never rejects. */
  options(target: string, options?: { from?: string }): Promise<{ status: number; reason: string }>;
  /**
   * Registers and stays registered until it is stopped (RFC 3261 10.2).
   *
   * @throws TypeError for URIs that cannot be read
   */
  register(options: RegisterOptions): Registration;
  /** Asks a peer with OPTIONS again and again, and tells when it goes and when it comes back. */
  probe(options: ProbeOptions): Probe;
  /** Where a request to this URI would be sent (RFC 3263), best first; empty when it cannot be. Never rejects. */
  locate(uri: string): Promise<readonly Hop[]>;
  stats(): UserAgentStats;
  /** Unregisters, ends every call with CANCEL, BYE or 503, waits for the peers no longer than `closeWaitMs`, closes the socket. */
  close(): Promise<void>;
}

/** RFC 4028, seconds. */
export interface SessionTimer {
  /** Asked for. Default: none, and what the peer asks for is agreed to. */
  expires?: number;
  /** What is agreed to at least; less is refused with 422. Default and least value 90. */
  minimum?: number;
}

/** The final response to a request; 408 stands for none, 503 for one that could not be sent (RFC 3261 8.1.3.1). */
export interface FinalResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
  readonly body: string;
}

export interface Credentials {
  username: string;
  password: string;
}

export interface InviteOptions {
  /** Request-URI, for example 'sip:+8613800000200@127.0.0.1:5070'. */
  target: string;
  /** URI of the caller, for example 'sip:02151860000@127.0.0.1'. */
  from: string;
  fromDisplayName?: string;
  /** URI in To. Default: `target`. */
  to?: string;
  /** SDP offer. */
  body: string;
  /** Added to the INVITE as they are. */
  headers?: HeaderList;
  /**
   * Routes the INVITE takes before `target`, the outbound proxy first, such as '<sip:proxy.example;lr>'; without lr
   * it is a strict router (RFC 3261 8.1.2).
   */
  route?: readonly string[];
  /** Who calls, vouched for towards a peer that trusts us (RFC 3325): P-Asserted-Identity. */
  asserted?: readonly Party[];
  /** Who the caller wants to be, for a peer that vouches: P-Preferred-Identity. */
  preferred?: Party;
  /** RFC 3323; with id, user or header From says Anonymous. */
  privacy?: readonly PrivacyValue[];
  /** RFC 5806, the latest first. */
  diversions?: readonly Diversion[];
  /** Reliable provisional responses (RFC 3262). Default 'supported': acknowledged where the callee sends them so. */
  reliable?: 'supported' | 'required' | 'off';
  sessionTimer?: SessionTimer;
  /** Answers 401 and 407: MD5, SHA-256 and their -sess forms, qop auth and auth-int. */
  credentials?: Credentials;
  /** Default: random. */
  callId?: string;
  /** From the INVITE to the CANCEL, milliseconds. Default 60,000. */
  ringTimeoutMs?: number;
  handlers: OutgoingCallHandlers;
}

/** What the peer may do inside a call. */
export interface SessionHandlers {
  /** A re-INVITE or UPDATE offers a changed session; the SDP answer returned is sent, `undefined` is a 488. */
  onReoffer?(offer: string): string | undefined;
  /** A re-INVITE wants an offer of ours, which is the SDP returned. Default: the description last sent. */
  onOfferWanted?(): string;
  /** Its answer to that offer, where it is not the description that it last sent. */
  onReanswer?(answer: string): void;
  /** A key, by application/dtmf-relay or application/dtmf in an INFO. */
  onDigit?(digit: string, ms: number): void;
  /** An INFO with another body or with a package; false refuses it (415, or 469 for the package). */
  onInfo?(info: InfoBody): boolean | undefined;
  /** It asks us to call somebody (RFC 3515). Absent: 603. */
  onRefer?(refer: IncomingRefer): void;
}

export interface InfoBody {
  readonly contentType: string;
  readonly body: string;
  /** RFC 6086; absent in the older use (RFC 2976). */
  readonly infoPackage?: string;
}

/** A transfer we asked for. After `onEnd` nothing follows. */
export interface ReferHandlers {
  /** The status line that a NOTIFY told: what the peer's own call has come to. */
  onProgress?(progress: { status: number; reason: string }): void;
  /** The subscription is over, or the call is; `last` is what was heard last, undefined when nothing was. */
  onEnd?(last: { status: number; reason: string } | undefined): void;
}

/** A transfer the peer asks for. Without a decision for 60·T1 it is declined. */
export interface IncomingRefer {
  /** URI in Refer-To. */
  readonly target: string;
  /** Referred-By (RFC 3892) as it stands. */
  readonly referredBy: string | undefined;
  readonly headers: HeaderList;
  /** 202, and a NOTIFY with 100. */
  accept(): void;
  /** Tells how our call to `target` goes; a final status ends the subscription. */
  notify(status: number, reason?: string): void;
  /** Default 603. */
  reject(status?: number): void;
}

/**
 * What both sides may do inside a call. Where the call is not that far, or is over, the response is a 481 that was
 * not sent; a 408 or 481 of the peer ends the call (RFC 3261 12.2.1.2).
 */
export interface CallVerbs {
  /** re-INVITE with a changed offer; the answer is the body of the response. 491 is tried again by itself (14.1). */
  reoffer(offer: string): Promise<FinalResponse>;
  /** UPDATE (RFC 3311), before the answer as well where a reliable response made the dialog. No offer: a refresh. */
  update(offer?: string): Promise<FinalResponse>;
  info(info: InfoBody): Promise<FinalResponse>;
  /** One key by INFO with application/dtmf-relay. Default 160 ms. */
  sendDigit(digit: string, ms?: number): Promise<FinalResponse>;
  /** Asks the peer to call `target`. The response to the REFER: 202 when it will. */
  refer(target: string, handlers?: ReferHandlers): Promise<FinalResponse>;
}

export interface OutgoingCallHandlers extends SessionHandlers {
  /** A provisional response above 100; `body` is early-media SDP or empty. */
  onProgress?(progress: { status: number; reason: string; body: string }): void;
  /** A 2xx has arrived and its ACK is sent. `body` is its SDP, or that of the reliable response before it. */
  onAnswer?(answer: { body: string }): void;
  /** Exactly once, after which no other handler is called. */
  onEnd(end: CallEnd): void;
}

/** Why we hang up: the Reason header of RFC 3326. */
export interface HangupReason {
  text: string;
  /** SIP status, for example 200. */
  sip?: number;
  /** Q.850 cause, for example 16. */
  q850?: number;
}

export interface OutgoingCall extends CallVerbs {
  readonly callId: string;
  /**
   * CANCEL before the answer (RFC 3261 9.1; held back until the first provisional response), BYE after it.
   * After an answer `onEnd` is called before this returns; before one, when the peer's final response comes.
   */
  hangup(reason?: HangupReason): void;
}

export type CallEnd =
  /** The peer's final response, or ours to an incoming call. */
  | { kind: 'rejected'; status: number; reason: string; q850?: number }
  /** `ringTimeoutMs` passed after a provisional response. */
  | { kind: 'no-answer' }
  /** No response at all (timer B); for an incoming call, no ACK to our 200. */
  | { kind: 'timeout' }
  /** It could not be sent, here or at all. */
  | { kind: 'transport-error'; message: string }
  /** Hung up by the caller before the answer. */
  | { kind: 'cancelled' }
  /** After an answer. */
  | { kind: 'hung-up'; by: 'us' | 'peer'; reason?: string; q850?: number };

export interface IncomingCallHandlers extends SessionHandlers {
  /**
   * The caller gave up; its CANCEL is confirmed. 487 is sent when this returns and `onEnd` follows, unless the call
   * is answered in here: the 200 that crosses a CANCEL (RFC 3261 9.1, 9.2).
   */
  onCancel?(): void;
  /** Our 200 is acknowledged; `body` is the SDP answer when the INVITE had none. */
  onAck?(ack: { body: string }): void;
  /** Exactly once, for every call that was announced. */
  onEnd?(end: CallEnd): void;
}

/** Each verb does nothing once it no longer fits the call's state (answering twice, ringing after a CANCEL). */
export interface IncomingCall extends CallVerbs {
  readonly callId: string;
  readonly requestUri: string;
  /** URI in From. */
  readonly from: string;
  /** URI in To. */
  readonly to: string;
  /** SDP offer; empty for a late offer. */
  readonly body: string;
  readonly headers: HeaderList;
  /** Where the INVITE came from. */
  readonly peer: Source;
  handlers: IncomingCallHandlers;
  /** 180 Ringing. */
  ring(): void;
  /**
   * A provisional response. Reliable (RFC 3262), and then waiting its turn, where the caller requires it, or `reliable`
   * is set and the caller supports it.
   */
  progress(status: 180 | 181 | 182 | 183, body?: string, options?: { reliable?: boolean }): void;
  /**
   * 200 with this SDP, sent again until the ACK comes (RFC 3261 13.3.1.4). It waits for the PRACK of a reliable
   * provisional response with SDP (RFC 3262 3).
   */
  answer(body: string): void;
  /** A final response from 300 to 699. */
  reject(status: number, reason?: string, headers?: HeaderList): void;
  /** BYE once answered; 480 before. */
  hangup(reason?: HangupReason): void;
}
