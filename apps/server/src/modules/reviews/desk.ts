import { type Db, plannedNow, type Tx } from '../../platform/db.ts';
import type { ReviewKind, ReviewState } from './rules.ts';
import type { Review, ReviewKey } from './store.ts';

/** What is asked of the desk's list. */
export interface DeskQuery {
  state: ReviewState;
  kind: ReviewKind | undefined;
  accountId: string | undefined;
  /** Only those that this operator has. */
  claimedBy: string | undefined;
  overdueOnly: boolean;
  now: Date;
  offset: number;
  limit: number;
}

/** Open reviews: concerns first, then what is due first. Others: the latest decision first. */
export async function listReviews(db: Db, query: DeskQuery): Promise<{ total: number; reviews: Review[] }> {
  const filter = db`
    state = ${query.state}
    AND (${query.kind ?? null}::text IS NULL OR kind = ${query.kind ?? null})
    AND (${query.accountId ?? null}::text IS NULL OR account_id = ${query.accountId ?? null})
    AND (${query.claimedBy ?? null}::text IS NULL
      OR (claimed_by = ${query.claimedBy ?? null} AND claimed_until > ${query.now}))
    AND (NOT ${query.overdueOnly} OR (state = 'open' AND due_at < ${query.now}))`;
  const order = query.state === 'open' ? db`concern DESC, due_at, review_id` : db`decided_at DESC, review_id`;
  const [counted, reviews] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM reviews WHERE ${filter}`,
    db<Review[]>`
      SELECT account_id AS "accountId", review_id AS "reviewId", kind, subject_id AS "subjectId", title, findings,
        state, submitted_at AS "submittedAt", due_at AS "dueAt", claimed_by AS "claimedBy",
        claimed_until AS "claimedUntil", first_approved_by AS "firstApprovedBy", decided_at AS "decidedAt"
      FROM reviews WHERE ${filter} ORDER BY ${order} LIMIT ${query.limit} OFFSET ${query.offset}`,
  ]);
  return { total: counted[0]?.total ?? 0, reviews: [...reviews] };
}

/** The figures of one kind of review. */
export interface KindFigures {
  kind: string;
  waiting: number;
  overdue: number;
  claimed: number;
  /** When the one in the middle of those waiting was submitted: half have waited as long, or longer. */
  middleSubmittedAt: Date | null;
}

export async function figuresOfWaiting(db: Db, now: Date): Promise<KindFigures[]> {
  return await plannedNow<KindFigures>(db)`
    SELECT CASE WHEN grouping(kind) = 1 THEN '' ELSE kind END AS kind, count(*)::int AS waiting,
      (count(*) FILTER (WHERE due_at < ${now}))::int AS overdue,
      (count(*) FILTER (WHERE claimed_until > ${now}))::int AS claimed,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY submitted_at) AS "middleSubmittedAt"
    FROM reviews WHERE state = 'open' GROUP BY GROUPING SETS ((), (kind)) ORDER BY 1`;
}

/** What was decided since then, and how much of it in time. */
export async function figuresOfDecided(
  db: Db,
  since: Date,
): Promise<{ approved: number; rejected: number; inTime: number }> {
  const [row] = await plannedNow<{ approved: number; rejected: number; inTime: number }>(db)`
    SELECT (count(*) FILTER (WHERE state = 'approved'))::int AS approved,
      (count(*) FILTER (WHERE state = 'rejected'))::int AS rejected,
      (count(*) FILTER (WHERE decided_at <= due_at))::int AS "inTime"
    FROM reviews WHERE state IN ('approved', 'rejected') AND state <> 'open' AND decided_at >= ${since}`;
  return row ?? { approved: 0, rejected: 0, inTime: 0 };
}

type Marked = ReviewKey & { kind: ReviewKind; subjectId: string; dueAt: Date };

/** Takes some reviews that are overdue and of which nobody was told; those that another process has are left to it. */
export async function markOverdue(tx: Tx, now: Date, limit: number): Promise<Marked[]> {
  return await tx<Marked[]>`
    UPDATE reviews SET overdue_told_at = ${now}
    WHERE (account_id, review_id) IN (
      SELECT account_id, review_id FROM reviews
      WHERE state = 'open' AND due_at < ${now} AND overdue_told_at IS NULL
      ORDER BY concern DESC, due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", review_id AS "reviewId", kind, subject_id AS "subjectId", due_at AS "dueAt"`;
}

/** Takes back some reviews whose reviewer let his time run out. */
export async function freeExpiredClaims(tx: Tx, now: Date, limit: number): Promise<Marked[]> {
  return await tx<Marked[]>`
    UPDATE reviews SET claimed_by = NULL, claimed_until = NULL
    WHERE (account_id, review_id) IN (
      SELECT account_id, review_id FROM reviews WHERE claimed_until <= ${now}
      ORDER BY claimed_until LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", review_id AS "reviewId", kind, subject_id AS "subjectId", due_at AS "dueAt"`;
}
