import { type Db, plannedNow, type Tx } from '../../platform/db.ts';
import { keyColumns, type QueueKey } from './queue.ts';
import type { Share, WaitingGroup } from './turn-rules.ts';

/** A message that is due and that nobody else can claim until the transaction ends. */
export interface DueMessage {
  accountId: string;
  sessionNo: string;
  templateId: string;
  lane: 1 | 2;
  route: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  dispatchRule: 0 | 1;
  fromNumber: string | null;
  /** The number to be shown again, where that is asked for. */
  shownBefore: string | null;
  calleeSealed: Uint8Array;
  calleeKey: Uint8Array;
  calleeCityCode: string;
  scriptSealed: Uint8Array;
  allDay: boolean;
  maxTalkSeconds: number;
  expiresAt: Date;
}

/** A message that this node has claimed and is about to dial. */
export interface ClaimedMessage extends DueMessage {
  trunkId: string;
  /** Null where the account has no number that could be shown. */
  showNumber: string | null;
}

/** Where to go on with the groups of a lane; the beginning is `{ route: '', accountId: '' }`. */
export interface GroupCursor {
  route: string;
  accountId: string;
}

/**
 * Who waits in a lane for what: by route and account, those that have something due which could be claimed. Each group
 * is found by one step through the index, so a task of a hundred thousand costs no more than one message.
 * @param most groups looked at; the next look goes on behind the last of them
 * @param count how many of a group are counted at most when there is one group; of many, fewer each
 */
export async function waitingGroups(
  tx: Tx,
  asked: {
    lane: 1 | 2;
    from: GroupCursor;
    now: Date;
    most: number;
    count: number;
    /** SessionNos that are not to be claimed. */
    except: readonly string[];
  },
): Promise<{ groups: WaitingGroup[]; next: GroupCursor | undefined }> {
  const { lane, from, now, most, count, except } = asked;
  const rows = await tx<{ route: string; accountId: string; due: number; since: Date | null }[]>`
    WITH RECURSIVE steps AS (
      (SELECT q.route, q.account_id FROM queue q
        WHERE q.state = 'queued' AND q.lane = ${lane} AND (q.route, q.account_id) > (${from.route}, ${from.accountId})
        ORDER BY q.route, q.account_id LIMIT 1)
      UNION ALL
      SELECT n.route, n.account_id FROM steps s CROSS JOIN LATERAL (
        SELECT q.route, q.account_id FROM queue q
        WHERE q.state = 'queued' AND q.lane = ${lane} AND (q.route, q.account_id) > (s.route, s.account_id)
        ORDER BY q.route, q.account_id LIMIT 1) n
    ), found AS (SELECT * FROM steps LIMIT ${most})
    SELECT f.route, f.account_id AS "accountId", d.due, d.since FROM found f CROSS JOIN LATERAL (
      SELECT count(*)::int AS due, min(one.due_at) AS since FROM (
        SELECT q.due_at FROM queue q
        WHERE q.state = 'queued' AND q.lane = ${lane} AND q.route = f.route AND q.account_id = f.account_id
          AND q.due_at <= ${now} AND q.expires_at > ${now} AND q.session_no <> ALL(${except as string[]}::uuid[])
          AND NOT EXISTS (SELECT 1 FROM queue busy WHERE busy.callee_key = q.callee_key AND busy.state <> 'queued')
        ORDER BY q.due_at LIMIT (SELECT greatest(4, ${count} / count(*)) FROM found)) AS one) AS d`;
  const groups = rows
    .filter(({ due }) => due > 0)
    .map(({ route, accountId, due, since }) => ({
      lane,
      route,
      accountId,
      due,
      since: since?.getTime() ?? 0,
    }));
  const end = rows.length < most ? undefined : rows.at(-1);
  return { groups, next: end && { route: end.route, accountId: end.accountId } };
}

/**
 * Takes due messages of these groups for the transaction: of each the longest due, at most one per callee, and none
 * whose callee is being rung. Rows that another node is claiming are passed over. In the order of the groups.
 */
