import type { Clock, Timer } from '../ports.ts';

/** The running timers of one machine, by name: at most three or four, so a chain is the smallest map. */
export class TimerSet<Name extends string> {
  readonly #clock: Clock;
  readonly #onTimer: (name: Name) => void;
  #first: Running<Name> | undefined;

  /** @param onTimer told which one has ended */
  constructor(clock: Clock, onTimer: (name: Name) => void) {
    this.#clock = clock;
    this.#onTimer = onTimer;
  }

  /** Starts a timer, anew if one of that name runs. */
  start(name: Name, afterMs: number): void {
    this.stop(name);
    const timer = this.#clock.setTimer(afterMs, () => {
      this.stop(name);
      this.#onTimer(name);
    });
    this.#first = { name, timer, next: this.#first };
  }

  stop(name: Name): void {
    let before: Running<Name> | undefined;
    for (let each = this.#first; each !== undefined; before = each, each = each.next) {
      if (each.name !== name) continue;
      each.timer.cancel();
      if (before === undefined) this.#first = each.next;
      else before.next = each.next;
      return;
    }
  }

  cancelAll(): void {
    for (let each = this.#first; each !== undefined; each = each.next) each.timer.cancel();
    this.#first = undefined;
  }
}

interface Running<Name> {
  readonly name: Name;
  readonly timer: Timer;
  next: Running<Name> | undefined;
}
