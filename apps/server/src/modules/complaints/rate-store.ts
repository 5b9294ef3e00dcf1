import type { Db } from '../../platform/db.ts';

/** What a complaint can be counted by: what is known of the call that it is about. */
export type ComplainedOf =
  | 'day'
  | 'template'
  | 'number'
  | 'trunk'
  | 'city'
  | 'operator'
  | 'purpose'
  | 'destination';

/** Complaints of one key. Those found unfounded count in neither. */
export interface ComplaintCount {
  key: string;
  complaints: number;
  founded: number;
}

/** Complaints about an account's calls of a span, by what they are counted by; the unfounded ones left out. */
export async function countComplaints(
  db: Db,
  asked: { accountId: string; by: ComplainedOf; from: Date; until: Date },
): Promise<ComplaintCount[]> {
  const { accountId, by, from, until } = asked;
  const key = {
    day: db`to_char(c.happened_at AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM-DD')`,
    template: db`c.template_id`,
    number: db`c.show_number`,
    trunk: db`c.trunk_id`,
    city: db`coalesce(m.callee_city_code, '')`,
    operator: db`coalesce(m.callee_operator, '')`,
    purpose: db`coalesce(m.purpose::text, '')`,
    destination: db`coalesce(m.brevity_code, '')`,
  }[by];
  const ofComplaint = by === 'day' || by === 'template' || by === 'number' || by === 'trunk';
  return await db<ComplaintCount[]>`
    SELECT key, count(*)::int AS complaints, (count(*) FILTER (WHERE founded))::int AS founded
    FROM (SELECT ${key} AS key, c.founded FROM complaints c
        ${ofComplaint ? db`` : db`LEFT JOIN messages m ON m.account_id = c.account_id AND m.session_no = c.session_no`}
      WHERE c.account_id = ${accountId} AND c.happened_at >= ${from} AND c.happened_at < ${until}
        AND c.founded IS DISTINCT FROM false) AS counted
    GROUP BY key`;
}
