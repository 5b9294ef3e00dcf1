import { dayOf, dayStart } from '../../platform/beijing-time.ts';
import type { Db } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { few, ofMessage, type RecordFilter, span } from './filter-store.ts';
import { type Dimension, placeKey } from './stats-store.ts';

const DAY_MS = 86_400_000;

/** Counted exactly up to here; what is more is told as this many. Pages end here, too. */
export const MOST_COUNTED = 100_000;

/** How many fit, up to `MOST_COUNTED`, and bounds on SessionNo that all of them lie within. */
export interface Counted {
  total: number;
  from: string;
  until: string;
}

interface Stretch {
  from: string;
  until: string;
  sent: number;
}

/**
 * Counts what fits: days that are counted by what the statistics say of them, the rest by walking it, which is as many
 * entries of an index.
 */
export async function countRecords(db: Db, filter: RecordFilter): Promise<Counted> {
  const { from, until } = filter;
  const counted = await countedDays(db, filter);
  if (sum(counted) >= MOST_COUNTED) return { total: MOST_COUNTED, from, until };
  const walked = gapsBetween(counted, filter).map(async (gap) => ({
    ...gap,
    sent: await walk(db, { ...filter, ...gap }),
  }));
  const full = [...counted, ...(await Promise.all(walked))].filter(({ sent }) => sent > 0);
  const edges = full.flatMap((stretch) => [stretch.from, stretch.until]).sort();
  return {
    total: Math.min(sum(full), MOST_COUNTED),
    from: edges[0] ?? from,
    until: edges.at(-1) ?? until,
  };
}

const sum = (stretches: readonly Stretch[]) => stretches.reduce((all, { sent }) => all + sent, 0);

/** Which way days are counted tells how many fit; undefined where the filter asks for more than one way knows. */
function countedBy(filter: RecordFilter): { dimension: Dimension | 'place'; key: string } | undefined {
  const { projects, sessionNo, taskNo, calleeKey, digits, exceptBrevityCode, callingCityCode } = filter;
  const unknown = [sessionNo, taskNo, calleeKey, digits, exceptBrevityCode, callingCityCode];
  if (projects !== 'all' || unknown.some((one) => one !== undefined)) return undefined;
  const { calledCityCode: city, calledOperator: operator } = filter;
  const place = city !== undefined && operator !== undefined;
  const known: readonly [Dimension | 'place', string | undefined][] = [
    ['template', filter.templateId],
    ['purpose', filter.purpose?.toString()],
    ['place', place ? placeKey(city, operator) : undefined],
    ['city', place ? undefined : city],
    ['operator', place ? undefined : operator],
    ['destination', filter.brevityCode],
  ];
  const asked = known.flatMap(([dimension, key]) => (key === undefined ? [] : [{ dimension, key }]));
  return asked.length === 0 ? { dimension: 'day', key: '' } : asked.length === 1 ? asked[0] : undefined;
}

/** Whether all of a span fits. */
export const isWhole = (filter: RecordFilter): boolean => countedBy(filter)?.dimension === 'day';

/** The moment that a bound on SessionNo stands for, ms. */
export const momentOf = (bound: string) => Number.parseInt(bound.replaceAll('-', '').slice(0, 12), 16);

/** The days that lie within the span as a whole and are counted in the way that the filter asks for, in their order. */
async function countedDays(db: Db, filter: RecordFilter): Promise<Stretch[]> {
  const by = countedBy(filter);
  if (!by) return [];
  const days = wholeDays(momentOf(filter.from), momentOf(filter.until));
  // Of a day that is counted something is counted in each way: else it was counted before there was that way.
  const rows = await db<{ month: number; day: number; sent: number }[]>`
    SELECT d.month, d.day, coalesce(s.sent, 0)::float8 AS sent
    FROM unnest(${days.map(({ month }) => month)}::integer[], ${days.map(({ day }) => day)}::smallint[]) AS d (month, day)
      LEFT JOIN send_stats s ON s.account_id = ${filter.accountId} AND s.month = d.month AND s.day = d.day
        AND s.dimension = ${by.dimension} AND s.key = ${by.key}
    WHERE EXISTS (SELECT FROM send_stats c WHERE c.account_id = ${filter.accountId} AND c.month = d.month
      AND c.day = d.day AND c.dimension = ${by.dimension})
    ORDER BY d.month, d.day`;
  return rows.map(({ month, day, sent }) => {
    const start = dayStart({ month, day });
    return { from: uuidFloor(start), until: uuidFloor(start + DAY_MS), sent };
  });
}

function wholeDays(from: number, until: number): { month: number; day: number }[] {
  const days: { month: number; day: number }[] = [];
  const midnight = dayStart(dayOf(from));
  const first = midnight < from ? midnight + DAY_MS : midnight;
  for (let start = first; start + DAY_MS <= until; start += DAY_MS) days.push(dayOf(start));
  return days;
}

/** What of a span lies before, between and behind stretches of it, which follow one another. */
function gapsBetween(stretches: readonly Stretch[], { from, until }: RecordFilter) {
  const gaps: { from: string; until: string }[] = [];
  let at = from;
  for (const stretch of stretches) {
    if (at < stretch.from) gaps.push({ from: at, until: stretch.from });
    at = stretch.until;
  }
  if (at < until) gaps.push({ from: at, until });
  return gaps;
}

async function walk(db: Db, filter: RecordFilter): Promise<number> {
  const { accountId, sessionNo, taskNo, calleeKey, digits, callingCityCode } = filter;
  // What only the message is asked for is counted without the receipts.
  const asksFew = [sessionNo, taskNo, calleeKey, digits, callingCityCode].some((one) => one !== undefined);
  const found = asksFew
    ? few(db, filter)
    : db`FROM messages m WHERE m.account_id = ${accountId} AND ${span(db, filter, 'm')} ${ofMessage(db, filter)}`;
  const [row] = await db<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (SELECT 1 ${found} LIMIT ${MOST_COUNTED}) AS found`;
  return row?.total ?? 0;
}
