import type { NoticeKind } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

export const noticeDetailsContext = (noticeId: string) => `notices.details:${noticeId}`;

export interface NewNotice {
  accountId: string;
  noticeId: string;
  kind: NoticeKind;
  /** Values of the places of its texts; or the announcement whose texts they are. */
  content: { details: object } | { announcementId: string };
  /** Who alone sees it; absent: everybody whom the kind concerns. */
  memberIds: readonly string[] | undefined;
  at: Date;
}

/** Puts notices into inboxes. @returns the ids of those that were not there yet (an announcement comes once) */
export async function insertNotices(
  tx: Tx,
  vault: Vault,
  notices: readonly NewNotice[],
): Promise<Set<string>> {
  const rows = await tx<{ notice_id: string }[]>`
    INSERT INTO notices (account_id, notice_id, kind, details_sealed, announcement_id, member_ids, at)
    SELECT a, b, c, decode(d, 'hex'), e, f::text[], g FROM unnest(
      ${notices.map((one) => one.accountId)}::text[], ${notices.map((one) => one.noticeId)}::uuid[],
      ${notices.map((one) => one.kind)}::text[], ${notices.map((one) => sealedDetails(vault, one))}::text[],
      ${notices.map(({ content }) => ('announcementId' in content ? content.announcementId : null))}::uuid[],
      ${notices.map((one) => (one.memberIds ? arrayText(one.memberIds) : null))}::text[],
      ${notices.map((one) => one.at.toISOString())}::timestamptz[]
    ) AS rows (a, b, c, d, e, f, g)
    ON CONFLICT DO NOTHING RETURNING notice_id`;
  return new Set(rows.map((row) => row.notice_id));
}

function sealedDetails(vault: Vault, { noticeId, content }: NewNotice): string | null {
  if ('announcementId' in content) return null;
  return vault.seal(JSON.stringify(content.details), noticeDetailsContext(noticeId)).toString('hex');
}

