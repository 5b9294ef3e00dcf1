import type { ReviewKind } from '../modules/reviews/index.ts';
import type { Tx } from '../platform/db.ts';

/** A reviewer's decision about one subject. */
export interface Decision {
  readonly accountId: string;
  readonly subjectId: string;
  readonly approved: boolean;
  /** Told to the customer; required where it is rejected. */
  readonly reason: string;
  /** Verdicts on the parts that are judged one by one (materials), by part; empty where there are none. */
  readonly parts: readonly { readonly part: string; readonly passed: boolean; readonly reason: string }[];
  readonly operatorId: string;
  readonly at: Date;
}

/** What a decision does to its subject, in the transaction that records it. Throws HeraldError when it cannot be. */
export type Apply = (tx: Tx, decision: Decision) => Promise<void>;

/** What a decision does, for every kind that can be reviewed. */
export type Reviewed = { readonly [Kind in ReviewKind]?: Apply };
