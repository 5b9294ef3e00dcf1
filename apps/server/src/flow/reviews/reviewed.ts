import type { Words } from '@herald/contract';
import type { ReviewKind } from '../../modules/reviews/index.ts';
import type { Db, Tx } from '../../platform/db.ts';

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

/** A subject of one account. */
export interface SubjectKey {
  readonly accountId: string;
  readonly subjectId: string;
}

/** All that a reviewer must see of a subject to decide, in plain: who may open it is judged before it is asked for. */
export interface Subject {
  /** In the order in which they are read. `name` is stable, e.g. `template.content`. */
  readonly facts: readonly { readonly name: string; readonly words: Words; readonly value: string }[];
  /** What is judged one by one; a decision gives a verdict on each. Empty where the subject is judged as one. */
  readonly parts: readonly {
    readonly part: string;
    readonly words: Words;
    /** The file to look at, where there is one. */
    readonly fileId?: string;
  }[];
}

/** Under which the subject of a decision is sealed with its review. */
export const evidenceContext = (reviewId: string): string => `reviews.evidence:${reviewId}`;

/** What one kind of subject brings to the desk. */
export interface Reviewable {
  readonly apply: Apply;
  /** Shows a subject to a reviewer; undefined where it is gone. */
  readonly describe: (db: Db, subject: SubjectKey) => Promise<Subject | undefined>;
  /** A reviewer has taken it (`claimed`), or given it back: for subjects that show the customer so. */
  readonly claimed?: (
    tx: Tx,
    subject: SubjectKey & { readonly claimed: boolean; readonly at: Date },
  ) => Promise<void>;
}

/** Every kind that can be reviewed here. */
export type Reviewed = { readonly [Kind in ReviewKind]?: Reviewable };
