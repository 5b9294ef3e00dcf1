import { type Decimal, type Token, UNITS, type Unit } from '../token.ts';
import { decimal, NUMBER, type Rule, rule } from './rule.ts';

export const PERCENT: readonly Rule[] = [
  rule(String.raw`${NUMBER}\s?([%‰])`, ([, minus, whole, fraction, sign]) => ({
    kind: 'percent',
    amount: decimal(minus, whole, fraction),
    of: sign === '%' ? 100 : 1000,
  })),
];

const ESCAPED_UNITS = UNITS.map((unit) => unit.replace('^', '\\^')).join('|');

export const QUANTITIES: readonly Rule[] = [
  rule(String.raw`${NUMBER}\s?(${ESCAPED_UNITS})(?![A-Za-z\d])`, ([, minus, whole, fraction, unit]) => ({
    kind: 'quantity',
    amount: decimal(minus, whole, fraction),
    unit: unit as Unit,
  })),
  // 100M宽带: megabits, by what follows.
  rule(`${NUMBER}M(?=宽带|光纤|带宽|流量|网速)`, ([, minus, whole, fraction]) => ({
    kind: 'quantity',
    amount: decimal(minus, whole, fraction),
    unit: 'MB',
  })),
  rule(String.raw`(?<![\dA-Za-z])(\d{1,4})(?:st|nd|rd|th)(?![A-Za-z\d])`, ([, whole = '']) => ({
    kind: 'ordinal',
    whole,
  })),
];

/** Longest plain integer read as an amount: beyond it, unless it has separators, it is a name. */
const MAX_PLAIN_DIGITS = 7;

export const NUMBERS: readonly Rule[] = [
  // 1 1/2, as 1½ was folded to.
  rule(
    String.raw`(?<![\dA-Za-z./])(\d{1,4}) (\d{1,2})/([1-9]\d{0,2})(?![\d/.A-Za-z])`,
    ([, whole = '', over = '', under = '']) =>
      Number(over) < Number(under) ? { kind: 'fraction', whole, over, under } : undefined,
  ),
  rule(String.raw`(?<![\dA-Za-z./])(\d{1,3})/([1-9]\d{0,3})(?![\d/.A-Za-z])`, ([, over = '', under = '']) =>
    Number(over) < Number(under) ? { kind: 'fraction', over, under } : undefined,
  ),
  // The last word on digits: whatever stands around them, none is left to the voice.
  rule(NUMBER, ([, minus, whole, fraction], previous) =>
    numberToken(decimal(minus, whole, fraction), whole?.includes(',') ?? false, previous),
  ),
];

function numberToken(amount: Decimal, separated: boolean, previous: Token | undefined): Token {
  const { whole, fraction } = amount;
  // Digits right behind digits are the rest of a number longer than the pattern's bound.
  const goesOn = previous?.kind === 'digits' || previous?.kind === 'number';
  const isLong = /^0\d/.test(whole) || whole.length > MAX_PLAIN_DIGITS;
  const isName = fraction === '' && !separated && (isLong || goesOn);
  return isName ? { kind: 'digits', groups: [whole], between: 'dash' } : { kind: 'number', amount };
}
