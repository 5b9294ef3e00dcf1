import { type AnswerEvent, type AnswerTerms, createAnswerMachine } from '../amd/answer-machine.ts';
import { FRAME_MS, FRAME_SAMPLES, type Frame, frameOf, SILENT_FRAME } from '../amd/frame.ts';
import type { Clock, Timer } from '../ports.ts';

/**
 * Gives the machine that tells who answered its frames: what is heard as it comes and, when nothing comes
 * (silence suppression, loss, nobody there), silence by the clock.
 */
export interface AnswerWatch {
  /** Samples heard, 8 kHz. */
  samples(pcm: Int16Array): void;
  stop(): void;
  /** It hears nothing more: stopped, or all is told. */
  readonly over: boolean;
}

/** Packets may be so late before their time is taken as silent. */
const PATIENCE_MS = 100;
/** A peer that sends faster than time passes is not listened to beyond this. */
const MAX_AHEAD_MS = 500;
const LOOK_MS = 200;

export function createAnswerWatch(
  clock: Clock,
  tell: (event: AnswerEvent) => void,
  terms: AnswerTerms | undefined,
): AnswerWatch {
  const machine = createAnswerMachine(terms);
  const startedAt = clock.now();
  const held = new Int16Array(FRAME_SAMPLES);
  let filled = 0;
  let heardMs = 0;
  let stopped = false;
  let timer: Timer | undefined;

  function give(frame: Frame): void {
    heardMs += FRAME_MS;
    for (const event of machine.frame(frame)) tell(event);
    if (machine.over) stop();
  }

  function stop(): void {
    stopped = true;
    timer?.cancel();
  }

  function fillUp(): void {
    const elapsed = clock.now() - startedAt;
    while (!stopped && heardMs + PATIENCE_MS < elapsed) give(SILENT_FRAME);
  }

  function look(): void {
    fillUp();
    if (!stopped) timer = clock.setTimer(LOOK_MS, look);
  }

  look();
  return {
    samples(pcm) {
      fillUp();
      for (const sample of pcm) {
        if (stopped || heardMs > clock.now() - startedAt + MAX_AHEAD_MS) return;
        held[filled++] = sample;
        if (filled < FRAME_SAMPLES) continue;
        filled = 0;
        give(frameOf(held));
      }
    },
    stop,
    get over() {
      return stopped;
    },
  };
}
