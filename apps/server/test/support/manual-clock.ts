import type { Clock } from '../../src/platform/clock.ts';

/** A clock that stands until it is told to move; timers fire in their order as it passes them. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  set(now: number): void;
  /** Time until the next timer, or undefined where none is set. */
  untilNext(): number | undefined;
}

export function manualClock(start: number): ManualClock {
  let now = start;
  let timers: { at: number; fire: () => void }[] = [];
  const next = () => timers.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  return {
    now: () => now,
    setTimer(afterMs, fire) {
      const timer = { at: now + afterMs, fire };
      timers.push(timer);
      return {
        cancel() {
          timers = timers.filter((other) => other !== timer);
        },
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.fire();
      }
      now = until;
    },
    set(to) {
      now = to;
    },
    untilNext() {
      const at = next();
      return at === Number.POSITIVE_INFINITY ? undefined : Math.max(0, at - now);
    },
  };
}

/** Awaits work that sleeps by the clock: whenever it sleeps, the clock goes on to the end of that sleep, no further. */
export async function runOut<Value>(clock: ManualClock, work: Promise<Value>): Promise<Value> {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  done.catch(() => {});
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    const wait = clock.untilNext();
    if (!over && wait !== undefined) clock.advance(wait);
  }
  return done;
}
