import type { Clock } from '@herald/sip';

/** Wall clock and timers of the process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(afterMs, fire) {
    const timer = setTimeout(fire, afterMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
