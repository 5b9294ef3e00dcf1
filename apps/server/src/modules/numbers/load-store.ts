import type { Db, Tx } from '../../platform/db.ts';

/** What bounds the calls that show a number; null: nothing. */
export interface NumberLimits {
  concurrency: number | null;
  /** Calls started in one second. */
  cps: number | null;
  /** Calls started in one day in Beijing. */
  dailyLimit: number | null;
}

/** A number that has limits, and what is on it now. */
export interface NumberLoad extends NumberLimits {
  number: string;
  active: number;
  /** ms */
  starts: number[];
  today: number;
}

/**
 * The numbers that have limits, of the pool and of these accounts, with what is on them. Only under the lock of the
 * trunks, by which every call passes that takes a place: it holds what is counted here, too.
 * @param today in Beijing, YYYY-MM-DD
 */
export async function limitedNumbers(
  tx: Tx,
  accountIds: readonly string[],
  today: string,
): Promise<NumberLoad[]> {
  const rows = await tx<(Omit<NumberLoad, 'starts'> & { starts: bigint[] })[]>`
    SELECT n.number, n.concurrency, n.cps, n.daily_limit AS "dailyLimit", n.starts,
      CASE WHEN n.day = ${today}::text::date THEN n.day_calls ELSE 0 END AS today,
      (SELECT count(*)::int FROM queue q WHERE q.show_number = n.number AND q.state <> 'queued') AS active
    FROM numbers n
    WHERE n.account_id = ANY(${['', ...accountIds]}::text[]) AND n.status <> 'cancelled'
      AND (n.concurrency IS NOT NULL OR n.cps IS NOT NULL OR n.daily_limit IS NOT NULL)`;
  return rows.map((row) => ({ ...row, starts: row.starts.map(Number) }));
}

/** Notes the calls of the last second and how many more were begun today; under the same lock. */
export async function noteNumberStarts(
  tx: Tx,
  started: readonly { number: string; starts: readonly number[]; count: number }[],
  today: string,
): Promise<void> {
  if (started.length === 0) return;
  await tx`
    UPDATE numbers SET starts = string_to_array(s.starts, ',')::bigint[], day = ${today}::text::date,
      day_calls = CASE WHEN day = ${today}::text::date THEN day_calls ELSE 0 END + s.count
    FROM unnest(${started.map((one) => one.number)}::text[], ${started.map((one) => one.starts.join(','))}::text[],
      ${started.map((one) => one.count)}::integer[]) AS s (number, starts, count)
    WHERE numbers.number = s.number`;
}

/** Gives calls of a day back to numbers by which they were not made after all. Locked in one order for all. */
export async function returnNumberCalls(tx: Tx, numbers: readonly string[], today: string): Promise<void> {
  if (numbers.length === 0) return;
  await tx`
    WITH held AS (SELECT number FROM numbers WHERE number = ANY(${numbers as string[]}::text[])
      AND daily_limit IS NOT NULL ORDER BY number FOR UPDATE)
    UPDATE numbers SET day_calls = greatest(0, day_calls - r.count)
    FROM (SELECT number, count(*)::int AS count FROM held JOIN unnest(${numbers as string[]}::text[])
      AS u (number) USING (number) GROUP BY number) AS r
    WHERE numbers.number = r.number AND numbers.day = ${today}::text::date`;
}

/** Sets the limits of numbers. @returns those that there are */
export async function setNumberLimits(
  db: Db,
  numbers: readonly string[],
  { concurrency, cps, dailyLimit }: NumberLimits,
): Promise<string[]> {
  const rows = await db<{ number: string }[]>`
    UPDATE numbers SET concurrency = ${concurrency}, cps = ${cps}, daily_limit = ${dailyLimit}
    WHERE number = ANY(${numbers as string[]}::text[]) RETURNING number`;
  return rows.map((row) => row.number);
}
