/**
 * A number as people write it, as E.164: signs between digits are left out, and what has no country code is of the
 * mainland. What comes out need not be a number that there is; the service says so.
 */
export function phoneNumber(written: string): string {
  const signs = written.replace(/[\s()\-–.]/g, '');
  if (signs.startsWith('+')) return signs;
  if (signs.startsWith('00')) return `+${signs.slice(2)}`;
  if (/^86\d{11}$/.test(signs)) return `+${signs}`;
  return `+86${signs.replace(/^0/, '')}`;
}
