/** Text in, 8 kHz telephone sound out: normalisation, voices and a prompt cache. See README.md. */
export { SpeechError, type SpeechErrorCode } from './error.ts';
export type { Language } from './normalise/language.ts';
export type { Piece } from './piece.ts';
export type { Speaker } from './speaker.ts';
export type { Voice, VoiceSound } from './voice/voice.ts';
