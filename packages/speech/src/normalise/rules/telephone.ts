import { type Rule, rule } from './rule.ts';

const EXTENSION = String.raw`(?:(?:-|转|\s?ext\.?\s?)(\d{1,6}))?`;
const END = String.raw`(?![\dA-Za-z])`;

export const TELEPHONE: readonly Rule[] = [
  // Mobile numbers of mainland China; grouped 3-4-4, as they are told.
  rule(
    String.raw`(?<![\dA-Za-z])(?:(\+|00)?(86)[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})${END}`,
    ([, plus, country, a = '', b = '', c = '']) => ({
      kind: 'phone',
      plus: plus !== undefined,
      groups: country === undefined ? [a, b, c] : [country, a, b, c],
    }),
  ),
  // Other international numbers: groups as they are written; +1 (415) 555-0123.
  rule(
    String.raw`(?<![\dA-Za-z])\+(\d{1,4}(?:[- ]?\(\d{1,4}\))?(?:[- ]?\d{2,8}){1,4})${END}`,
    ([, digits = '']) => ({ kind: 'phone', plus: true, groups: digits.split(/[- ()]/).filter(Boolean) }),
  ),
  // Fixed lines with their area code: 021-61234567, (021) 6123 4567, 0755-1234567-801.
  rule(
    String.raw`(?<![\dA-Za-z])(?:\((0\d{2,3})\)\s?|(0\d{2,3})[- ])(\d{3,4})[- ]?(\d{4})${EXTENSION}${END}`,
    ([, bracketed, plain, a = '', b = '', extension]) => ({
      kind: 'phone',
      plus: false,
      groups: [bracketed ?? plain ?? '', a, b],
      ...(extension !== undefined && { extension }),
    }),
  ),
  // 400 and 800 service numbers; North American numbers.
  rule(
    String.raw`(?<![\dA-Za-z])(?:([48]00)[- ]?(\d{3})[- ]?(\d{4})|\(([2-9]\d{2})\)\s?(\d{3})-(\d{4})|([2-9]\d{2})-(\d{3})-(\d{4}))${EXTENSION}${END}`,
    ([, a1, b1, c1, a2, b2, c2, a3, b3, c3, extension]) => ({
      kind: 'phone',
      plus: false,
      groups: [a1 ?? a2 ?? a3 ?? '', b1 ?? b2 ?? b3 ?? '', c1 ?? c2 ?? c3 ?? ''],
      ...(extension !== undefined && { extension }),
    }),
  ),
  // Short numbers of services in China that everybody knows as such.
  rule(
    String.raw`(?<![\dA-Za-z.,-])(95\d{3}|100(?:00|01|10|11|86)|123(?:06|15|20|33|45|48|58|66)|12110)(?![\dA-Za-z%℃-]|[.,]\d|\s[A-Za-z]|\s?[万亿元个人次件条份天块年月米公])`,
    ([, digits = '']) => ({ kind: 'digits', groups: [digits], between: 'dash' }),
  ),
];
