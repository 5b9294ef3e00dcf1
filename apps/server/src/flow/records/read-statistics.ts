import { HeraldError } from '@herald/contract';
import { type ComplaintCount, countComplaints } from '../../modules/complaints/index.ts';
import {
  countedDays,
  countSends,
  type Dimension,
  readCounts,
  type SendCount,
} from '../../modules/records/index.ts';
import { dayOf, dayStart } from '../../platform/beijing-time.ts';
import { type Sql, sqlState } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { inSnapshot } from '../../platform/transaction.ts';

const DAY_MS = 86_400_000;
export const MOST_DAYS = 92;
const QUERY_CANCELLED = '57014';
/** What has not been counted is counted for whoever asks; the answer is not worth more than its caller waits. */
const LONGEST_COUNT = '40s';

/** What became of the messages of one key, and how many complained of their calls (4.3.6). */
export interface Statistic extends SendCount {
  complaints: number;
  /** Of these, found to be founded. Unfounded ones count in neither. */
  founded: number;
}

/** Complaints in ten thousand answered calls; undefined where none was answered. */
export const complaintRate = ({ complaints, answered }: Pick<Statistic, 'complaints' | 'answered'>) =>
  answered === 0n ? undefined : (complaints * 10_000) / Number(answered);

const share = (of: bigint, all: bigint, digits: number) =>
  all === 0n ? 0 : Number((Number(of) / Number(all)).toFixed(digits));
/** Answered of dialled, 0 to 1. */
export const answerRatio = ({ answered, dialled }: Statistic) => share(answered, dialled, 4);
/** Average talk of what was answered, in seconds. */
export const averageTalk = ({ talkMs, answered }: Statistic) => share(talkMs, answered * 1000n, 1);

/**
 * What became of the messages accepted on days [first, last] (Beijing; moments within them): days that are counted as
 * they were written, the others from the messages. A complaint counts on the day of the call.
 * @throws HeraldError STATISTICS_SPAN_INVALID, RECORD_SEARCH_TOO_WIDE
 */
export async function readStatistics(
  sql: Sql,
  asked: { accountId: string; by: Dimension; first: number; last: number },
): Promise<Statistic[]> {
  const { accountId, by } = asked;
  const [first, last] = [dayOf(asked.first), dayOf(asked.last)];
  const days = Math.round((dayStart(last) - dayStart(first)) / DAY_MS) + 1;
  if (days < 1 || days > MOST_DAYS) throw new HeraldError('STATISTICS_SPAN_INVALID', { mostDays: MOST_DAYS });
  try {
    return await inSnapshot(sql, async (tx) => {
      // One view: no day that is counted meanwhile is taken twice.
      await tx`SELECT set_config('statement_timeout', ${LONGEST_COUNT}, true)`;
      const counted = new Set((await countedDays(tx, accountId, first, last)).map((day) => dayStart(day)));
      const found = await readCounts(tx, accountId, by, first, last);
      for (const [from, until] of gaps(dayStart(first), days, counted)) {
        const span = { accountId, from: uuidFloor(from), until: uuidFloor(until) };
        found.push(...(await countSends(tx, by, span)));
      }
      const complained = await countComplaints(tx, {
        ...{ accountId, by, from: new Date(dayStart(first)) },
        until: new Date(dayStart(last) + DAY_MS),
      });
      return added([...found.map(withoutComplaints), ...complained.map(ofComplaints)]);
    });
  } catch (error) {
    if (sqlState(error) === QUERY_CANCELLED) throw new HeraldError('RECORD_SEARCH_TOO_WIDE');
    throw error;
  }
}

/** Spans of whole days, from `start` on, that are not among the counted ones. */
function gaps(start: number, days: number, counted: ReadonlySet<number>): [from: number, until: number][] {
  const found: [number, number][] = [];
  for (let day = 0; day < days; day++) {
    const from = start + day * DAY_MS;
    if (counted.has(from)) continue;
    const last = found.at(-1);
    if (last?.[1] === from) last[1] = from + DAY_MS;
    else found.push([from, from + DAY_MS]);
  }
  return found;
}

const withoutComplaints = (count: SendCount): Statistic => ({ ...count, complaints: 0, founded: 0 });
const ofComplaints = (count: ComplaintCount): Statistic => ({ ...nothingSent(count.key), ...count });

/** A key of which there is nothing. */
export const nothingSent = (key: string): Statistic => ({
  ...{ key, sent: 0n, dialled: 0n, answered: 0n, unknown: 0n, talkMs: 0n, cost: 0n, units: 0n },
  ...{ complaints: 0, founded: 0 },
});

/** Counts of one key are one. In the order of the keys. */
function added(counts: readonly Statistic[]): Statistic[] {
  const byKey = new Map<string, Statistic>();
  for (const count of counts) {
    const sum = byKey.get(count.key);
    byKey.set(count.key, sum ? plus(sum, count) : count);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** All counts together, under the key of the first or none. */
export function plus(a: Statistic, b: Statistic): Statistic {
  return {
    key: a.key,
    sent: a.sent + b.sent,
    dialled: a.dialled + b.dialled,
    answered: a.answered + b.answered,
    unknown: a.unknown + b.unknown,
    talkMs: a.talkMs + b.talkMs,
    cost: a.cost + b.cost,
    units: a.units + b.units,
    complaints: a.complaints + b.complaints,
    founded: a.founded + b.founded,
  };
}
