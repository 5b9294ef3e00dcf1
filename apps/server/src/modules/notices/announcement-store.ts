import type { AnnouncementKind } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';

/** What an operator writes. */
export interface AnnouncementContent {
  kind: AnnouncementKind;
  titleZh: string;
  titleEn: string;
  bodyZh: string;
  bodyEn: string;
  effectiveAt: Date | null;
  endsAt: Date | null;
  shownUntil: Date | null;
  emergencyReason: string | null;
}

export interface Announcement extends AnnouncementContent {
  announcementId: string;
  /** Of a maintenance that was ended before its time. */
  endedAt: Date | null;
  /** A draft has none. */
  publishAt: Date | null;
  withdrawnAt: Date | null;
  createdBy: string;
  publishedBy: string | null;
  /** The last account whose inbox has it, in the order of their ids; '' before the first. */
  spreadTo: string;
  spreadAt: Date | null;
}

const columns = (db: Db) => db`
  announcement_id AS "announcementId", kind, title_zh AS "titleZh", title_en AS "titleEn", body_zh AS "bodyZh",
  body_en AS "bodyEn", effective_at AS "effectiveAt", ends_at AS "endsAt", ended_at AS "endedAt",
  shown_until AS "shownUntil", emergency_reason AS "emergencyReason", publish_at AS "publishAt",
  withdrawn_at AS "withdrawnAt", created_by AS "createdBy", published_by AS "publishedBy", spread_to AS "spreadTo",
  spread_at AS "spreadAt"`;

export async function insertAnnouncement(
  db: Db,
  draft: AnnouncementContent & { announcementId: string; operatorId: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO announcements (announcement_id, kind, title_zh, title_en, body_zh, body_en, effective_at, ends_at,
      shown_until, emergency_reason, created_by, created_at, updated_at)
    VALUES (${draft.announcementId}, ${draft.kind}, ${draft.titleZh}, ${draft.titleEn}, ${draft.bodyZh},
      ${draft.bodyEn}, ${draft.effectiveAt}, ${draft.endsAt}, ${draft.shownUntil}, ${draft.emergencyReason},
      ${draft.operatorId}, ${draft.at}, ${draft.at})`;
}

/** @returns whether it was a draft, and now says this */
export async function updateDraft(
  db: Db,
  announcementId: string,
  content: AnnouncementContent,
  at: Date,
): Promise<boolean> {
  const changed = await db`
    UPDATE announcements SET kind = ${content.kind}, title_zh = ${content.titleZh}, title_en = ${content.titleEn},
      body_zh = ${content.bodyZh}, body_en = ${content.bodyEn}, effective_at = ${content.effectiveAt},
      ends_at = ${content.endsAt}, shown_until = ${content.shownUntil}, emergency_reason = ${content.emergencyReason},
      updated_at = ${at}
    WHERE announcement_id = ${announcementId} AND publish_at IS NULL`;
  return changed.count === 1;
}

/** @returns whether it was a draft */
export async function deleteDraft(db: Db, announcementId: string): Promise<boolean> {
  const gone = await db`
    DELETE FROM announcements WHERE announcement_id = ${announcementId} AND publish_at IS NULL`;
  return gone.count === 1;
}

export async function findAnnouncement(db: Db, announcementId: string): Promise<Announcement | undefined> {
  const [row] = await db<Announcement[]>`
    SELECT ${columns(db)} FROM announcements WHERE announcement_id = ${announcementId}`;
  return row;
}

/** Takes an announcement for the transaction: who publishes, withdraws or spreads it does so alone. */
export async function lockAnnouncement(tx: Tx, announcementId: string): Promise<Announcement | undefined> {
  const [row] = await tx<Announcement[]>`
    SELECT ${columns(tx)} FROM announcements WHERE announcement_id = ${announcementId} FOR UPDATE`;
  return row;
}

export async function markPublished(
  tx: Tx,
  announcementId: string,
  published: { publishAt: Date; shownUntil: Date; operatorId: string },
): Promise<void> {
  await tx`
    UPDATE announcements SET publish_at = ${published.publishAt}, shown_until = ${published.shownUntil},
      published_by = ${published.operatorId}
    WHERE announcement_id = ${announcementId}`;
}

export async function markWithdrawn(
  tx: Tx,
  announcementId: string,
  withdrawn: { operatorId: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE announcements SET withdrawn_at = ${withdrawn.at}, withdrawn_by = ${withdrawn.operatorId}
    WHERE announcement_id = ${announcementId}`;
}

/** How far an announcement has come through the inboxes; `done` when there is no further account. */
export async function markSpread(
  tx: Tx,
  announcementId: string,
  spread: { to: string; done: Date | null },
): Promise<void> {
  await tx`
    UPDATE announcements SET spread_to = ${spread.to}, spread_at = ${spread.done}
    WHERE announcement_id = ${announcementId}`;
}

/** Announcements that were published by then and have not come to the last inbox, the oldest first. */
export async function unfinishedSpreads(
  db: Db,
  publishedUntil: Date,
  limit: number,
): Promise<{ announcementId: string; spreadTo: string }[]> {
  return await db<{ announcementId: string; spreadTo: string }[]>`
    SELECT announcement_id AS "announcementId", spread_to AS "spreadTo" FROM announcements
    WHERE publish_at <= ${publishedUntil} AND withdrawn_at IS NULL AND spread_at IS NULL
    ORDER BY publish_at LIMIT ${limit}`;
}

export async function listAnnouncements(
  db: Db,
  page: { offset: number; limit: number },
): Promise<{ total: number; announcements: Announcement[] }> {
  const [[counted], announcements] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM announcements`,
    db<Announcement[]>`
      SELECT ${columns(db)} FROM announcements ORDER BY announcement_id DESC OFFSET ${page.offset} LIMIT ${page.limit}`,
  ]);
  return { total: counted?.total ?? 0, announcements: [...announcements] };
}

/** What everybody may read: published and not withdrawn; all of it, or what is shown now. */
export async function publicAnnouncements(
  db: Db,
  asked: { now: Date; all: boolean; offset: number; limit: number },
): Promise<{ total: number; announcements: Announcement[] }> {
  const which = db`
    FROM announcements WHERE publish_at <= ${asked.now} AND withdrawn_at IS NULL
      AND (${asked.all} OR shown_until > ${asked.now})`;
  const [[counted], announcements] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total ${which}`,
    db<Announcement[]>`
      SELECT ${columns(db)} ${which} ORDER BY publish_at DESC, announcement_id DESC
      OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, announcements: [...announcements] };
}
