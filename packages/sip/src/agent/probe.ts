import type { Probe, ProbeOptions } from '../api.ts';
import type { Timer } from '../ports.ts';
import type { Core } from './core.ts';

const DEFAULT_EVERY_MS = 30_000;
const DEFAULT_DOWN_AFTER = 3;
const DEFAULT_UP_AFTER = 1;

/**
 * Asks a peer with OPTIONS again and again whether it is there. Whatever it answers, it is there: only silence, a
 * transport error and 503 count against it. A question is out for at most 32 s, and the next is asked when it is
 * decided and `everyMs` have passed.
 */
export class OptionsProbe implements Probe {
  readonly #core: Core;
  readonly #options: ProbeOptions;
  readonly #ask: () => Promise<{ status: number; reason: string }>;
  #timer: Timer | undefined;
  #state: Probe['state'] = 'unknown';
  /** Answers, or failures, in a row that speak against the present state. */
  #against = 0;
  #stopped = false;

  constructor(core: Core, options: ProbeOptions, ask: () => Promise<{ status: number; reason: string }>) {
    this.#core = core;
    this.#options = options;
    this.#ask = ask;
    core.probes.add(this);
    void this.#round();
  }

  get state(): Probe['state'] {
    return this.#state;
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#core.probes.delete(this);
  }

  async #round(): Promise<void> {
    const startedAt = this.#core.clock.now();
    const answer = await this.#ask();
    if (this.#stopped) return;
    this.#judge(answer);
    const { everyMs = DEFAULT_EVERY_MS } = this.#options;
    const waitMs = Math.max(0, startedAt + everyMs - this.#core.clock.now());
    this.#timer = this.#core.clock.setTimer(waitMs, () => void this.#round());
  }

  #judge(answer: { status: number; reason: string }): void {
    const { downAfter = DEFAULT_DOWN_AFTER, upAfter = DEFAULT_UP_AFTER, onChange } = this.#options;
    // 408 and 503 also stand for silence and for what could not be sent (RFC 3261 8.1.3.1).
    const seen = answer.status === 408 || answer.status === 503 ? 'down' : 'up';
    if (seen === this.#state) {
      this.#against = 0;
      return;
    }
    this.#against++;
    if (this.#against < (seen === 'down' ? downAfter : upAfter)) return;
    this.#against = 0;
    this.#state = seen;
    this.#core.wire.guard(() => onChange?.({ state: seen, ...answer }));
  }
}
