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
