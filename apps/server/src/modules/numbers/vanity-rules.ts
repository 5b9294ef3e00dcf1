import type { VanityPattern } from '@herald/contract';

/** Digits at the end of a number that a pattern speaks of. */
const LENGTH = 4;

/**
 * Whether the end of a number is as a pattern says. Equal letters are the same digit, other ones differ; three or more
 * letters in a row are digits that rise by one (ABC: 123, ABCD: 6789); `*` is any digit.
 * @param number digits, the last of them last
 */
export function fitsPattern(number: string, pattern: VanityPattern): boolean {
  const tail = number.slice(-LENGTH);
  if (!/^\d{4}$/.test(tail)) return false;
  const digits = new Map<string, number>();
  for (let at = 0; at < LENGTH; at++) {
    const letter = pattern[at] as string;
    if (letter === '*') continue;
    const digit = Number(tail[at]);
    const known = digits.get(letter);
    if (known !== undefined && known !== digit) return false;
    digits.set(letter, digit);
  }
  const values = [...digits.values()];
  if (values.length >= 3)
    return values.every((digit, at) => at === 0 || digit === (values[at - 1] as number) + 1);
  return new Set(values).size === values.length;
}
