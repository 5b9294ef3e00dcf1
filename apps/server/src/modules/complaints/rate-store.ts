import type { Db } from '../../platform/db.ts';

export const RATE_DIMENSIONS = ['account', 'day', 'template', 'number', 'trunk'] as const;
export type RateDimension = (typeof RATE_DIMENSIONS)[number];

/** Complaints of one key. Those found unfounded count in neither. */
export interface ComplaintCount {
  key: string;
  complaints: number;
  founded: number;
}

/** Complaints about an account's calls of a span, by what they are counted by; the unfounded ones left out. */
export async function countComplaints(
  db: Db,
  asked: { accountId: string; by: RateDimension; from: Date; until: Date },
): Promise<ComplaintCount[]> {
  const key = {
    account: db`''`,
    day: db`to_char(happened_at AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM-DD')`,
    template: db`template_id`,
    number: db`show_number`,
    trunk: db`trunk_id`,
  }[asked.by];
  return await db<ComplaintCount[]>`
    SELECT key, count(*)::int AS complaints, (count(*) FILTER (WHERE founded))::int AS founded
    FROM (SELECT ${key} AS key, founded FROM complaints
      WHERE account_id = ${asked.accountId} AND happened_at >= ${asked.from} AND happened_at < ${asked.until}
        AND founded IS DISTINCT FROM false) AS counted
    GROUP BY key`;
}
