export interface Price {
  purpose: number;
  groupType: number;
  /** Start of the called number, e.g. '+86'; the longest match counts. */
  prefix: string;
  /** 10⁻⁴ yuan per answered message (codes) or started minute (notices). */
  amount: bigint;
}

/** Price of one unit to this number from the balance, or undefined where the book has no row for it. */
export function priceFor(
  book: readonly Price[],
  wanted: { purpose: number; groupType: number; calledNumber: string },
): bigint | undefined {
  let best: Price | undefined;
  for (const price of book) {
    if (price.purpose !== wanted.purpose || price.groupType !== wanted.groupType) continue;
    if (!wanted.calledNumber.startsWith(price.prefix)) continue;
    if (!best || price.prefix.length > best.prefix.length) best = price;
  }
  return best?.amount;
}
