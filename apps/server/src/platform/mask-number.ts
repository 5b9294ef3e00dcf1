/** What people may see of a number: '+86138****0200'. */
export function maskNumber(number: string): string {
  if (number.length < 9) return `${number.slice(0, 2)}****`;
  return `${number.slice(0, -8)}****${number.slice(-4)}`;
}