export async function lockDue(
  tx: Tx,
  { shares, now, except }: { shares: readonly Share[]; now: Date; except: readonly string[] },
): Promise<DueMessage[]> {
  if (shares.length === 0) return [];
  return await tx<DueMessage[]>`
    WITH due AS (
      SELECT q.account_id, q.session_no, q.callee_key, q.due_at, q.lane, q.route, q.expires_at, g.nth
      FROM unnest(${shares.map(({ waiting }) => waiting.lane)}::smallint[],
          ${shares.map(({ waiting }) => waiting.route)}::text[],
          ${shares.map(({ waiting }) => waiting.accountId)}::text[],
          ${shares.map(({ count }) => count)}::integer[]) WITH ORDINALITY AS g (lane, route, account_id, count, nth)
      CROSS JOIN LATERAL (
        SELECT * FROM queue q
        WHERE q.state = 'queued' AND q.lane = g.lane AND q.route = g.route AND q.account_id = g.account_id
          AND q.due_at <= ${now} AND q.expires_at > ${now} AND q.session_no <> ALL(${except as string[]}::uuid[])
          AND NOT EXISTS (SELECT 1 FROM queue busy WHERE busy.callee_key = q.callee_key AND busy.state <> 'queued')
        ORDER BY q.due_at LIMIT g.count FOR UPDATE SKIP LOCKED) AS q
    ), firsts AS (
      SELECT DISTINCT ON (callee_key) * FROM due ORDER BY callee_key, nth, due_at
    )
    SELECT m.account_id AS "accountId", m.session_no AS "sessionNo", m.template_id AS "templateId", f.lane, f.route,
      m.purpose, m.group_type AS "groupType", m.dispatch_rule AS "dispatchRule", m.from_number AS "fromNumber", m.shown_before AS "shownBefore",
      m.callee_sealed AS "calleeSealed", m.callee_key AS "calleeKey", m.callee_city_code AS "calleeCityCode",
      m.script_sealed AS "scriptSealed", m.all_day AS "allDay", m.max_talk_s AS "maxTalkSeconds",
      f.expires_at AS "expiresAt"
    FROM firsts f JOIN messages m ON m.account_id = f.account_id AND m.session_no = f.session_no
    ORDER BY f.nth, f.due_at`;
}

/**
 * Claims messages that lockDue took, for a node, each for its trunk and number.
 * @throws 23505 when another node claimed a message to the same callee at the same moment: claim again
 */
export async function claim(
  tx: Tx,
  nodeId: string,
  claimed: readonly (QueueKey & Pick<ClaimedMessage, 'trunkId' | 'showNumber'>)[],
): Promise<void> {
  if (claimed.length === 0) return;
  const [accounts, sessions] = keyColumns(claimed);
  await tx`
    UPDATE queue SET state = 'claimed', node_id = ${nodeId}, trunk_id = c.trunk_id, show_number = c.show_number
    FROM unnest(${accounts}::text[], ${sessions}::uuid[], ${claimed.map((one) => one.trunkId)}::text[],
      ${claimed.map((one) => one.showNumber)}::text[]) AS c (account_id, session_no, trunk_id, show_number)
    WHERE queue.account_id = c.account_id AND queue.session_no = c.session_no`;
}

/** Has messages that lockDue took wait until later. */
export async function defer(tx: Tx, deferred: readonly { key: QueueKey; dueAt: number }[]): Promise<void> {
  if (deferred.length === 0) return;
  const [accounts, sessions] = keyColumns(deferred.map(({ key }) => key));
  await tx`
    UPDATE queue SET due_at = d.due_at
    FROM unnest(${accounts}::text[], ${sessions}::uuid[],
      ${deferred.map(({ dueAt }) => new Date(dueAt).toISOString())}::timestamptz[]) AS d (account_id, session_no, due_at)
    WHERE queue.account_id = d.account_id AND queue.session_no = d.session_no AND queue.state = 'queued'`;
}

/** The routes of all that waits: one step through the index each. At most `limit`. */
export async function queuedRoutes(db: Db, limit: number): Promise<string[]> {
  const rows = await plannedNow<{ route: string }>(db)`
    WITH RECURSIVE steps AS (
      SELECT l.lane::smallint AS lane, n.route FROM (VALUES (1), (2)) AS l (lane) CROSS JOIN LATERAL (
        SELECT q.route FROM queue q WHERE q.state = 'queued' AND q.lane = l.lane ORDER BY q.route LIMIT 1) n
      UNION ALL
      SELECT s.lane, n.route FROM steps s CROSS JOIN LATERAL (
        SELECT q.route FROM queue q WHERE q.state = 'queued' AND q.lane = s.lane AND q.route > s.route
        ORDER BY q.route LIMIT 1) n
    )
    SELECT route FROM (SELECT * FROM steps LIMIT ${limit}) AS found`;
  return [...new Set(rows.map((row) => row.route))];
}

/** Due since `dueBefore`, over routes that nothing can carry. At most `limit`. */
export async function dueOfRoutes(
  db: Db,
  routes: readonly string[],
  dueBefore: Date,
  limit: number,
): Promise<QueueKey[]> {
  return await db<QueueKey[]>`
    SELECT account_id AS "accountId", session_no AS "sessionNo" FROM queue
    WHERE state = 'queued' AND lane IN (1, 2) AND route = ANY(${routes as string[]}::text[]) AND due_at <= ${dueBefore}
    LIMIT ${limit}`;
}
