/** Bounds of what an account spends on calls abroad: toll fraud is found out by its bill, and that must be small. */
export interface SpendLimits {
  /** 10⁻⁴ yuan a day in Beijing. */
  dailyCap: bigint;
  /** 10⁻⁴ yuan of a message, or of a minute; what costs more is not called. */
  priceCeiling: bigint;
}

export interface Spending extends SpendLimits {
  /** Reserved today, less what was given back. */
  spent: bigint;
}

/** Of accounts for which nothing else was set: 200 yuan a day, 5 yuan a minute. */
export const DEFAULT_SPEND_LIMITS: SpendLimits = { dailyCap: 2_000_000n, priceCeiling: 50_000n };

/** The country for which neither capability nor row nor bound is asked. */
export const HOME = 'CN';

export type SpendFault = 'ceiling' | 'cap';

/** Why a message abroad may not be paid for; undefined: it may. Amounts in 10⁻⁴ yuan. */
export function spendFault(
  spending: Spending,
  price: { unitPrice: bigint; stepSeconds: number; reserved: bigint },
): SpendFault | undefined {
  const { unitPrice, stepSeconds, reserved } = price;
  const perMinute = stepSeconds === 0 ? unitPrice : (unitPrice * 60n) / BigInt(stepSeconds);
  if (perMinute > spending.priceCeiling) return 'ceiling';
  return spending.spent + reserved > spending.dailyCap ? 'cap' : undefined;
}
