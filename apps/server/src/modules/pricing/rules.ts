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
