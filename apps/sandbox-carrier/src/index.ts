export { createSandboxCarrier } from './carrier.ts';
export type { SandboxCarrierLimits } from './limits.ts';
export {
  type Behaviour,
  type Line,
  lineOf,
  NUMBER_PLAN,
  OTHER_NUMBERS,
  type PlanRow,
} from './plan/number-plan.ts';
export type { AnnouncementName, Cause, Step } from './plan/steps.ts';
export type {
  CarrierEvent,
  SandboxCarrier,
  SandboxCarrierOptions,
  SeenCall,
} from './types.ts';
