/** The call engine: plans in, outcomes out. Knows no account, price or template. See README.md. */

export type { Conversion, Converted } from './convert-recording.ts';
export { type CallEngineOptions, createCallEngine } from './engine.ts';
export { type ForkOptions, forkEngine } from './remote.ts';
export { serveEngine } from './serve.ts';
export { createStudio, type Studio } from './studio.ts';
export {
  type AskCaller,
  type CallCause,
  type CallEngine,
  CallEngineError,
  type CallEngineErrorCode,
  type CallEvent,
  type CallOutcome,
  type CallPlan,
  type CallQuestion,
  type CallQuestions,
  type CallScript,
  type CallTrunk,
  type FlowOutcome,
  type FlowScript,
  type IncomingFacts,
  type LadderStep,
  type LineOutcome,
  type MediaReport,
  type ProbeChange,
  type ProbedTrunk,
  type Reception,
  type Receptionist,
  type RegistrationChange,
  type SecondLine,
} from './types.ts';
export { checkVoice, openVoices } from './voices.ts';
