import type { Clock, Timer } from '../../src/ports.ts';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** A clock that stands still until told to move. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, firing what falls due on the way at its own instant. */
  advance(ms: number): void;
  /** Moves on by `ms` at once and fires what fell due only then: a process that was busy. */
  stall(ms: number): void;
  readonly pending: number;
}

export function createManualClock(startAt = 1_700_000_000_000): ManualClock {
  let now = startAt;
  let order = 0;
  const pending = new Set<Pending>();

  function earliest(): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of pending) {
      const before = first === undefined || entry.at < first.at;
      if (before || (entry.at === first?.at && entry.order < first.order)) first = entry;
    }
    return first;
  }

  function fireUntil(end: number, move: boolean): void {
    for (let next = earliest(); next !== undefined && next.at <= end; next = earliest()) {
      pending.delete(next);
      if (move) now = Math.max(now, next.at);
      next.fire();
    }
  }

  return {
    now: () => now,
    setTimer(afterMs, fire): Timer {
      const entry = { at: now + afterMs, order: order++, fire };
      pending.add(entry);
      return { cancel: () => void pending.delete(entry) };
    },
    advance(ms) {
      const end = now + ms;
      fireUntil(end, true);
      now = end;
    },
    stall(ms) {
      now += ms;
      fireUntil(now, false);
    },
    get pending() {
      return pending.size;
    },
  };
}
