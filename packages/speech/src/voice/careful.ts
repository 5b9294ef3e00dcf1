import type { Clock, Timer } from '../clock.ts';
import { SpeechError } from '../error.ts';
import type { Voice } from './voice.ts';

/** Failures one after the other that make a voice count as out of order. One alone may be the text's fault. */
const FAILURES = 3;
/** How long it then rests. */
const REST_MS = 10_000;

/**
 * The same voice, left alone for {@link REST_MS} after {@link FAILURES} failures in a row, so that a service that is
 * down costs its time limit now and then and not for every prompt. Meanwhile renders are refused at once with the code
 * of the last failure. What is in a cache already is not concerned: it needs no render.
 */
export function carefulVoice(voice: Voice, clock: Clock): Voice {
  let failures = 0;
  let resting: SpeechError | undefined;
  let timer: Timer | undefined;

  function failed(reason: unknown): void {
    const code = reason instanceof SpeechError ? reason.code : 'voice-failed';
    if (code !== 'voice-failed' && code !== 'timeout') return;
    failures++;
    if (failures < FAILURES || resting) return;
    const why = reason instanceof Error ? reason.message : String(reason);
    resting = new SpeechError(
      code,
      `${voice.id} is out of order and not asked for ${REST_MS / 1000} s: ${why}`,
    );
    timer = clock.setTimer(REST_MS, () => {
      resting = undefined;
      // The next failure is enough to make it rest again.
      failures = FAILURES - 1;
    });
  }

  return {
    id: voice.id,
    async render(text, how) {
      if (resting) throw resting;
      try {
        const sound = await voice.render(text, how);
        failures = 0;
        return sound;
      } catch (error) {
        failed(error);
        throw error;
      }
    },
    async close() {
      timer?.cancel();
      await voice.close();
    },
  };
}
