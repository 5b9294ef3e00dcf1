/** Time as this package needs it: a timer that can be cancelled. Injected, so that tests never wait. */
export interface Clock {
  setTimer(afterMs: number, fire: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** The machine's own timers. */
export const systemClock: Clock = {
  setTimer(afterMs, fire) {
    const timer = setTimeout(fire, afterMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
