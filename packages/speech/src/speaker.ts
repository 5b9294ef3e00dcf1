import type { Language } from './normalise/language.ts';
import type { Piece } from './piece.ts';

/** Says pieces. One speaker serves a whole process. */
export interface Speaker {
  /** 8 kHz mono, pieces joined, loudness normalised, never clipped. Rejects with a SpeechError only. */
  say(pieces: readonly Piece[], options: { language: Language; rate?: number }): Promise<Int16Array>;
  /** Renders the 36 single-character clips (0–9, A–Z) at normal rate, so that codes cost no render. */
  warm(language: Language): Promise<void>;
  /** Rejects what is waiting and closes the voice. */
  close(): Promise<void>;
}
