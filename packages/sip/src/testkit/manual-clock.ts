import type { Clock, Timer } from '../ports.ts';

interface Pending {
  readonly at: number;
  readonly fire: () => void;
}

/** A clock that stands still until told to move; timers due at one instant fire in the order they were set. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, firing what falls due on the way at its own instant, what those set included. */
  advance(ms: number): void;
  /** Moves from timer to timer until none is left or `limitMs` have passed; says how many milliseconds passed. */
  runOut(limitMs?: number): number;
  /** Timers still running. */
  readonly pending: number;
}

/** @param startAt milliseconds since the Unix epoch */
export function createManualClock(startAt = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startAt;
  /** Sorted by `at`, equal ones in the order they were set. */
  const pending: Pending[] = [];

  function insert(entry: Pending): void {
    let low = 0;
    let high = pending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pending[middle] as Pending).at <= entry.at) low = middle + 1;
      else high = middle;
    }
    pending.splice(low, 0, entry);
  }

  function runUntil(end: number): void {
    for (let next = pending[0]; next !== undefined && next.at <= end; next = pending[0]) {
      pending.shift();
      now = next.at;
      next.fire();
    }
  }

  return {
    now: () => now,
    setTimer(afterMs: number, fire: () => void): Timer {
      const entry: Pending = { at: now + Math.max(0, afterMs), fire };
      insert(entry);
      return {
        cancel() {
          const index = pending.indexOf(entry);
          if (index >= 0) pending.splice(index, 1);
        },
      };
    },
    advance(ms: number) {
      const end = now + ms;
      runUntil(end);
      now = end;
    },
    runOut(limitMs = 3_600_000) {
      const from = now;
      runUntil(from + limitMs);
      return now - from;
    },
    get pending() {
      return pending.length;
    },
  };
}
