/** Source of time and timers; everything that waits or dates takes one, so a test drives a day by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimer(afterMs: number, fire: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(afterMs, fire) {
    const handle = setTimeout(fire, afterMs);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `ms` of the clock's time, or at once when the signal is already aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      timer.cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.setTimer(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
