import type { TracedMessage, UserAgentStats } from '../api.ts';
import { bracketed } from '../grammar/via.ts';
import type { Clock, Endpoint, Hop, Protocol, Source, Transport } from '../ports.ts';

export type Counters = Omit<UserAgentStats, 'transactions' | 'dialogs' | 'calls'>;

/** The transports with their counters and the trace: every message of the user agent passes here. */
export class Wire {
  /** In the order of preference. */
  readonly transports: ReadonlyMap<Protocol, Transport>;
  readonly counters: Counters = {
    sent: 0,
    received: 0,
    dropped: 0,
    strangers: 0,
    strangersAnswered: 0,
    retransmitted: 0,
    sendErrors: 0,
    handlerErrors: 0,
  };
  readonly #clock: Clock;
  readonly #trace: ((message: TracedMessage) => void) | undefined;

  constructor(
    transports: readonly Transport[],
    clock: Clock,
    trace: ((message: TracedMessage) => void) | undefined,
  ) {
    this.transports = new Map(transports.map((transport) => [transport.protocol, transport]));
    this.#clock = clock;
    this.#trace = trace;
  }

  /** Somebody watches. */
  get tracing(): boolean {
    return this.#trace !== undefined;
  }

  /** The one of that protocol; there is one wherever a hop was found or a message came from. */
  transport(protocol: Protocol): Transport {
    const found = this.transports.get(protocol);
    if (found === undefined) throw new TypeError(`no ${protocol} transport`);
    return found;
  }

  send(data: Uint8Array, to: Hop, callId: string, failed: (message: string) => void): void {
    this.counters.sent++;
    if (this.#trace !== undefined) this.traced('out', data, to, callId);
    this.transport(to.protocol).send(data, to, (message) => {
      this.counters.sendErrors++;
      failed(message);
    });
  }

  /** Reports a message that crossed; the trace is the user's and its exceptions are only counted. */
  traced(direction: 'in' | 'out', bytes: Uint8Array, remote: Source, callId: string): void {
    const trace = this.#trace;
    if (trace === undefined) return;
    const { protocol, address, port } = remote;
    const { host, port: localPort } = this.transport(protocol).address;
    const message = new Traced({
      direction,
      protocol,
      local: { address: host, port: localPort },
      remote: { address, port },
      bytes,
      at: this.#clock.now(),
      callId,
    });
    this.guard(() => trace(message));
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

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Its text is made when somebody reads it. */
class Traced implements TracedMessage {
  readonly direction: 'in' | 'out';
  readonly protocol: Protocol;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly callId: string;

  constructor(parts: Omit<TracedMessage, 'peer' | 'text'>) {
    this.direction = parts.direction;
    this.protocol = parts.protocol;
    this.local = parts.local;
    this.remote = parts.remote;
    this.bytes = parts.bytes;
    this.at = parts.at;
    this.callId = parts.callId;
  }

  get peer(): string {
    return `${bracketed(this.remote.address)}:${this.remote.port}`;
  }

  get text(): string {
    // A binary body may hold NUL, which databases refuse in text.
    return decoder.decode(this.bytes).replaceAll('\0', '\ufffd');
  }
}
