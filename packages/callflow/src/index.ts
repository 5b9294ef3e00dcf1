export { checkFlow, variablesOf } from './check.ts';
export { explainFinding, FLOW_RULES, type FlowFinding, type FlowRule } from './findings.ts';
export {
  edgesOf,
  type Flow,
  type FlowNode,
  mapPrompts,
  type NodeKind,
  nodeOf,
  type PromptField,
  promptsOf,
  transferSeconds,
} from './language.ts';
export { LIMITS } from './limits.ts';
export {
  beginFlow,
  type ConsentKind,
  type FlowEffect,
  type FlowEvent,
  type FlowResult,
  type FlowState,
  type FlowStep,
  resultOf,
  stepFlow,
  type TransferOutcome,
} from './machine.ts';
export { type TriedStep, tryFlow } from './try.ts';
