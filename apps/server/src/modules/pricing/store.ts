import type { Db, Tx } from '../../platform/db.ts';
import type { PackagePrice, Price } from './rules.ts';

/** The version of the latest effective time that is not after `at` (3.2). */
const inForce = (db: Db, at: Date) => db`(
  SELECT version FROM price_books WHERE effective_at <= ${at} ORDER BY effective_at DESC, version DESC LIMIT 1)`;

interface PriceRow {
  purpose: number;
  group_type: number;
  prefix: string;
  amount: bigint;
  step_s: number;
}

const priceOf = (row: PriceRow): Price => ({
  purpose: row.purpose,
  groupType: row.group_type,
  prefix: row.prefix,
  amount: row.amount,
  stepSeconds: row.step_s,
});

/** All prices of messages in force at `at`. */
export async function pricesInForce(db: Db, at: Date): Promise<Price[]> {
  const rows = await db<PriceRow[]>`
    SELECT purpose, group_type, prefix, amount, step_s FROM prices WHERE version = ${inForce(db, at)}`;
  return rows.map(priceOf);
}

/** A version of the price book; amounts in 10⁻⁴ yuan. */
export interface PriceBook {
  version: number;
  announcedAt: Date;
  effectiveAt: Date;
  prices: Price[];
  packages: PackagePrice[];
}

/** Versions by their effective time, the latest first: what comes, what is in force, what was. At most `limit`. */
export async function listPriceBooks(
  db: Db,
  limit: number,
): Promise<Pick<PriceBook, 'version' | 'announcedAt' | 'effectiveAt'>[]> {
  return await db<Pick<PriceBook, 'version' | 'announcedAt' | 'effectiveAt'>[]>`
    SELECT version, announced_at AS "announcedAt", effective_at AS "effectiveAt" FROM price_books
    ORDER BY effective_at DESC, version DESC LIMIT ${limit}`;
}

/** The whole version in force at `at`, or undefined where there is none yet. */
export async function bookInForce(db: Db, at: Date): Promise<PriceBook | undefined> {
  const [row] = await db<
    { version: number }[]
  >`SELECT version FROM price_books WHERE version = ${inForce(db, at)}`;
  return row && readPriceBook(db, row.version);
}

/** The next version to come after `at`, once it has been announced. */
export async function bookToCome(db: Db, at: Date): Promise<PriceBook | undefined> {
  const [row] = await db<{ version: number }[]>`
    SELECT version FROM price_books WHERE effective_at > ${at} ORDER BY effective_at, version LIMIT 1`;
  return row && readPriceBook(db, row.version);
}

export async function readPriceBook(db: Db, version: number): Promise<PriceBook | undefined> {
  const [[head], prices, packages] = await Promise.all([
    db<Pick<PriceBook, 'version' | 'announcedAt' | 'effectiveAt'>[]>`
      SELECT version, announced_at AS "announcedAt", effective_at AS "effectiveAt" FROM price_books
      WHERE version = ${version}`,
    db<PriceRow[]>`
      SELECT purpose, group_type, prefix, amount, step_s FROM prices WHERE version = ${version}
      ORDER BY purpose, group_type, prefix`,
    db<PackagePrice[]>`
      SELECT purpose, group_type AS "groupType", quantity, amount FROM package_prices WHERE version = ${version}
      ORDER BY purpose, group_type, quantity`,
  ]);
  return head && { ...head, prices: prices.map(priceOf), packages };
}

/** The number of the next version. Whoever asks holds the lock that keeps others from publishing. */
export async function nextVersion(tx: Tx): Promise<number> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('herald.price-book'))`;
  const [row] = await tx<{ next: number }[]>`SELECT coalesce(max(version), 0) + 1 AS next FROM price_books`;
  return row?.next ?? 1;
}

/** Publishes a version of the price book, once: one that is there is not changed. */
export async function publishPriceBook(
  db: Db,
  book: {
    version: number;
    announcedAt: Date;
    effectiveAt: Date;
    prices: readonly Price[];
    packages?: readonly PackagePrice[];
  },
): Promise<void> {
  const { version, prices, packages = [] } = book;
  const [fresh] = await db`
    INSERT INTO price_books (version, effective_at, announced_at)
    VALUES (${version}, ${book.effectiveAt}, ${book.announcedAt}) ON CONFLICT DO NOTHING RETURNING version`;
  if (!fresh) return;
  await db`
    INSERT INTO prices (version, purpose, group_type, prefix, amount, step_s)
    SELECT ${version}, p.* FROM unnest(
      ${prices.map((price) => price.purpose)}::smallint[], ${prices.map((price) => price.groupType)}::smallint[],
      ${prices.map((price) => price.prefix)}::text[], ${prices.map((price) => price.amount.toString())}::bigint[],
      ${prices.map((price) => price.stepSeconds)}::smallint[]) AS p`;
  await db`
    INSERT INTO package_prices (version, purpose, group_type, quantity, amount)
    SELECT ${version}, p.* FROM unnest(
      ${packages.map((price) => price.purpose)}::smallint[], ${packages.map((price) => price.groupType)}::smallint[],
      ${packages.map((price) => price.quantity.toString())}::bigint[],
      ${packages.map((price) => price.amount.toString())}::bigint[]) AS p`;
}
