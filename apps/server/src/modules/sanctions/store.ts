import type { Db, Tx } from '../../platform/db.ts';
import type { SanctionKind } from './rules.ts';

export interface NewSanction {
  accountId: string;
  sanctionId: string;
  kind: SanctionKind;
  /** '' where it is about none. */
  appId: string;
  /** The template, flow or number that it is about; '' for none. */
  targetId: string;
  capabilities: readonly string[];
  perMinute: number | null;
  perDay: number | null;
  reason: string;
  clause: string;
  automatic: boolean;
  figures: string;
  imposedBy: string;
  imposedAt: Date;
  until: Date | null;
}

export interface Sanction extends NewSanction {
  appealSealed: Uint8Array | null;
  appealedAt: Date | null;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  reviewReason: string;
  liftedBy: string | null;
  liftedAt: Date | null;
}

interface Key {
  accountId: string;
  sanctionId: string;
}

export const appealContext = (sanctionId: string) => `sanctions.appeal:${sanctionId}`;

const columns = (db: Db) => db`
  account_id AS "accountId", sanction_id AS "sanctionId", kind, app_id AS "appId", target_id AS "targetId",
  capabilities, per_minute AS "perMinute", per_day AS "perDay", reason, clause,
  automatic, figures, imposed_by AS "imposedBy", imposed_at AS "imposedAt", until, appeal_sealed AS "appealSealed",
  appealed_at AS "appealedAt", reviewed_by AS "reviewedBy", reviewed_at AS "reviewedAt",
  review_reason AS "reviewReason", lifted_by AS "liftedBy", lifted_at AS "liftedAt"`;

export async function insertSanction(tx: Tx, s: NewSanction): Promise<void> {
  await tx`
    INSERT INTO sanctions (account_id, sanction_id, kind, app_id, target_id, capabilities, per_minute, per_day,
      reason, clause, automatic, figures, imposed_by, imposed_at, until)
    VALUES (${s.accountId}, ${s.sanctionId}, ${s.kind}, ${s.appId}, ${s.targetId},
      ${s.capabilities as string[]}::text[], ${s.perMinute}, ${s.perDay}, ${s.reason}, ${s.clause}, ${s.automatic}, ${s.figures}, ${s.imposedBy}, ${s.imposedAt}, ${s.until})`;
}

export async function findSanction(
  db: Db,
  { sanctionId, accountId }: { sanctionId: string; accountId?: string | undefined },
): Promise<Sanction | undefined> {
  const [row] = await db<Sanction[]>`
    SELECT ${columns(db)} FROM sanctions WHERE sanction_id = ${sanctionId}
      AND (${accountId ?? null}::text IS NULL OR account_id = ${accountId ?? null})`;
  return row;
}

/** Those of an account that stand. */
export async function standingSanctions(db: Db, accountId: string): Promise<Sanction[]> {
  return await db<Sanction[]>`
    SELECT ${columns(db)} FROM sanctions WHERE account_id = ${accountId} AND lifted_at IS NULL
    ORDER BY imposed_at, sanction_id`;
}

