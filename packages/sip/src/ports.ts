/**
 * What the user agent asks of the world: time, randomness, a hash, names and a way to send messages. All are
 * passed in, so that a test owns them; `system.ts` has the ones a running program uses.
 */

/** A running timer; `cancel` after it fired does nothing. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `fire` once, `afterMs` milliseconds from now, never before `setTimer` has returned. */
  setTimer(afterMs: number, fire: () => void): Timer;
}

export interface Random {
  /** `count` unpredictable bytes: tags, branches and Call-IDs are made of them (RFC 3261 19.3). */
  bytes(count: number): Uint8Array;
}

/** The digest functions of RFC 2617 and RFC 7616, as lower-case hex. */
export type Hash = (algorithm: 'MD5' | 'SHA-256', data: string | Uint8Array) => string;

/** The transports of RFC 3261 18, by their names in Via. */
export type Protocol = 'UDP' | 'TCP' | 'TLS';

/** One end of a datagram or connection: an IP address in text form and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Where a transport sends a message. */
export interface Destination extends Endpoint {
  /** TLS: the name that the peer's certificate must show (RFC 5922 4). Default: the address. */
  readonly serverName?: string | undefined;
  /** A response over a stream: if no connection from `port` is open, one is made to this port (RFC 3261 18.2.2). */
  readonly elsePort?: number | undefined;
}

/** One transport address of the next element: what RFC 3263 finds for a URI. */
export interface Hop extends Destination {
  readonly protocol: Protocol;
}

/** Where a message came from. */
export interface Source extends Endpoint {
  readonly protocol: Protocol;
}

/**
 * A socket, or something that behaves like one. Whole messages in, whole messages out; a stream is cut into
 * messages by it, and nothing else of SIP is known here.
 */
export interface Transport {
  readonly protocol: Protocol;
  /** A reliable transport does not retransmit: timers A, E and G are off, D, I, J and K are zero. */
  readonly reliable: boolean;
  /** IP version of the peers it reaches. */
  readonly family: 4 | 6;
  /** What peers are told in Via and Contact. */
  readonly address: { readonly host: string; readonly port: number };
  /** Sends one message. `failed` is called at most once, with the system's words. */
  send(data: Uint8Array, to: Destination, failed: (message: string) => void): void;
  /** Assigned by the user agent. The bytes belong to the receiver. */
  onPacket?: ((data: Uint8Array, from: Endpoint) => void) | undefined;
  /**
   * Assigned by the user agent: whether somebody we trust is at this address. The connections of all others have but a
   * part of the room. Absent: everybody is.
   */
  isTrusted?: ((from: Endpoint) => boolean) | undefined;
  close(): Promise<void>;
}

/** RFC 3403 4.1. */
export interface Naptr {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

/** RFC 2782. */
export interface Srv {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** What DNS said of a name, and for how long it holds. A name without such records, or an error, is an empty list. */
export interface Lookup<T> {
  readonly records: readonly T[];
  readonly ttlMs: number;
}

/** DNS, as RFC 3263 needs it. Each method calls `done` once. */
export interface Resolver {
  naptr(name: string, done: (found: Lookup<Naptr>) => void): void;
  srv(name: string, done: (found: Lookup<Srv>) => void): void;
  addresses(name: string, family: 4 | 6, done: (found: Lookup<string>) => void): void;
}