/** A list as PostgreSQL writes an array, for the one column that holds lists among columns of many rows. */
const arrayText = (list: readonly string[]) =>
  `{${list.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

/** A notice with what fills its texts. */
export interface Notice {
  noticeId: string;
  kind: NoticeKind;
  details: Record<string, string | number>;
  announcementId: string | null;
  at: Date;
  readAt: Date | null;
}

interface NoticeRow extends Omit<Notice, 'details'> {
  detailsSealed: Buffer | null;
  titleZh: string | null;
  titleEn: string | null;
  bodyZh: string | null;
  bodyEn: string | null;
}

/** Who looks: '' is a key of the account itself. */
export interface Reader {
  accountId: string;
  memberId: string;
  /** Kinds that the reader's permissions let see. */
  kinds: readonly NoticeKind[];
}

const visible = (db: Db, { accountId, memberId, kinds }: Reader) => db`
  n.account_id = ${accountId} AND CASE WHEN n.member_ids IS NULL THEN n.kind = ANY(${kinds as string[]})
    ELSE ${memberId} = ANY(n.member_ids) END`;

const isRead = (db: Db, { accountId, memberId }: Reader) => db`
  EXISTS (SELECT 1 FROM notice_reads r
    WHERE r.account_id = ${accountId} AND r.member_id = ${memberId} AND r.notice_id = n.notice_id)`;

/** Notices that the reader may see, newest first, unread ones before read ones where asked. */
export async function listNotices(
  db: Db,
  vault: Vault,
  reader: Reader,
  asked: { kind?: string; unreadOnly: boolean; unreadFirst: boolean; offset: number; limit: number },
): Promise<Notice[]> {
  const rows = await db<NoticeRow[]>`
    SELECT n.notice_id AS "noticeId", n.kind, n.details_sealed AS "detailsSealed",
      n.announcement_id AS "announcementId", n.at, r.read_at AS "readAt", a.title_zh AS "titleZh",
      a.title_en AS "titleEn", a.body_zh AS "bodyZh", a.body_en AS "bodyEn"
    FROM notices n LEFT JOIN announcements a USING (announcement_id)
    LEFT JOIN notice_reads r ON r.account_id = ${reader.accountId} AND r.member_id = ${reader.memberId}
      AND r.notice_id = n.notice_id
    WHERE ${visible(db, reader)} AND (${asked.kind ?? null}::text IS NULL OR n.kind = ${asked.kind ?? null})
      AND (NOT ${asked.unreadOnly} OR r.read_at IS NULL)
    ORDER BY CASE WHEN ${asked.unreadFirst} THEN r.read_at IS NOT NULL ELSE false END, n.notice_id DESC
    OFFSET ${asked.offset} LIMIT ${asked.limit}`;
  return rows.map((row) => opened(vault, row));
}

/** How many the reader may see, and how many of these are unread; counted up to `most`. */
export async function countNotices(
  db: Db,
  reader: Reader,
  asked: { kind?: string; unreadOnly: boolean; most: number },
): Promise<{ total: number; unread: number }> {
  const [row] = await db<{ total: number; unread: number }[]>`
    SELECT
      (SELECT count(*)::int FROM (
        SELECT 1 FROM notices n
        WHERE ${visible(db, reader)} AND (${asked.kind ?? null}::text IS NULL OR n.kind = ${asked.kind ?? null})
          AND (NOT ${asked.unreadOnly} OR NOT ${isRead(db, reader)})
        LIMIT ${asked.most}) AS found) AS total,
      (SELECT count(*)::int FROM (
        SELECT 1 FROM notices n WHERE ${visible(db, reader)} AND NOT ${isRead(db, reader)}
        LIMIT ${asked.most}) AS found) AS unread`;
  return row ?? { total: 0, unread: 0 };
}

/** One notice of an account, for whoever renders or proves it; a reader may be named who must be able to see it. */
export async function findNotice(
  db: Db,
  vault: Vault,
  key: { accountId: string; noticeId: string },
  reader?: Reader,
): Promise<Notice | undefined> {
  const [row] = await db<NoticeRow[]>`
    SELECT n.notice_id AS "noticeId", n.kind, n.details_sealed AS "detailsSealed",
      n.announcement_id AS "announcementId", n.at, r.read_at AS "readAt", a.title_zh AS "titleZh",
      a.title_en AS "titleEn", a.body_zh AS "bodyZh", a.body_en AS "bodyEn"
    FROM notices n LEFT JOIN announcements a USING (announcement_id)
    LEFT JOIN notice_reads r ON r.account_id = n.account_id AND r.member_id = ${reader?.memberId ?? ''}
      AND r.notice_id = n.notice_id
    WHERE n.account_id = ${key.accountId} AND n.notice_id = ${key.noticeId}
      AND ${reader ? visible(db, reader) : db`true`}`;
  return row && opened(vault, row);
}

/** Marks notices as read by a reader who may see them. @returns how many were not read before */
export async function markRead(
  db: Db,
  reader: Reader,
  noticeIds: readonly string[] | 'all',
  at: Date,
): Promise<number> {
  const marked = await db`
    INSERT INTO notice_reads (account_id, member_id, notice_id, read_at)
    SELECT n.account_id, ${reader.memberId}, n.notice_id, ${at} FROM notices n
    WHERE ${visible(db, reader)}
      AND ${noticeIds === 'all' ? db`true` : db`n.notice_id = ANY(${noticeIds as string[]}::uuid[])`}
    ON CONFLICT DO NOTHING`;
  return marked.count;
}

function opened(vault: Vault, row: NoticeRow): Notice {
  const { detailsSealed, titleZh, titleEn, bodyZh, bodyEn, ...notice } = row;
  const details = detailsSealed
    ? (JSON.parse(vault.open(detailsSealed, noticeDetailsContext(row.noticeId))) as Notice['details'])
    : { titleZh: titleZh ?? '', titleEn: titleEn ?? '', bodyZh: bodyZh ?? '', bodyEn: bodyEn ?? '' };
  return { ...notice, details };
}
