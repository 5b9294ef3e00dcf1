import type { Db, Tx } from '../../platform/db.ts';
import { DEFAULT_SPEND_LIMITS, type Spending, type SpendLimits } from './abroad-rules.ts';

export interface Destination {
  country: string;
  enabledBy: string;
  enabledAt: Date;
}

/** Countries that accounts have opened, by account. */
export async function openDestinations(
  db: Db,
  accountIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db<{ accountId: string; country: string }[]>`
    SELECT account_id AS "accountId", country FROM destinations
    WHERE account_id = ANY(${accountIds as string[]}::text[])`;
  const open = new Map<string, Set<string>>();
  for (const { accountId, country } of rows) {
    const countries = open.get(accountId);
    if (countries) countries.add(country);
    else open.set(accountId, new Set([country]));
  }
  return open;
}

/** The countries of one account, in the order of their codes. */
export async function listDestinations(db: Db, accountId: string): Promise<Destination[]> {
  return await db<Destination[]>`
    SELECT country, enabled_by AS "enabledBy", enabled_at AS "enabledAt" FROM destinations
    WHERE account_id = ${accountId} ORDER BY country`;
}

export async function insertDestination(
  tx: Tx,
  { accountId, country, by, at }: { accountId: string; country: string; by: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO destinations (account_id, country, enabled_by, enabled_at)
    VALUES (${accountId}, ${country}, ${by}, ${at}) ON CONFLICT DO NOTHING`;
}

export async function deleteDestination(tx: Tx, accountId: string, country: string): Promise<void> {
  await tx`DELETE FROM destinations WHERE account_id = ${accountId} AND country = ${country}`;
}

/** What accounts may spend abroad, and have. @param today in Beijing, YYYYMMDD */
export async function spendingOf(
  db: Db,
  accountIds: readonly string[],
  today: string,
): Promise<Map<string, Spending>> {
  const rows = await db<{ accountId: string; cap: bigint | null; ceiling: bigint | null; spent: bigint }[]>`
    SELECT a.account_id AS "accountId", l.daily_cap AS cap, l.price_ceiling AS ceiling, coalesce(d.spent, 0) AS spent
    FROM unnest(${accountIds as string[]}::text[]) AS a (account_id)
    LEFT JOIN spend_limits l ON l.account_id = a.account_id
    LEFT JOIN spend_days d ON d.account_id = a.account_id AND d.day = ${today}::text::date`;
  return new Map(
    rows.map(({ accountId, cap, ceiling, spent }) => [
      accountId,
      {
        dailyCap: cap ?? DEFAULT_SPEND_LIMITS.dailyCap,
        priceCeiling: ceiling ?? DEFAULT_SPEND_LIMITS.priceCeiling,
        spent,
      },
    ]),
  );
}

/** Adds to what accounts spent on a day, or takes from it where the amount is below zero; under the accounts' lock. */
export async function addSpending(
  tx: Tx,
  added: readonly { accountId: string; day: string; amount: bigint }[],
): Promise<void> {
  if (added.length === 0) return;
  await tx`
    INSERT INTO spend_days (account_id, day, spent)
    SELECT s.account_id, s.day::date, sum(s.amount) FROM unnest(
      ${added.map((one) => one.accountId)}::text[], ${added.map((one) => one.day)}::text[],
      ${added.map((one) => one.amount.toString())}::bigint[]) AS s (account_id, day, amount)
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (account_id, day) DO UPDATE SET spent = spend_days.spent + excluded.spent`;
}

export async function setSpendLimits(
  tx: Tx,
  { accountId, by, at, dailyCap, priceCeiling }: SpendLimits & { accountId: string; by: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO spend_limits (account_id, daily_cap, price_ceiling, set_by, set_at)
    VALUES (${accountId}, ${dailyCap}, ${priceCeiling}, ${by}, ${at})
    ON CONFLICT (account_id) DO UPDATE SET daily_cap = excluded.daily_cap, price_ceiling = excluded.price_ceiling,
      set_by = excluded.set_by, set_at = excluded.set_at`;
}
