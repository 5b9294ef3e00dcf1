import type { Clock } from '../../src/index.ts';

/** Time that moves when the test says so. */
export function createManualClock() {
  const timers = new Map<number, { at: number; fire(): void }>();
  let now = 0;
  let last = 0;
  const clock: Clock = {
    setTimer(afterMs, fire) {
      const id = ++last;
      timers.set(id, { at: now + afterMs, fire });
      return { cancel: () => timers.delete(id) };
    },
  };
  return {
    clock,
    pending: () => timers.size,
    advance(ms: number): void {
      now += ms;
      for (const [id, { at, fire }] of [...timers]) {
        if (at > now || !timers.delete(id)) continue;
        fire();
      }
    },
  };
}
