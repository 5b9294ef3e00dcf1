import type { ComplainedOf } from '../../modules/complaints/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { complaintRate, nothingSent, plus, readStatistics } from '../records/read-statistics.ts';

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

/**
 * 4.3.6: complaints about an account's calls of the last days, today included, beside its answered calls. What was found
 * unfounded is left out. The highest rates first, or the days in their order.
 * @throws HeraldError RECORD_SEARCH_TOO_WIDE
 */
export async function readComplaintRates(
  { sql, clock }: { sql: Sql; clock: Clock },
  asked: { accountId: string; by: ComplainedOf | 'account'; days: number },
): Promise<ComplaintRate[]> {
  const { accountId, by, days } = asked;
  const last = clock.now();
  const span = { first: last - (days - 1) * DAY_MS, last };
  const found = await readStatistics(sql, { accountId, by: by === 'account' ? 'day' : by, ...span });
  const counts = by === 'account' ? [found.reduce(plus, nothingSent(''))] : found;
  const rates = counts.map((count): ComplaintRate => {
    const { key, complaints, founded, answered } = count;
    return { key, complaints, founded, answered, per10000: complaintRate(count) };
  });
  if (by === 'day') return rates;
  return rates.sort((a, b) => (b.per10000 ?? 0) - (a.per10000 ?? 0) || b.complaints - a.complaints);
}
