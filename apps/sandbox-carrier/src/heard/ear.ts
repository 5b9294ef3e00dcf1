import { createRecorder, type Recorder } from '@herald/media';

/** What all calls together may hold in memory: 16 KB a second. */
export interface Budget {
  seconds: number;
}

/** Listens to one call: keeps what is received, up to its bounds. */
export interface Ear {
  readonly recorder: Recorder;
  /** What was heard (8 kHz), and gives its seconds back to the budget. */
  take(): Int16Array;
}

/**
 * @param maxSeconds bound of this recording
 * @param budget what is left for all; a recording stops growing when it is used up
 */
export function createEar(maxSeconds: number, budget: Budget): Ear {
  const whole = createRecorder({ maxSeconds });
  let held = 0;
  return {
    recorder: {
      start: (atMs) => whole.start(atMs),
      put(channel, ssrc, timestamp, samples, atMs) {
        // What the callee itself said is not what it heard.
        if (channel === 1 || budget.seconds <= 0) return;
        whole.put(channel, ssrc, timestamp, samples, atMs);
        budget.seconds -= whole.seconds - held;
        held = whole.seconds;
      },
      pcm: (channel) => whole.pcm(channel),
      wav: () => whole.wav(),
      get seconds() {
        return whole.seconds;
      },
      get dropped() {
        return whole.dropped;
      },
    },
    take() {
      budget.seconds += held;
      held = 0;
      return whole.pcm(0);
    },
  };
}
