import type { Language } from '../normalise/language.ts';

/** Sound as a voice gives it: mono, 16 bit, at the voice's own sample rate (Hz). */
export interface VoiceSound {
  readonly sampleRate: number;
  readonly pcm: Int16Array;
}

/** Samples per second that sound is given out at: G.711 has 8000, G.722 16000. */
export type SampleRate = 8000 | 16000;

export interface RenderOptions {
  readonly language: Language;
  /** Relative to the voice's normal speed: 1 is normal, 2 twice as fast. */
  readonly rate: number;
  /** What is wanted in the end. A voice may answer another rate: it is resampled. */
  readonly sampleRate: SampleRate;
}

/**
 * Something that turns text into sound. Text arrives normalised: the voice need not know how to read
 * numbers, dates or codes.
 */
export interface Voice {
  /** Names the voice and its version: two voices that sound different have different ids (cache key). */
  readonly id: string;
  /** Rejects with a {@link SpeechError}; never hangs. */
  render(text: string, options: RenderOptions): Promise<VoiceSound>;
  /** Ends the voice: renders still waiting reject with code `closed`. */
  close(): Promise<void>;
}
