import type { Socket } from 'node:net';
import { type Frame, Framer } from '../grammar/framer.ts';
import type { Clock, Timer } from '../ports.ts';

/** Bounds of one connection. */
export interface ConnectionLimits {
  /** Without a message for so long a connection is closed, milliseconds. Default 600,000. */
  idleMs: number;
  /** From the first byte of a message to its last, milliseconds. Default 10,000. */
  messageMs: number;
  /** To have a connection, milliseconds. Default 4,000. */
  connectMs: number;
  /** Bytes that wait for a peer which reads slowly. Over it the connection is closed. Default 1 MiB. */
  queuedBytes: number;
}

export interface ConnectionUser {
  onMessage(data: Uint8Array): void;
  /** It is of no more use. Called once. */
  onClose(): void;
}

/** Over it the oldest are taken for sent. */
const MAX_UNHEARD = 1_024;
const PONG = new Uint8Array([13, 10]);
/** What is said before a broken stream is closed has this long to leave. */
const LINGER_MS = 1_000;

/**
 * One TCP or TLS connection.
 *
 *   connecting ──ready──▶ open ──end, error, idle, a message that never ends, a stream that cannot be cut──▶ closed
 *      └──error, connectMs──▶ closed; every message waiting then has failed
 *
 * A request that was met with nothing but the end of the connection has failed, too: timer B would say so half a minute
 * later.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #limits: ConnectionLimits;
  readonly #user: ConnectionUser;
  readonly #framer = new Framer();
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  #waiting: {
    readonly data: Uint8Array;
    readonly asks: boolean;
    readonly failed: (message: string) => void;
  }[] = [];
  /** Of requests sent since the peer was last heard: if it goes now, they are as good as not sent. */
  #unheard: ((message: string) => void)[] = [];
  #waitingBytes = 0;
  #lastUse: number;
  #idleTimer: Timer | undefined;
  /** While connecting, and while a message is incomplete. */
  #deadline: Timer | undefined;
  #failure = 'the connection was closed';

  /** @param ready the event on which `socket` can be used; undefined when it can already */
  constructor(
    socket: Socket,
    ready: 'connect' | 'secureConnect' | undefined,
    parts: { clock: Clock; limits: ConnectionLimits; user: ConnectionUser },
  ) {
    this.#socket = socket;
    this.#clock = parts.clock;
    this.#limits = parts.limits;
    this.#user = parts.user;
    this.#lastUse = parts.clock.now();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    socket.on('error', (error) => {
      this.#failure = error.message;
    });
    socket.on('end', () => {
      this.#failure = 'the peer closed the connection';
      socket.end();
      this.#closed();
      // What is under way may still be read, but not for ever.
      this.#deadline = this.#clock.setTimer(LINGER_MS, () => socket.destroy());
    });
    socket.once('close', () => {
      this.#deadline?.cancel();
      this.#closed();
    });
    if (ready === undefined) this.#open();
    else {
      socket.once(ready, () => this.#open());
      this.#deadline = this.#clock.setTimer(this.#limits.connectMs, () =>
        this.close('connecting took too long'),
      );
    }
  }

  /** @param asks the peer will say something to it, so that a connection which ends before has failed */
  send(data: Uint8Array, asks: boolean, failed: (message: string) => void): void {
    this.#lastUse = this.#clock.now();
    if (this.#state === 'closed') failed(this.#failure);
    else if (this.#waitingBytes + this.#socket.writableLength + data.length > this.#limits.queuedBytes) {
      failed('the peer reads too slowly');
      this.close('the peer reads too slowly');
    } else if (this.#state === 'open') this.#write(data, asks, failed);
    else {
      this.#waiting.push({ data, asks, failed });
      this.#waitingBytes += data.length;
    }
  }

  /** Ends it at once; what waits has failed with this message. */
  close(message: string): void {
    if (this.#state === 'closed') return;
    this.#failure = message;
    this.#socket.destroy();
    this.#closed();
  }

  #open(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'open';
    this.#deadline?.cancel();
    this.#deadline = undefined;
    this.#watchIdle(this.#limits.idleMs);
    for (const { data, asks, failed } of this.#waiting.splice(0)) this.#write(data, asks, failed);
    this.#waitingBytes = 0;
  }

  #write(data: Uint8Array, asks: boolean, failed: (message: string) => void): void {
    if (asks) this.#unheard.push(failed);
    if (this.#unheard.length > MAX_UNHEARD) this.#unheard.shift();
    this.#socket.write(data);
  }

  #receive(chunk: Uint8Array): void {
    if (this.#state === 'closed') return;
    this.#lastUse = this.#clock.now();
    this.#unheard = [];
    for (const frame of this.#framer.push(chunk)) this.#handle(frame);
    if (!this.#framer.partial) {
      this.#deadline?.cancel();
      this.#deadline = undefined;
    } else {
      // From the first byte on, not from the latest: a byte now and then keeps nothing alive.
      this.#deadline ??= this.#clock.setTimer(this.#limits.messageMs, () =>
        this.close('a message never ended'),
      );
    }
  }

  #handle(frame: Frame): void {
    if (frame.kind === 'message') {
      // The deadline is each message's own.
      this.#deadline?.cancel();
      this.#deadline = undefined;
      this.#user.onMessage(frame.data);
    } else if (frame.kind === 'ping') this.#socket.write(PONG);
    else {
      if (frame.data !== undefined) this.#user.onMessage(frame.data);
      this.#failure = frame.error.message;
      this.#socket.end();
      this.#deadline?.cancel();
      this.#deadline = this.#clock.setTimer(LINGER_MS, () => this.close(frame.error.message));
    }
  }

  #watchIdle(afterMs: number): void {
    this.#idleTimer = this.#clock.setTimer(afterMs, () => {
      const left = this.#lastUse + this.#limits.idleMs - this.#clock.now();
      if (left > 0) this.#watchIdle(left);
      else this.close('idle');
    });
  }

  #closed(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#deadline?.cancel();
    this.#idleTimer?.cancel();
    this.#user.onClose();
    for (const failed of this.#unheard.splice(0)) failed(this.#failure);
    for (const { failed } of this.#waiting.splice(0)) failed(this.#failure);
  }
}
