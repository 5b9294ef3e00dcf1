import type { Clock } from '../../src/platform/clock.ts';

/** A clock that stands until it is told to move; timers fire in their order as it passes them. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  set(now: number): void;
}

export function manualClock(start: number): ManualClock {
  let now = start;
  let timers: { at: number; fire: () => void }[] = [];
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
  };
}
