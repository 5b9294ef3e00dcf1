import type { Clock } from '../clock.ts';
import { SpeechError } from '../error.ts';
import type { Voice } from './voice.ts';
import { workerVoice } from './worker-voice.ts';

export interface EspeakOptions {
  /** Longest a sentence may take, ms. Default 10,000: some 50 times what a sentence takes. */
  timeoutMs?: number;
  clock?: Clock;
}

/** Longest text of one render, in UTF-16 units: some ten minutes of speech. */
const MAX_TEXT = 4000;

/**
 * eSpeak NG, in WebAssembly, in a worker thread of its own: Mandarin (`cmn`) and American English
 * (`en-us`), no network, no model files. Gives the rate that is wanted, so that resampling too is done off the
 * caller's loop.
 *
 * eSpeak NG is GPL-3.0: the worker module is the only code that loads it, and nothing outside this folder
 * knows more than the Voice interface.
 */
export function espeakVoice(options: EspeakOptions = {}): Voice {
  const voice = workerVoice({
    id: 'espeak-ng-1.0.2',
    worker: new URL('./espeak-worker.ts', import.meta.url),
    ...options,
  });
  return {
    id: voice.id,
    async render(text, how) {
      if (text.length > MAX_TEXT) {
        throw new SpeechError(
          'too-long',
          `text of ${text.length} characters; at most ${MAX_TEXT} are rendered at once`,
        );
      }
      return voice.render(withoutCommands(text), how);
    },
    close: () => voice.close(),
  };
}

/**
 * eSpeak obeys what stands in its text: control characters begin embedded commands (^A50S sets the speed),
 * and `[[…]]` is read as phonemes. A variable's value must not be able to command the voice.
 */
function withoutCommands(text: string): string {
  return text.replace(/[\p{Cc}[\]]+/gu, ' ');
}
