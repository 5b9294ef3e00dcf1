import type { Db, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { addWorkingTime, workDayOf } from '../../platform/working-days.ts';
import type { Finding, ReviewKind, ReviewState, Standing } from './rules.ts';

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

export interface Review extends NewReview {
  state: ReviewState;
  dueAt: Date;
  claimedBy: string | null;
  claimedUntil: Date | null;
  firstApprovedBy: string | null;
  decidedAt: Date | null;
}

export interface ReviewKey {
  accountId: string;
  reviewId: string;
}

export type ReviewEventKind =
  | 'viewed'
  | 'claimed'
  | 'released'
  | 'claim-expired'
  | 'first-approved'
  | 'approved'
  | 'rejected'
  | 'withdrawn';

export interface PartVerdict {
  readonly part: string;
  readonly passed: boolean;
  readonly reason: string;
}

export interface ReviewEvent {
  event: ReviewEventKind;
  /** null: the customer, or the clock. */
  operatorId: string | null;
  reason: string;
  parts: readonly PartVerdict[];
  at: Date;
}

/** Puts a subject on the desk, in the transaction that submits it. It is due after `reviewHours` of working time. */
export async function openReview(tx: Tx, { limits }: { limits: Limits }, review: NewReview): Promise<void> {
  const { submittedAt } = review;
  const dueAt = new Date(addWorkingTime(submittedAt.getTime(), limits.reviewHours, workDayOf(limits)));
  await tx`
    INSERT INTO reviews (account_id, review_id, kind, subject_id, title, findings, submitted_at, due_at)
    VALUES (${review.accountId}, ${review.reviewId}, ${review.kind}, ${review.subjectId}, ${review.title},
      ${JSON.stringify(review.findings)}::text::jsonb, ${review.submittedAt}, ${dueAt})`;
}

const columns = (db: Db) => db`
  account_id AS "accountId", review_id AS "reviewId", kind, subject_id AS "subjectId", title, findings, state,
  submitted_at AS "submittedAt", due_at AS "dueAt", claimed_by AS "claimedBy", claimed_until AS "claimedUntil",
  first_approved_by AS "firstApprovedBy", decided_at AS "decidedAt"`;

export async function findReview(db: Db, { accountId, reviewId }: ReviewKey): Promise<Review | undefined> {
  const [row] = await db<Review[]>`
    SELECT ${columns(db)} FROM reviews WHERE account_id = ${accountId} AND review_id = ${reviewId}`;
  return row;
}

/** Takes the review's row for the transaction: of several who decide, one is first. */
export async function lockReview(tx: Tx, { accountId, reviewId }: ReviewKey): Promise<Review | undefined> {
  const [row] = await tx<Review[]>`
    SELECT ${columns(tx)} FROM reviews WHERE account_id = ${accountId} AND review_id = ${reviewId} FOR UPDATE`;
  return row;
}

/** The review under which a subject is now. */
async function lockOpenReview(
  tx: Tx,
  subject: { accountId: string; kind: ReviewKind; subjectId: string },
): Promise<Review | undefined> {
  const [row] = await tx<Review[]>`
    SELECT ${columns(tx)} FROM reviews
    WHERE account_id = ${subject.accountId} AND kind = ${subject.kind} AND subject_id = ${subject.subjectId}
      AND state = 'open' FOR UPDATE`;
  return row;
}

export function standingOf(review: Review): Standing {
  return {
    state: review.state,
    claimedBy: review.claimedBy ?? undefined,
    claimedUntil: review.claimedUntil?.getTime(),
    firstApprovedBy: review.firstApprovedBy ?? undefined,
  };
}

/** Gives a review to a reviewer until then, or back to the desk. */
export async function setClaim(
  tx: Tx,
  { accountId, reviewId }: ReviewKey,
  claim: { by: string; until: Date } | undefined,
): Promise<void> {
  await tx`
    UPDATE reviews SET claimed_by = ${claim?.by ?? null}, claimed_until = ${claim?.until ?? null}
    WHERE account_id = ${accountId} AND review_id = ${reviewId}`;
}

/** The first of two approvals: the review is back on the desk, for another reviewer. */
export async function setFirstApproval(
  tx: Tx,
  { accountId, reviewId }: ReviewKey,
  operatorId: string,
): Promise<void> {
  await tx`
    UPDATE reviews SET first_approved_by = ${operatorId}, claimed_by = NULL, claimed_until = NULL
    WHERE account_id = ${accountId} AND review_id = ${reviewId}`;
}

export async function closeReview(
  tx: Tx,
  { accountId, reviewId }: ReviewKey,
  end: {
    state: Exclude<ReviewState, 'open'>;
    at: Date;
    /** What was decided about, sealed by who decides. */
    evidence?: Uint8Array;
  },
): Promise<void> {
  await tx`
    UPDATE reviews SET state = ${end.state}, decided_at = ${end.at}, claimed_by = NULL, claimed_until = NULL,
      evidence = ${end.evidence ?? null}
    WHERE account_id = ${accountId} AND review_id = ${reviewId}`;
}

/** What a review was decided about, sealed; undefined where it was not decided. */
export async function findEvidence(
  db: Db,
  { accountId, reviewId }: ReviewKey,
): Promise<Uint8Array | undefined> {
  const [row] = await db<{ evidence: Buffer | null }[]>`
    SELECT evidence FROM reviews WHERE account_id = ${accountId} AND review_id = ${reviewId}`;
  return row?.evidence ?? undefined;
}

/**
 * The customer takes a submission back, in the transaction that makes its subject a draft again.
 * @returns whether it was on the desk; false: it was decided before, or never submitted
 */
export async function withdrawReview(
  tx: Tx,
  subject: { accountId: string; kind: ReviewKind; subjectId: string; at: Date },
): Promise<boolean> {
  const review = await lockOpenReview(tx, subject);
  if (!review) return false;
  const { at } = subject;
  await closeReview(tx, review, { state: 'withdrawn', at });
  await addEvent(tx, review, { event: 'withdrawn', operatorId: null, reason: '', parts: [], at });
  return true;
}

/** Adds to what was done with a review; its row must be held by the transaction. */
export async function addEvent(
  tx: Tx,
  { accountId, reviewId }: ReviewKey,
  event: ReviewEvent,
): Promise<void> {
  await tx`
    INSERT INTO review_events (account_id, review_id, seq, event, operator_id, reason, parts, at)
    SELECT ${accountId}, ${reviewId}, coalesce(max(seq), 0) + 1, ${event.event}, ${event.operatorId},
      ${event.reason}, ${JSON.stringify(event.parts)}::text::jsonb, ${event.at}
    FROM review_events WHERE account_id = ${accountId} AND review_id = ${reviewId}`;
}

export async function listEvents(db: Db, { accountId, reviewId }: ReviewKey): Promise<ReviewEvent[]> {
  return await db<ReviewEvent[]>`
    SELECT event, operator_id AS "operatorId", reason, parts, at FROM review_events
    WHERE account_id = ${accountId} AND review_id = ${reviewId} ORDER BY seq LIMIT 1000`;
}

/** Which kinds the platform's settings speak of, and whether those need two reviewers. */
export async function readTwoPerson(db: Db): Promise<Map<string, boolean>> {
  const rows = await db<
    { kind: string; two_person: boolean }[]
  >`SELECT kind, two_person FROM review_settings`;
  return new Map(rows.map((row) => [row.kind, row.two_person]));
}

export async function saveTwoPerson(
  db: Db,
  setting: { kind: ReviewKind; twoPerson: boolean; operatorId: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO review_settings (kind, two_person, changed_by, changed_at)
    VALUES (${setting.kind}, ${setting.twoPerson}, ${setting.operatorId}, ${setting.at})
    ON CONFLICT (kind) DO UPDATE SET two_person = excluded.two_person, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`;
}
