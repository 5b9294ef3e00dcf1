import type { TracedMessage, UserAgentStats } from '../api.ts';
import { bracketed } from '../grammar/via.ts';
import type { Clock, Endpoint, Transport } from '../ports.ts';

export type Counters = Omit<UserAgentStats, 'transactions' | 'dialogs' | 'calls'>;

/** The transport with its counters and its trace: every datagram of the user agent passes here. */
export class Wire {
  readonly transport: Transport;
  readonly counters: Counters = {
    sent: 0,
    received: 0,
    dropped: 0,
    retransmitted: 0,
    sendErrors: 0,
    handlerErrors: 0,
  };
  readonly #clock: Clock;
  readonly #trace: ((message: TracedMessage) => void) | undefined;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(transport: Transport, clock: Clock, trace: ((message: TracedMessage) => void) | undefined) {
    this.transport = transport;
    this.#clock = clock;
    this.#trace = trace;
  }

  send(data: Uint8Array, to: Endpoint, callId: string, failed: (message: string) => void): void {
    this.counters.sent++;
    this.traced('out', data, to, callId);
    this.transport.send(data, to, (message) => {
      this.counters.sendErrors++;
      failed(message);
    });
  }

  /** Reports a datagram that came in; the trace is the user's and its exceptions are only counted. */
  traced(direction: 'in' | 'out', data: Uint8Array, peer: Endpoint, callId: string): void {
    if (this.#trace === undefined) return;
    const message: TracedMessage = {
      direction,
      peer: `${bracketed(peer.address)}:${peer.port}`,
      // A binary body may hold NUL, which databases refuse in text.
      text: this.#decoder.decode(data).replaceAll('\0', '\ufffd'),
      at: this.#clock.now(),
      callId,
    };
    this.guard(() => this.#trace?.(message));
  }

  /** Runs a callback of the user: what it throws is counted and stops nothing here. */
  guard(call: () => void): void {
    try {
      call();
    } catch {
      this.counters.handlerErrors++;
    }
  }
}
