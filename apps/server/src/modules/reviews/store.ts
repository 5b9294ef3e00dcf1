import type { Tx } from '../../platform/db.ts';
import type { Finding, ReviewKind } from './rules.ts';

export interface NewReview {
  accountId: string;
  reviewId: string;
  kind: ReviewKind;
  /** Id in the table of the kind's module. */
  subjectId: string;
  /** Shown in the desk's list; no personal data. */
  title: string;
  findings: readonly Finding[];
  submittedAt: Date;
}

/** Puts a subject on the desk, in the transaction that submits it. */
export async function openReview(tx: Tx, review: NewReview): Promise<void> {
  await tx`
    INSERT INTO reviews (account_id, review_id, kind, subject_id, title, findings, submitted_at)
    VALUES (${review.accountId}, ${review.reviewId}, ${review.kind}, ${review.subjectId}, ${review.title},
      ${JSON.stringify(review.findings)}::text::jsonb, ${review.submittedAt})`;
}

/** Takes an open review off the desk, in the transaction that takes its subject back. */
export async function withdrawReview(
  tx: Tx,
  subject: { accountId: string; kind: ReviewKind; subjectId: string },
): Promise<void> {
  await tx`
    UPDATE reviews SET state = 'withdrawn'
    WHERE account_id = ${subject.accountId} AND kind = ${subject.kind} AND subject_id = ${subject.subjectId}
      AND state = 'open'`;
}
