export type { AnswerEvent, AnswerTerms, AnswerVerdict } from './amd/answer-machine.ts';
export type { Codec, CodecName, SampleRate } from './codec/codec.ts';
export { CLOCK_RATE } from './codec/codec.ts';
export { type FileRecording, recordToFile } from './file/record-to-file.ts';
export { writeWav } from './file/write-wav.ts';
export type { Clock, Random, Timer } from './ports.ts';
export type { RemoteSrtp, SrtpKeys, SrtpOptions, SrtpSuite } from './sdp/crypto.ts';
export { SdpError, type SdpErrorCode } from './sdp/errors.ts';
export {
  type AnswerOptions,
  answerOffer,
  createOffer,
  type OfferOptions,
  readAnswer,
} from './sdp/offer-answer.ts';
export type { Direction, RemoteMedia } from './sdp/read.ts';
export { type Bridge, bridge } from './session/bridge.ts';
export { createMediaEngine } from './session/engine.ts';
export { MediaError, type MediaErrorCode } from './session/errors.ts';
export type {
  MediaEngine,
  MediaEngineOptions,
  MediaSession,
  MediaStats,
  Playback,
  RemoteReport,
  RtpReport,
  SessionListener,
  SoundSource,
  Stop,
} from './session/types.ts';
export { type Channel, createRecorder, type Recorder, type SoundSink } from './sound/recorder.ts';
export { resample } from './sound/resample.ts';
export { decodeTrack, encodeTrack, type Track, trackDurationMs } from './sound/track.ts';
export { decodeWav, encodeWav, type Wav, WavError, type WavErrorCode } from './sound/wav.ts';
export type { RecordingReport } from './sound/wav-stream.ts';
export type { MediaLine, MediaLines, RecordOptions } from './worker/lines.ts';
export { createLocalLines } from './worker/local-lines.ts';
export { createMediaWorkers, type MediaWorkersOptions } from './worker/workers.ts';