export async function markAppealed(
  tx: Tx,
  { accountId, sanctionId }: Key,
  appeal: { sealed: Uint8Array; by: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE sanctions SET appeal_sealed = ${appeal.sealed}, appealed_by = ${appeal.by}, appealed_at = ${appeal.at}
    WHERE account_id = ${accountId} AND sanction_id = ${sanctionId}`;
}

export async function markReviewed(
  tx: Tx,
  { accountId, sanctionId }: Key,
  review: { by: string; at: Date; reason: string; lifted: boolean },
): Promise<void> {
  await tx`
    UPDATE sanctions SET reviewed_by = ${review.by}, reviewed_at = ${review.at}, review_reason = ${review.reason},
      lifted_by = CASE WHEN ${review.lifted} THEN ${review.by} END,
      lifted_at = CASE WHEN ${review.lifted} THEN ${review.at}::timestamptz END
    WHERE account_id = ${accountId} AND sanction_id = ${sanctionId}`;
}

/** Those of one kind about one template or number that stand end, because what they took was given back otherwise. */
export async function endSanctionsOn(
  tx: Tx,
  asked: { accountId: string; kind: SanctionKind; targetId: string; by: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE sanctions SET lifted_by = ${asked.by}, lifted_at = ${asked.at}
    WHERE account_id = ${asked.accountId} AND kind = ${asked.kind} AND target_id = ${asked.targetId}
      AND lifted_at IS NULL`;
}

/** Ended by its own time. */
export async function markEnded(tx: Tx, { accountId, sanctionId }: Key, at: Date): Promise<void> {
  await tx`
    UPDATE sanctions SET lifted_by = '', lifted_at = ${at}
    WHERE account_id = ${accountId} AND sanction_id = ${sanctionId}`;
}

/** Those whose time is over and that stand still. */
export async function sanctionsOver(db: Db, at: Date, limit: number): Promise<Key[]> {
  return await db<Key[]>`
    SELECT account_id AS "accountId", sanction_id AS "sanctionId" FROM sanctions
    WHERE lifted_at IS NULL AND until <= ${at} ORDER BY until LIMIT ${limit}`;
}

/** Sanctions, the latest first. @param asked.open only those that stand and await a look: appealed, or automatic */
export async function pageSanctions(
  db: Db,
  asked: { accountId: string | undefined; open: boolean; offset: number; limit: number },
): Promise<{ total: number; sanctions: Sanction[] }> {
  const { accountId = null } = asked;
  const filter = db`
    (${accountId}::text IS NULL OR account_id = ${accountId})
    AND (NOT ${asked.open} OR (lifted_at IS NULL AND reviewed_at IS NULL AND (automatic OR appealed_at IS NOT NULL)))`;
  const [[counted], sanctions] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM sanctions WHERE ${filter}`,
    db<Sanction[]>`
      SELECT ${columns(db)} FROM sanctions WHERE ${filter}
      ORDER BY imposed_at DESC, sanction_id DESC OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, sanctions: [...sanctions] };
}

/** Notes that an account is terminated, and from when on its data may go. */
export async function insertTermination(
  tx: Tx,
  { accountId, at, deleteAfter }: { accountId: string; at: Date; deleteAfter: Date },
): Promise<void> {
  await tx`
    INSERT INTO account_terminations (account_id, terminated_at, delete_after)
    VALUES (${accountId}, ${at}, ${deleteAfter})
    ON CONFLICT (account_id) DO UPDATE
      SET terminated_at = excluded.terminated_at, delete_after = excluded.delete_after, erasure_asked = false`;
}

/** Notes services that ended because a change of the agreement was refused (12.3), as terminations are. */
export async function noteEndedServices(tx: Tx, at: Date, keptMs: number): Promise<void> {
  const keptFor = `${keptMs} milliseconds`;
  await tx`
    INSERT INTO account_terminations AS t (account_id, terminated_at, delete_after)
    SELECT account_id, service_ends_at, service_ends_at + ${keptFor}::interval FROM accounts
    WHERE service_ends_at <= ${at} AND status <> 'terminated'
    ON CONFLICT (account_id) DO UPDATE
      SET terminated_at = excluded.terminated_at, delete_after = excluded.delete_after, erasure_asked = false
      WHERE t.terminated_at < excluded.terminated_at`;
}

/** Accounts whose service has ended, and not begun again, whose data may go now, each told once. */
export async function takeDueTerminations(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx<{ accountId: string }[]>`
    UPDATE account_terminations SET erasure_asked = true
    WHERE account_id IN (
      SELECT t.account_id FROM account_terminations t
      JOIN accounts a ON a.account_id = t.account_id AND (a.status = 'terminated' OR a.service_ends_at <= ${at})
      WHERE NOT t.erasure_asked AND t.delete_after <= ${at}
      ORDER BY t.delete_after LIMIT ${limit} FOR UPDATE OF t SKIP LOCKED)
    RETURNING account_id AS "accountId"`;
  return rows.map(({ accountId }) => accountId);
}
