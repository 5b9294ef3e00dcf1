import { createRecorder, type Recorder } from '@herald/media';

/** What all calls together may hold in memory: 16 KB a second. */
export interface Budget {
  seconds: number;
}

/** Listens to one call: keeps what is received, up to its bounds. */
export interface Ear {
  readonly recorder: Recorder;
  /** A packet came in which somebody speaks. */
  onVoice?: (() => void) | undefined;
  /** What was heard, 8 kHz. */
  pcm(): Int16Array;
  /** Gives its seconds back to the budget; what was heard is no longer needed. */
  release(): void;
}

/** Softer than this (of 32,767; −36 dBFS) is no voice. */
const VOICE_PEAK = 500;

/**
 * @param maxSeconds bound of this recording
 * @param budget what is left for all; a recording stops growing when it is used up
 */
export function createEar(maxSeconds: number, budget: Budget): Ear {
  const whole = createRecorder({ maxSeconds });
  let held = 0;
  const ear: Ear = {
    recorder: {
      start: (atMs) => whole.start(atMs),
      put(channel, ssrc, timestamp, samples, atMs) {
        // What the callee itself said is not what it heard.
        if (channel === 1) return;
        if (samples.some((sample) => Math.abs(sample) > VOICE_PEAK)) ear.onVoice?.();
        if (budget.seconds <= 0) return;
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
    pcm: () => whole.pcm(0),
    release() {
      budget.seconds += held;
      held = 0;
    },
  };
  return ear;
}
