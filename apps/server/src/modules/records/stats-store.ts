import type { Db, Tx } from '../../platform/db.ts';

/** By what sends are counted. */
export const DIMENSIONS = [
  'day',
  'template',
  'number',
  'trunk',
  'city',
  'operator',
  'purpose',
  'destination',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Days are counted by city and operator together as well: records are looked for by both. This is the key. */
export const placeKey = (city: string, operator: string) => `${city} ${operator}`;

/** What became of the messages of one key. */
export interface SendCount {
  /** A day as YYYY-MM-DD, a template, a number …; empty where there is none. */
  key: string;
  sent: bigint;
  /** A call was made. */
  dialled: bigint;
  answered: bigint;
  unknown: bigint;
  talkMs: bigint;
  /** From money, 10⁻⁴ yuan. */
  cost: bigint;
  /** Messages and minutes charged, whoever paid. */
  units: bigint;
}

/** A day of acceptance, in Beijing: month as platform/beijing-time.ts numbers it, day from 1; and its bounds on SessionNo. */
export interface CountedDay {
  month: number;
  day: number;
  from: string;
  until: string;
}

const measures = (db: Db) => db`
  count(*)::bigint AS sent, count(started_at)::bigint AS dialled, count(answered_at)::bigint AS answered,
  (count(*) FILTER (WHERE result = 3))::bigint AS unknown, coalesce(sum(talk_ms), 0)::bigint AS talk_ms,
  coalesce(sum(charge) FILTER (WHERE commodity = 'CNY'), 0)::bigint AS cost,
  coalesce(sum(cost_count), 0)::bigint AS units`;

/** Messages accepted within a span, with what became of them, and their keys. */
const sends = (db: Db, { accountId, from, until }: { accountId: string; from: string; until: string }) => db`
  SELECT to_char(m.accepted_at AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM-DD') AS day,
    m.template_id AS template, coalesce(r.show_number, '') AS number, coalesce(r.trunk_id, '') AS trunk,
    m.callee_city_code AS city, m.callee_operator AS operator, m.purpose::text AS purpose,
    m.brevity_code AS destination, m.callee_city_code || ' ' || m.callee_operator AS place, r.started_at, r.answered_at, r.result, r.talk_ms, r.charge, m.commodity,
    r.cost_count
  FROM messages m LEFT JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no
    AND r.session_no >= ${from}::uuid AND r.session_no < ${until}::uuid
  WHERE m.account_id = ${accountId} AND m.session_no >= ${from}::uuid AND m.session_no < ${until}::uuid`;

/**
 * Counts a day whose messages are all over, by every dimension, in one statement: all of it is there or nothing.
 * Receipts are final, so a second run writes what stands there, which is nothing.
 */
export async function writeDay(tx: Tx, accountId: string, day: CountedDay): Promise<void> {
  await tx`
    INSERT INTO send_stats (account_id, month, day, dimension, key, sent, dialled, answered, unknown, talk_ms, cost, units)
    SELECT ${accountId}, ${day.month}, ${day.day}, CASE
        WHEN grouping(template) = 0 THEN 'template' WHEN grouping(number) = 0 THEN 'number'
        WHEN grouping(trunk) = 0 THEN 'trunk' WHEN grouping(city) = 0 THEN 'city'
        WHEN grouping(operator) = 0 THEN 'operator' WHEN grouping(purpose) = 0 THEN 'purpose'
        WHEN grouping(destination) = 0 THEN 'destination' WHEN grouping(place) = 0 THEN 'place' ELSE 'day' END,
      coalesce(template, number, trunk, city, operator, purpose, destination, place, ''), ${measures(tx)}
    FROM (${sends(tx, { accountId, ...day })}) AS sends
    GROUP BY GROUPING SETS ((), (template), (number), (trunk), (city), (operator), (purpose), (destination), (place))
    HAVING count(*) > 0
    ON CONFLICT DO NOTHING`;
}

/**
 * Accounts with messages of a day that is not counted and of which nothing waits, after one of them; at most `limit`.
 * A day that was counted in fewer ways than there are now is counted again: what stands of it stays.
 */
export async function accountsToCount(
  db: Db,
  day: CountedDay,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db<{ accountId: string }[]>`
    SELECT a.account_id AS "accountId" FROM accounts a
    WHERE a.account_id > ${after}
      AND NOT EXISTS (SELECT 1 FROM send_stats s WHERE s.account_id = a.account_id AND s.month = ${day.month}
        AND s.day = ${day.day} AND s.dimension = 'place')
      AND EXISTS (SELECT 1 FROM messages m WHERE m.account_id = a.account_id
        AND m.session_no >= ${day.from}::uuid AND m.session_no < ${day.until}::uuid)
      AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.account_id = a.account_id
        AND q.session_no >= ${day.from}::uuid AND q.session_no < ${day.until}::uuid)
    ORDER BY a.account_id LIMIT ${limit}`;
  return rows.map((row) => row.accountId);
}

/** Days of an account within [first, last] that are counted. */
export async function countedDays(
  db: Db,
  accountId: string,
  first: { month: number; day: number },
  last: { month: number; day: number },
): Promise<{ month: number; day: number }[]> {
  return await db<{ month: number; day: number }[]>`
    SELECT month, day FROM send_stats
    WHERE account_id = ${accountId} AND dimension = 'day'
      AND (month, day) BETWEEN (${first.month}, ${first.day}::smallint) AND (${last.month}, ${last.day}::smallint)`;
}

/** What is counted of the days within [first, last], by key. */
export async function readCounts(
  db: Db,
  accountId: string,
  dimension: Dimension,
  first: { month: number; day: number },
  last: { month: number; day: number },
): Promise<SendCount[]> {
  const key =
    dimension === 'day'
      ? db`(month / 12)::text || to_char(month % 12 + 1, 'FM"-"00') || to_char(day, 'FM"-"00')`
      : db`key`;
  return await db<SendCount[]>`
    SELECT ${key} AS key, sum(sent)::bigint AS sent, sum(dialled)::bigint AS dialled,
      sum(answered)::bigint AS answered, sum(unknown)::bigint AS unknown, sum(talk_ms)::bigint AS "talkMs",
      sum(cost)::bigint AS cost, sum(units)::bigint AS units
    FROM send_stats
    WHERE account_id = ${accountId} AND dimension = ${dimension}
      AND (month, day) BETWEEN (${first.month}, ${first.day}::smallint) AND (${last.month}, ${last.day}::smallint)
    GROUP BY 1`;
}

/** The same of a span that is not counted, from the messages themselves. */
export async function countSends(
  db: Db,
  dimension: Dimension,
  span: { accountId: string; from: string; until: string },
): Promise<SendCount[]> {
  const key = {
    day: db`day`,
    template: db`template`,
    number: db`number`,
    trunk: db`trunk`,
    city: db`city`,
    operator: db`operator`,
    purpose: db`purpose`,
    destination: db`destination`,
  }[dimension];
  return await db<SendCount[]>`
    SELECT key, sent, dialled, answered, unknown, talk_ms AS "talkMs", cost, units
    FROM (SELECT ${key} AS key, ${measures(db)} FROM (${sends(db, span)}) AS sends GROUP BY 1) AS counted`;
}

/** Answered calls of all accounts over a trunk or from a number, of days from one on: as they are counted, and the rest. */
export async function answeredOfAll(
  db: Db,
  asked: { dimension: 'number' | 'trunk'; key: string; first: { month: number; day: number }; from: string },
): Promise<bigint> {
  const { dimension, key, first, from } = asked;
  const shown = dimension === 'number' ? db`r.show_number` : db`r.trunk_id`;
  const [row] = await db<{ answered: bigint }[]>`
    SELECT (SELECT coalesce(sum(s.answered), 0) FROM send_stats s
        WHERE s.dimension = ${dimension} AND s.key = ${key}
          AND (s.month, s.day) >= (${first.month}, ${first.day}::smallint))::bigint
      + (SELECT count(*) FROM receipts r
        CROSS JOIN LATERAL (SELECT uuid_time(r.session_no) AT TIME ZONE 'UTC' + interval '8 hours' AS at) AS t
        WHERE r.session_no >= ${from}::uuid AND ${shown} = ${key} AND r.answered_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM send_stats d WHERE d.account_id = r.account_id AND d.dimension = 'day'
            AND d.month = extract(year FROM t.at)::int * 12 + extract(month FROM t.at)::int - 1
            AND d.day = extract(day FROM t.at)::smallint))::bigint AS answered`;
  return row?.answered ?? 0n;
}
