/** Money is a bigint count of 10⁻⁴ yuan; nothing is ever a float. */
export const UNITS_PER_YUAN = 10_000n;

/** '12.3400' for 123400n: four decimals, always, as the API answers amounts. */
export function formatYuan(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const absolute = units < 0n ? -units : units;
  return `${sign}${absolute / UNITS_PER_YUAN}.${(absolute % UNITS_PER_YUAN).toString().padStart(4, '0')}`;
}

/** Units of '12.34'; undefined where the text is no amount with at most four decimals. */
export function parseYuan(text: string): bigint | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return undefined;
  const units = BigInt(match[2] as string) * UNITS_PER_YUAN + BigInt((match[3] ?? '').padEnd(4, '0'));
  return match[1] === '-' ? -units : units;
}
