import type { Db } from '../../platform/db.ts';

/** A message is over so long after its acceptance at the latest: held until a window opens, then tried. */
const LONGEST_WAIT = '8 days';

/** Started minutes of talk of an account by the number shown, of calls that ended in [from, until). Reads them all. */
export async function talkedMinutes(
  db: Db,
  { accountId, from, until }: { accountId: string; from: Date; until: Date },
): Promise<Map<string, number>> {
  const rows = await db<{ number: string; minutes: number }[]>`
    SELECT show_number AS number, sum(ceil(talk_ms / 60000.0))::int AS minutes FROM receipts
    WHERE account_id = ${accountId} AND session_no >= uuid_floor(${from}::timestamptz - ${LONGEST_WAIT}::interval)
      AND session_no < uuid_floor(${until}::timestamptz) AND ended_at >= ${from} AND ended_at < ${until}
      AND show_number IS NOT NULL AND talk_ms > 0
    GROUP BY show_number`;
  return new Map(rows.map(({ number, minutes }) => [number, minutes]));
}
