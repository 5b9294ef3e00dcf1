import { randomBytes } from 'node:crypto';
import type { Clock, Random } from './ports.ts';

/**
 * Monotonic, with the Unix epoch added once at the start: a step of the wall clock must neither rush nor
 * stop the packets of a running call.
 */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimer(afterMs, fire) {
    const timer = setTimeout(fire, afterMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
