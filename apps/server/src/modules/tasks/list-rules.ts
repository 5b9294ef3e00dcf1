/** Rows of one list. */
export const MOST_ROWS = 100_000;
/** Faults that are kept of one list; more are counted. */
export const MOST_FAULTS = 10_000;
/** Tasks of one account that are not deleted. */
export const MOST_TASKS = 1000;
/** Messages of one task that wait for their call: few, so that others are not behind them. */
export const MOST_QUEUED = 200;
/** Tasks begin within so long. */
export const LONGEST_AHEAD_MS = 90 * 86_400_000;

/**
 * A number as people write it, as E.164: with +, 00, country code or none of them, with spaces, dashes or brackets, in
 * digits of full width. Mainland numbers need no country code. Undefined for what holds anything else.
 */
export function writtenNumber(text: string): string | undefined {
  if (/^1\d{10}$/.test(text)) return `+86${text}`; // as nearly all are
  const digits = text
    .normalize('NFKC')
    .replace(/^'/, '')
    .replace(/\.0+$/, '') // as programs write a number that they took for one with decimals
    .replace(/[\s()\u2010-\u2015-]/g, '');
  if (!/^\+?\d{3,20}$/.test(digits)) return undefined;
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return /^86\d{9,}$/.test(digits) ? `+${digits}` : `+86${digits.replace(/^0/, '')}`;
}

/** Whether the first row of a list is a heading: its first cell holds no digit, so it can be no number. */
export const isHeading = (cells: readonly string[]): boolean => !/\p{Nd}/u.test(cells[0] ?? '');
