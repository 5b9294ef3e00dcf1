import { countComplaints, type RateDimension } from '../../modules/complaints/index.ts';
import { dayOf, dayStart } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { readStatistics } from '../records/read-statistics.ts';

export interface ComplaintRate {
  /** A day, template, number or trunk; '' for the whole account, and for what is not known. */
  key: string;
  complaints: number;
  founded: number;
  answered: bigint;
  /** Complaints in ten thousand answered calls; undefined where none was answered. */
  per10000: number | undefined;
}

const DAY_MS = 86_400_000;
const TEN_THOUSAND = 10_000;

/**
 * 4.3.6: complaints about an account's calls of the last days, today included, beside its answered calls. What was found
 * unfounded is left out. The highest rates first, or the days in their order.
 * @throws HeraldError RECORD_SEARCH_TOO_WIDE
 */
export async function readComplaintRates(
  { sql, clock }: { sql: Sql; clock: Clock },
  asked: { accountId: string; by: RateDimension; days: number },
): Promise<ComplaintRate[]> {
  const { accountId, by, days } = asked;
  const last = clock.now();
  const first = last - (days - 1) * DAY_MS;
  const dimension = by === 'account' ? 'day' : by;
  const until = dayStart(dayOf(last)) + DAY_MS;
  const [sends, complaints] = await Promise.all([
    readStatistics(sql, { accountId, by: dimension, first, last }),
    countComplaints(sql, { accountId, by, from: new Date(dayStart(dayOf(first))), until: new Date(until) }),
  ]);
  const answered = new Map<string, bigint>();
  for (const count of sends) {
    const key = by === 'account' ? '' : count.key;
    answered.set(key, (answered.get(key) ?? 0n) + count.answered);
  }
  const complained = new Map(complaints.map((count) => [count.key, count]));
  const rates = [...new Set([...answered.keys(), ...complained.keys()])].map((key): ComplaintRate => {
    const { complaints: count = 0, founded = 0 } = complained.get(key) ?? {};
    const calls = answered.get(key) ?? 0n;
    const per10000 = calls === 0n ? undefined : (count * TEN_THOUSAND) / Number(calls);
    return { key, complaints: count, founded, answered: calls, per10000 };
  });
  if (by === 'day') return rates.sort((a, b) => (a.key < b.key ? -1 : 1));
  return rates.sort((a, b) => (b.per10000 ?? 0) - (a.per10000 ?? 0) || b.complaints - a.complaints);
}
