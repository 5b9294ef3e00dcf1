import type { Db } from '../../platform/db.ts';

/** What the job of retention did of one kind. */
export interface RetentionRun {
  kind: string;
  ranAt: Date;
  deleted: bigint;
  deletedAt: Date | null;
  total: bigint;
}

export async function noteRetention(db: Db, run: { kind: string; at: Date; deleted: number }): Promise<void> {
  const deleted = BigInt(run.deleted);
  const deletedAt = run.deleted > 0 ? run.at : null;
  await db`
    INSERT INTO retention_runs AS r (kind, ran_at, deleted, deleted_at, total)
    VALUES (${run.kind}, ${run.at}, ${deleted}, ${deletedAt}, ${deleted})
    ON CONFLICT (kind) DO UPDATE SET ran_at = excluded.ran_at, deleted = excluded.deleted,
      deleted_at = coalesce(excluded.deleted_at, r.deleted_at), total = r.total + excluded.total`;
}

export async function retentionRuns(db: Db): Promise<RetentionRun[]> {
  return await db<RetentionRun[]>`
    SELECT kind, ran_at AS "ranAt", deleted, deleted_at AS "deletedAt", total FROM retention_runs`;
}
