import { attribute, provinceOf } from '../../platform/attribution.ts';
import type { Db } from '../../platform/db.ts';
import type { ShownNumber } from './choice-rules.ts';
import { POOL } from './number-store.ts';
import { type Resting, type Standing, whyResting } from './term-rules.ts';

/** A number of an account's own, and why it cannot be shown now, where it cannot. */
export interface ExclusiveNumber {
  number: string;
  resting: Resting | undefined;
}

/** Numbers of accounts that have not been given up, usable or not, in the order of the digits. */
export async function ownNumbers(
  db: Db,
  accountIds: readonly string[],
  now: number,
): Promise<Map<string, ExclusiveNumber[]>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db<
    {
      account_id: string;
      number: string;
      status: Standing['status'];
      expires_at: Date | null;
      paused: boolean;
      unpaid_since: Date | null;
    }[]
  >`
    SELECT account_id, number, status, expires_at, paused_at IS NOT NULL AS paused, unpaid_since FROM numbers
    WHERE status <> 'cancelled' AND account_id = ANY(${accountIds as string[]}) ORDER BY account_id, number`;
  const numbers = new Map<string, ExclusiveNumber[]>();
  for (const row of rows) {
    const standing: Standing = {
      status: row.status,
      expiresAt: row.expires_at?.getTime(),
      paused: row.paused,
      unpaidSince: row.unpaid_since?.getTime(),
    };
    const one = { number: row.number, resting: whyResting(standing, now) };
    const list = numbers.get(row.account_id);
    if (list) list.push(one);
    else numbers.set(row.account_id, [one]);
  }
  return numbers;
}

/** Exclusive numbers of accounts that can be shown now, in the order of the digits. */
export async function exclusiveNumbers(
  db: Db,
  accountIds: readonly string[],
  now: number,
): Promise<Map<string, string[]>> {
  const usable = new Map<string, string[]>();
  for (const [accountId, own] of await ownNumbers(db, accountIds, now)) {
    const numbers = own.flatMap(({ number, resting }) => (resting === undefined ? [number] : []));
    if (numbers.length > 0) usable.set(accountId, numbers);
  }
  return usable;
}

/** The shared pool of the random group, without what is paused, with where each number belongs. */
export async function sharedPool(db: Db): Promise<ShownNumber[]> {
  const rows = await db<{ number: string; cityCode: string }[]>`
    SELECT number, city_code AS "cityCode" FROM numbers WHERE account_id = ${POOL} AND status = 'active'
      AND paused_at IS NULL
    ORDER BY number`;
  return rows.map((row) => ({ ...row, province: provinceOf(row.cityCode) }));
}

/**
 * Adds numbers of the platform, each with its city: the one that is given, else where the number belongs. Of one that
 * is there, a city that was not known is filled in. Numbers that somebody has are left alone.
 * @returns how many are new
 */
export async function addToPool(
  db: Db,
  numbers: readonly (string | { number: string; cityCode: string })[],
): Promise<number> {
  const rows = numbers.map((one) => (typeof one === 'string' ? { number: one, cityCode: '' } : one));
  const cityCodes = rows.map(({ number, cityCode }) => cityCode || cityOf(number));
  const inserted = await db<{ fresh: boolean }[]>`
    INSERT INTO numbers (account_id, number, city_code)
    SELECT ${POOL}, * FROM unnest(${rows.map(({ number }) => number)}::text[], ${cityCodes}::text[])
    ON CONFLICT (number) WHERE status <> 'cancelled' DO UPDATE SET city_code = excluded.city_code
      WHERE numbers.city_code = '' AND numbers.account_id = ${POOL}
    RETURNING xmax = 0 AS fresh`;
  return inserted.filter(({ fresh }) => fresh).length;
}

function cityOf(number: string): string {
  const attributed = attribute(number);
  return attributed.ok ? attributed.cityCode : '';
}
