/** The call engine: plans in, outcomes out. Knows no account, price or template. See README.md. */
export {
  type CallCause,
  type CallEngine,
  CallEngineError,
  type CallEngineErrorCode,
  type CallEvent,
  type CallOutcome,
  type CallPlan,
  type CallScript,
} from './types.ts';
