import type { Db } from '../../platform/db.ts';
import type { Price } from './rules.ts';

/** All rows of the price book in force at `at`: the version with the latest effective time not after it (3.2). */
export async function pricesInForce(db: Db, at: Date): Promise<Price[]> {
  const rows = await db<
    { purpose: number; group_type: number; prefix: string; amount: bigint; step_s: number }[]
  >`
    SELECT purpose, group_type, prefix, amount, step_s FROM prices
    WHERE version = (
      SELECT version FROM price_books WHERE effective_at <= ${at} ORDER BY effective_at DESC, version DESC LIMIT 1)`;
  return rows.map((row) => ({
    purpose: row.purpose,
    groupType: row.group_type,
    prefix: row.prefix,
    amount: row.amount,
    stepSeconds: row.step_s,
  }));
}

/** Publishes a version of the price book, once. */
export async function publishPriceBook(
  db: Db,
  book: { version: number; announcedAt: Date; effectiveAt: Date; prices: readonly Price[] },
): Promise<void> {
  const [fresh] = await db`
    INSERT INTO price_books (version, effective_at, announced_at)
    VALUES (${book.version}, ${book.effectiveAt}, ${book.announcedAt}) ON CONFLICT DO NOTHING RETURNING version`;
  if (!fresh) return;
  await db`
    INSERT INTO prices (version, purpose, group_type, prefix, amount, step_s)
    SELECT ${book.version}, p.* FROM unnest(
      ${book.prices.map((price) => price.purpose)}::smallint[], ${book.prices.map((price) => price.groupType)}::smallint[],
      ${book.prices.map((price) => price.prefix)}::text[], ${book.prices.map((price) => price.amount.toString())}::bigint[],
      ${book.prices.map((price) => price.stepSeconds)}::smallint[]) AS p`;
}
