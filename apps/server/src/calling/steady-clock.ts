import { type Clock, systemClock } from '../platform/clock.ts';

/**
 * The wall clock at this moment, and steady from then on: a clock that is set while somebody talks must not make
 * the call longer or shorter. Made anew for each call, so that it never drifts far from the wall.
 */
export function steadyClock(): Clock {
  const origin = systemClock.now() - performance.now();
  return { now: () => Math.round(origin + performance.now()), setTimer: systemClock.setTimer };
}
