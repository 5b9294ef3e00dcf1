import type { Language } from '../normalise/language.ts';

/** Sound as a voice gives it: mono, 16 bit, at the voice's own sample rate (Hz). */
export interface VoiceSound {
  readonly sampleRate: number;
  readonly pcm: Int16Array;
}

/**
 * Something that turns text into sound. Text arrives normalised: the voice need not know how to read
 * numbers, dates or codes. `rate` is relative to the voice's normal speed: 1 is normal, 2 twice as fast.
 */
export interface Voice {
  /** Names the voice and its version: two voices that sound different have different ids (cache key). */
  readonly id: string;
  /** Rejects with a {@link SpeechError}; never hangs. */
  render(text: string, options: { language: Language; rate: number }): Promise<VoiceSound>;
  /** Ends the voice: renders still waiting reject with code `closed`. */
  close(): Promise<void>;
}
