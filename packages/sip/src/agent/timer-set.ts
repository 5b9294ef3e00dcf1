import type { Clock, Timer } from '../ports.ts';

/** The running timers of one machine, by name: at most three or four, so a list is the quickest map. */
export class TimerSet {
  readonly #clock: Clock;
  readonly #running: { readonly name: string; timer: Timer }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a timer, anew if one of that name runs. */
  start(name: string, afterMs: number, fire: () => void): void {
    this.stop(name);
    const timer = this.#clock.setTimer(afterMs, () => {
      this.stop(name);
      fire();
    });
    this.#running.push({ name, timer });
  }

  stop(name: string): void {
    const index = this.#running.findIndex((each) => each.name === name);
    if (index < 0) return;
    this.#running[index]?.timer.cancel();
    this.#running.splice(index, 1);
  }

  cancelAll(): void {
    for (const each of this.#running) each.timer.cancel();
    this.#running.length = 0;
  }
}
