import type { StandingTrunk } from '../../modules/carriers/index.ts';
import type { Narrowing } from '../../modules/compliance/index.ts';
import type { NumberPool } from '../../modules/numbers/index.ts';

/** Trunks and numbers as a call needs them, a few seconds old at most. */
export interface DialPlan {
  /** Those that are enabled. */
  trunks(): Promise<readonly StandingTrunk[]>;
  pool(): Promise<NumberPool>;
  /** Orders of the operator that stand. */
  narrowings(): Promise<readonly Narrowing[]>;
}
