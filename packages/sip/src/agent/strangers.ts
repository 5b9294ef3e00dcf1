import type { Clock } from '../ports.ts';
import type { ReceivedRequest } from './server-transaction.ts';
import type { Wire } from './wire.ts';

const SECOND_MS = 1_000;

/**
 * What those get who are not trusted. A source over UDP may be forged: whoever is written there must not be sent more
 * than was sent to us. So there is one small response to each request and nothing that sends it again (RFC 3261 8.2.7),
 * so many a second for all strangers together, and silence for the rest.
 */
export class Strangers {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #respond: (request: ReceivedRequest, status: number) => void;
  /** Responses that may be sent at once: a second's. */
  #left: number;
  #leftAt: number;

  constructor(parts: {
    wire: Wire;
    clock: Clock;
    /** 0: nobody is answered. */
    perSecond: number;
    /** Sends one response without a transaction. */
    respond: (request: ReceivedRequest, status: number) => void;
  }) {
    this.#wire = parts.wire;
    this.#clock = parts.clock;
    this.#perSecond = parts.perSecond;
    this.#respond = parts.respond;
    this.#left = parts.perSecond;
    this.#leftAt = parts.clock.now();
  }

  /** A request that can be read. What belongs to something that is not here is told so; all else is forbidden. */
  receive(request: ReceivedRequest): void {
    const { counters } = this.#wire;
    counters.strangers++;
    counters.dropped++;
    if (!this.#mayAnswer()) return;
    counters.strangersAnswered++;
    const stray = request.essentials.toTag !== '' || request.message.method === 'CANCEL';
    this.#respond(request, stray ? 481 : 403);
  }

  /** One that cannot be read gets nothing. */
  unreadable(): void {
    this.#wire.counters.strangers++;
    this.#wire.counters.dropped++;
  }

  #mayAnswer(): boolean {
    const now = this.#clock.now();
    const since = Math.max(0, now - this.#leftAt);
    this.#left = Math.min(this.#perSecond, this.#left + (since * this.#perSecond) / SECOND_MS);
    this.#leftAt = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
