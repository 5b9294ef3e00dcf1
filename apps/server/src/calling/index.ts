/** The call engine: plans in, outcomes out. Knows no account, price or template. See README.md. */

export type { Conversion, Converted } from './convert-recording.ts';
export { type CallEngineOptions, createCallEngine } from './engine.ts';
export { type ForkOptions, forkEngine } from './remote.ts';
export { serveEngine } from './serve.ts';
export { createStudio, type Studio } from './studio.ts';
export {
  type CallCause,
  type CallEngine,
  CallEngineError,
  type CallEngineErrorCode,
  type CallEvent,
  type CallOutcome,
  type CallPlan,
  type CallScript,
  type CallTrunk,
  type LadderStep,
  type MediaReport,
  type RegistrationChange,
} from './types.ts';
export { checkVoice, openVoices } from './voices.ts';
