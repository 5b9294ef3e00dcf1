import type { Db, Tx } from '../../platform/db.ts';

/**
 * Windows of maintenance: announcements of that kind that are published and not withdrawn, from their begin to their
 * end. While one is open nothing is dialled.
 */
export interface MaintenanceWindow {
  announcementId: string;
  titleZh: string;
  titleEn: string;
  emergency: boolean;
  startsAt: Date;
  /** As announced, or when it was ended before that. */
  endsAt: Date;
}

const isWindow = (db: Db, now: Date) => db`
  kind = 'announcement.maintenance' AND withdrawn_at IS NULL AND publish_at <= ${now}`;

/** Whether nothing may be dialled at this moment; asked before each claim, so it is one look into a small index. */
export async function underMaintenance(db: Db, now: Date): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM announcements WHERE ${isWindow(db, now)} AND effective_at <= ${now} AND least(ends_at, ended_at) > ${now}
    LIMIT 1`;
  return rows.length > 0;
}

/** Windows that began before `until` and had not ended at `from`, soonest first, at most `limit`. */
export async function maintenanceWindows(
  db: Db,
  asked: { now: Date; from: Date; until: Date; limit: number },
): Promise<MaintenanceWindow[]> {
  return await db<MaintenanceWindow[]>`
    SELECT announcement_id AS "announcementId", title_zh AS "titleZh", title_en AS "titleEn",
      emergency_reason IS NOT NULL AS emergency, greatest(effective_at, publish_at) AS "startsAt", least(ends_at, ended_at) AS "endsAt"
    FROM announcements
    WHERE ${isWindow(db, asked.now)} AND effective_at < ${asked.until} AND least(ends_at, ended_at) > ${asked.from}
    ORDER BY effective_at LIMIT ${asked.limit}`;
}

/** Ends what is open now. @returns how many windows ended */
export async function endMaintenance(tx: Tx, now: Date): Promise<number> {
  const ended = await tx`
    UPDATE announcements SET ended_at = ${now}, shown_until = least(shown_until, ${now})
    WHERE ${isWindow(tx, now)} AND effective_at <= ${now} AND least(ends_at, ended_at) > ${now}`;
  return ended.count;
}
