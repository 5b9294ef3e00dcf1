/**
 * What the user agent asks of the world: time, randomness, a hash and a way to send datagrams. All are
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

/** One end of a datagram: an IP address in text form and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * A socket, or something that behaves like one. Datagrams in, datagrams out; no SIP is known here.
 */
export interface Transport {
  /** The name in Via (RFC 3261 18.1.1). */
  readonly protocol: 'UDP';
  /** A reliable transport does not retransmit: timers A, E and G are off, D, I, J and K are zero. */
  readonly reliable: boolean;
  /** What peers are told in Via and Contact. */
  readonly address: { readonly host: string; readonly port: number };
  /** Turns a host of a URI into an IP address; calls back at once for a literal. */
  resolve(host: string, done: (address: string | undefined) => void): void;
  /** Sends one datagram. `failed` is called at most once, with the system's words. */
  send(data: Uint8Array, to: Endpoint, failed: (message: string) => void): void;
  /** Assigned by the user agent. The bytes belong to the receiver. */
  onPacket?: ((data: Uint8Array, from: Endpoint) => void) | undefined;
  close(): Promise<void>;
}
