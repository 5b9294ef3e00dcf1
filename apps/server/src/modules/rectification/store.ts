import type { Db, Tx } from '../../platform/db.ts';
import type { RectificationState } from './rules.ts';

export interface RectificationKey {
  accountId: string;
  orderId: string;
}

export interface NewRectification extends RectificationKey {
  clause: string;
  capabilities: readonly string[];
  dueAt: Date;
  openedBy: string;
  openedAt: Date;
}

export interface Rectification extends NewRectification {
  state: RectificationState;
  closedBy: string | null;
  closedAt: Date | null;
}

/** One thing that a side said. */
export interface Said {
  side: 'operator' | 'customer';
  by: string;
  at: Date;
  sealed: Uint8Array;
  fileIds: readonly string[];
}

export const saidContext = (orderId: string) => `rectification_words.text:${orderId}`;

const columns = (db: Db) => db`
  account_id AS "accountId", order_id AS "orderId", clause, capabilities, due_at AS "dueAt", state,
  opened_by AS "openedBy", opened_at AS "openedAt", closed_by AS "closedBy", closed_at AS "closedAt"`;

export async function insertRectification(tx: Tx, r: NewRectification): Promise<void> {
  await tx`
    INSERT INTO rectifications (account_id, order_id, clause, capabilities, due_at, opened_by, opened_at)
    VALUES (${r.accountId}, ${r.orderId}, ${r.clause}, ${r.capabilities as string[]}::text[], ${r.dueAt},
      ${r.openedBy}, ${r.openedAt})`;
}

/** @param asked.accountId whose it must be; undefined: anybody's */
export async function findRectification(
  db: Db,
  { orderId, accountId }: { orderId: string; accountId?: string | undefined },
): Promise<Rectification | undefined> {
  const [row] = await db<Rectification[]>`
    SELECT ${columns(db)} FROM rectifications WHERE order_id = ${orderId}
      AND (${accountId ?? null}::text IS NULL OR account_id = ${accountId ?? null})`;
  return row;
}

/** @param to.dueAt undefined: as it was */
export async function moveRectification(
  tx: Tx,
  { accountId, orderId }: RectificationKey,
  to: { state: RectificationState; dueAt?: Date | undefined; closedBy?: string; at: Date },
): Promise<void> {
  const closed = to.state === 'closed';
  await tx`
    UPDATE rectifications SET state = ${to.state}, due_at = coalesce(${to.dueAt ?? null}::timestamptz, due_at),
      overdue_told = overdue_told AND ${to.dueAt === undefined},
      closed_by = CASE WHEN ${closed} THEN ${to.closedBy ?? ''} END,
      closed_at = CASE WHEN ${closed} THEN ${to.at}::timestamptz END
    WHERE account_id = ${accountId} AND order_id = ${orderId}`;
}

/** Under the account's lock. @returns whether there was room */
export async function insertSaid(
  tx: Tx,
  { accountId, orderId }: RectificationKey,
  said: Said,
  most: number,
): Promise<boolean> {
  const rows = await tx`
    INSERT INTO rectification_words (account_id, order_id, seq, side, by_whom, at, text_sealed, file_ids)
    SELECT ${accountId}, ${orderId}, coalesce(max(seq), 0) + 1, ${said.side}, ${said.by}, ${said.at}, ${said.sealed},
      ${said.fileIds as string[]}::uuid[]
    FROM rectification_words WHERE account_id = ${accountId} AND order_id = ${orderId}
    HAVING count(*) < ${most} RETURNING 1`;
  return rows.length > 0;
}

/** What was said of these orders, by order, each in its order. */
export async function listSaid(db: Db, orders: readonly RectificationKey[]): Promise<Map<string, Said[]>> {
  const rows = await db<(Said & { orderId: string })[]>`
    SELECT w.order_id AS "orderId", side, by_whom AS by, at, text_sealed AS sealed, file_ids AS "fileIds"
    FROM unnest(${orders.map((one) => one.accountId)}::text[], ${orders.map((one) => one.orderId)}::uuid[])
      AS o (account_id, order_id)
    JOIN rectification_words w ON w.account_id = o.account_id AND w.order_id = o.order_id ORDER BY w.order_id, seq`;
  const found = new Map<string, Said[]>();
  for (const { orderId, ...said } of rows) found.set(orderId, [...(found.get(orderId) ?? []), said]);
  return found;
}

/** Orders, the latest first. @param asked.open only those that are not closed */
export async function pageRectifications(
  db: Db,
  asked: { accountId: string | undefined; open: boolean; offset: number; limit: number },
): Promise<{ total: number; orders: Rectification[] }> {
  const { accountId = null } = asked;
  const filter = db`
    (${accountId}::text IS NULL OR account_id = ${accountId}) AND (NOT ${asked.open} OR state <> 'closed')`;
  const [[counted], orders] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM rectifications WHERE ${filter}`,
    db<Rectification[]>`
      SELECT ${columns(db)} FROM rectifications WHERE ${filter}
      ORDER BY opened_at DESC, order_id DESC OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, orders: [...orders] };
}

/** Open orders past their time of which the staff was not told; marked as told. Several nodes may ask at once. */
export async function takeOverdue(tx: Tx, at: Date, limit: number): Promise<Rectification[]> {
  return await tx<Rectification[]>`
    UPDATE rectifications SET overdue_told = true
    WHERE (account_id, order_id) IN (
      SELECT account_id, order_id FROM rectifications WHERE state = 'open' AND NOT overdue_told AND due_at <= ${at}
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING ${columns(tx)}`;
}
