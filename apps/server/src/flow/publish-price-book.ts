import { HeraldError } from '@herald/contract';
import {
  type BookFault,
  bookInForce,
  checkPriceBook,
  nextVersion,
  type PackagePrice,
  type Price,
  publishPriceBook,
} from '../modules/pricing/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Sql } from '../platform/db.ts';
import { inTransaction } from '../platform/transaction.ts';

/**
 * Announces a price book: it takes effect at its time, and messages that were accepted before keep their price (3.2).
 * @returns its version
 * @throws HeraldError PRICE_BOOK_INVALID, PRICE_NOTICE_TOO_SHORT
 */
export async function announcePriceBook(
  deps: { sql: Sql; clock: Clock },
  book: { prices: readonly Price[]; packages: readonly PackagePrice[]; effectiveAt: number },
): Promise<number> {
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    const version = await nextVersion(tx);
    // Before there is a first book nobody can send, so its coming surprises nobody.
    const first = (await bookInForce(tx, new Date(now))) === undefined;
    const fault = checkPriceBook(book, first ? undefined : now);
    if (fault) throw refusalOf(fault);
    const { prices, packages, effectiveAt } = book;
    await publishPriceBook(tx, {
      version,
      announcedAt: new Date(now),
      effectiveAt: new Date(effectiveAt),
      prices,
      packages,
    });
    return version;
  });
}

function refusalOf(fault: BookFault): HeraldError {
  if (fault.fault === 'notice-too-short') {
    return new HeraldError('PRICE_NOTICE_TOO_SHORT', { earliest: new Date(fault.earliest).toISOString() });
  }
  const row = 'row' in fault ? fault.row : 0;
  const [problemZh, problemEn] = PROBLEMS[fault.fault](row + 1);
  return new HeraldError('PRICE_BOOK_INVALID', { problemZh, problemEn });
}

const PROBLEMS: Record<
  Exclude<BookFault['fault'], 'notice-too-short'>,
  (row: number) => [zh: string, en: string]
> = {
  empty: () => ['没有任何价格', 'it holds no price'],
  'too-many': () => ['行数过多', 'it has too many rows'],
  prefix: (row) => [`第 ${row} 行的前缀不正确`, `row ${row} has no valid prefix`],
  amount: (row) => [`第 ${row} 行的价格不正确`, `row ${row} has no valid price`],
  step: (row) => [`第 ${row} 行的步长只能是 0、6 或 60`, `row ${row} has a step other than 0, 6 or 60`],
  quantity: (row) => [`第 ${row} 行的数量不正确`, `row ${row} has no valid quantity`],
  twice: (row) => [`第 ${row} 行与前面重复`, `row ${row} stands there twice`],
};
