/** Text in, telephone sound out: normalisation, voices and a prompt cache. See README.md. */
export type { ClipStats } from './cache/clips.ts';
export type { Clock, Timer } from './clock.ts';
export { SpeechError, type SpeechErrorCode } from './error.ts';
export { spellCode } from './normalise/code.ts';
export type { Language } from './normalise/language.ts';
export { normalise } from './normalise/normalise.ts';
export type { Piece } from './piece.ts';
export {
  createSpeaker,
  type SayOptions,
  type Speaker,
  type SpeakerOptions,
  type SpeakerStats,
} from './speaker.ts';
export { type EspeakOptions, espeakVoice } from './voice/espeak.ts';
export type { RenderReply, RenderRequest } from './voice/host.ts';
export { type HttpVoiceOptions, httpVoice } from './voice/http.ts';
export { type SherpaOptions, type SherpaVoice, sherpaVoice } from './voice/sherpa.ts';
export { readSherpaModel as checkSherpaModel } from './voice/sherpa-model.ts';
export type { RenderOptions, SampleRate, Voice, VoiceSound } from './voice/voice.ts';
export { type WorkerVoiceOptions, workerVoice } from './voice/worker-voice.ts';
