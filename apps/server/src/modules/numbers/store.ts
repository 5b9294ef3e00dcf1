import { attribute, provinceOf } from '../../platform/attribution.ts';
import type { Db } from '../../platform/db.ts';
import type { ShownNumber } from './choice-rules.ts';

/** Owner of the shared pool in the numbers table. */
const POOL = '';

/** Which of these (account, number) pairs are active exclusive numbers, as 'account\nnumber'. */
export async function findExclusive(
  db: Db,
  pairs: readonly { accountId: string; number: string }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows = await db<{ account_id: string; number: string }[]>`
    SELECT account_id, number FROM numbers
    WHERE status = 'active' AND (account_id, number) IN (SELECT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.number)}::text[]))`;
  return new Set(rows.map((row) => `${row.account_id}\n${row.number}`));
}

/** Active exclusive numbers of an account, oldest name first. */
export async function exclusiveNumbers(
  db: Db,
  accountIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db<{ account_id: string; number: string }[]>`
    SELECT account_id, number FROM numbers
    WHERE status = 'active' AND account_id = ANY(${accountIds as string[]}) ORDER BY account_id, number`;
  const numbers = new Map<string, string[]>();
  for (const row of rows) {
    const list = numbers.get(row.account_id);
    if (list) list.push(row.number);
    else numbers.set(row.account_id, [row.number]);
  }
  return numbers;
}

/** The shared pool of the random group, with where each number belongs. */
export async function sharedPool(db: Db): Promise<ShownNumber[]> {
  const rows = await db<{ number: string; cityCode: string }[]>`
    SELECT number, city_code AS "cityCode" FROM numbers WHERE account_id = ${POOL} AND status = 'active'
    ORDER BY number`;
  return rows.map((row) => ({ ...row, province: provinceOf(row.cityCode) }));
}

/** Adds numbers of the platform, each with its city; of one that is there, a city that was not known is filled in. */
export async function addToPool(db: Db, numbers: readonly string[]): Promise<void> {
  const cityCodes = numbers.map((number) => {
    const attributed = attribute(number);
    return attributed.ok ? attributed.cityCode : '';
  });
  await db`
    INSERT INTO numbers (account_id, number, city_code)
    SELECT ${POOL}, * FROM unnest(${numbers as string[]}::text[], ${cityCodes}::text[])
    ON CONFLICT (number) DO UPDATE SET city_code = excluded.city_code WHERE numbers.city_code = ''`;
}
