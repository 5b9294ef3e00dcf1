/**
 * What went wrong, as a stable code.
 *
 * - `bad-input`: the pieces or the rate cannot be said as asked (nothing to say, a rate out of range, …).
 * - `too-long`: a bound on text, pieces, pauses or sound was passed.
 * - `busy`: more renders are waiting than the queue holds; try again later.
 * - `timeout`: the voice did not answer in its time.
 * - `voice-failed`: the voice answered with an error, or with nothing that can be heard.
 * - `closed`: the speaker or the voice has been closed.
 */
export type SpeechErrorCode = 'bad-input' | 'too-long' | 'busy' | 'timeout' | 'voice-failed' | 'closed';

/** The only error that crosses this package's boundary. */
export class SpeechError extends Error {
  readonly code: SpeechErrorCode;

  constructor(code: SpeechErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SpeechError';
    this.code = code;
  }
}
