export interface Price {
  purpose: number;
  groupType: number;
  /** Start of the called number, e.g. '+86'; the longest match counts. */
  prefix: string;
  /** 10⁻⁴ yuan per unit. */
  amount: bigint;
  /** What a unit is: 0 an answered message, else a started step of 6 or 60 seconds of talk. */
  stepSeconds: number;
}

/** The row of the book for this number, or undefined where it has none. */
export function priceFor(
  book: readonly Price[],
  wanted: { purpose: number; groupType: number; calledNumber: string },
): Price | undefined {
  let best: Price | undefined;
  for (const price of book) {
    if (price.purpose !== wanted.purpose || price.groupType !== wanted.groupType) continue;
    if (!wanted.calledNumber.startsWith(price.prefix)) continue;
    if (!best || price.prefix.length > best.prefix.length) best = price;
  }
  return best;
}

/** Price of one package. */
export interface PackagePrice {
  purpose: number;
  groupType: number;
  /** Messages or minutes. */
  quantity: bigint;
  /** 10⁻⁴ yuan for all of it. */
  amount: bigint;
}

/** 3.2: a change is told at least so long before. */
export const PRICE_NOTICE_MS = 24 * 3_600_000;
export const MOST_PRICES = 5000;

export type BookFault =
  | { fault: 'notice-too-short'; earliest: number }
  | { fault: 'empty' | 'too-many' }
  | { fault: 'prefix' | 'amount' | 'step' | 'quantity' | 'twice'; row: number };

/**
 * What is wrong with a price book that is to be published, or undefined.
 * @param announcedAt ms; undefined for the first book of an installation, which changes nothing for anybody
 */
export function checkPriceBook(
  book: { prices: readonly Price[]; packages: readonly PackagePrice[]; effectiveAt: number },
  announcedAt: number | undefined,
): BookFault | undefined {
  const { prices, packages, effectiveAt } = book;
  if (announcedAt !== undefined && effectiveAt < announcedAt + PRICE_NOTICE_MS) {
    return { fault: 'notice-too-short', earliest: announcedAt + PRICE_NOTICE_MS };
  }
  if (prices.length === 0) return { fault: 'empty' };
  if (prices.length + packages.length > MOST_PRICES) return { fault: 'too-many' };
  const seen = new Set<string>();
  for (const [row, price] of prices.entries()) {
    if (!/^\+[1-9]\d{0,14}$/.test(price.prefix)) return { fault: 'prefix', row };
    if (price.amount < 0n) return { fault: 'amount', row };
    if (price.stepSeconds !== 0 && price.stepSeconds !== 6 && price.stepSeconds !== 60) {
      return { fault: 'step', row };
    }
    const key = `${price.purpose} ${price.groupType} ${price.prefix}`;
    if (seen.has(key)) return { fault: 'twice', row };
    seen.add(key);
  }
  for (const [row, price] of packages.entries()) {
    if (price.quantity <= 0n) return { fault: 'quantity', row };
    if (price.amount <= 0n) return { fault: 'amount', row };
    const key = `package ${price.purpose} ${price.groupType} ${price.quantity}`;
    if (seen.has(key)) return { fault: 'twice', row };
    seen.add(key);
  }
  return undefined;
}
