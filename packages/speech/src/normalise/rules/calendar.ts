import type { Token } from '../token.ts';
import { type Rule, rule } from './rule.ts';

/** By the first three letters. */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const MONTH =
  '(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';

/** AM or PM after a time. */
const HALF = String.raw`(?:\s?([AaPp])\.?[Mm]\b\.?)`;

export const CALENDAR: readonly Rule[] = [
  // 2026-11-24, 2026/11/24, 2026.11.24, 2026年11月24日.
  rule(
    String.raw`(?<!\d)(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})(?!\d|\.\d)T?|年(\d{1,2})月(\d{1,2})[日号])`,
    ([, year, , m1, d1, m2, d2]) => dateToken(Number(year), Number(m1 ?? m2), Number(d1 ?? d2)),
  ),
  // 11/24/2026; 24/11/2026 where it can only be that; 24.11.2026.
  rule(String.raw`(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])`, ([, first, second, year]) =>
    Number(first) > 12
      ? dateToken(Number(year), Number(second), Number(first))
      : dateToken(Number(year), Number(first), Number(second)),
  ),
  rule(String.raw`(?<![\d.])(\d{1,2})\.(\d{1,2})\.([12]\d{3})(?![\d.])`, ([, day, month, year]) =>
    dateToken(Number(year), Number(month), Number(day)),
  ),
  // 2026-11, 2026/11.
  rule(String.raw`(?<![\d/-])((?:19|20)\d{2})[-/](0[1-9]|1[0-2])(?![\d/-])`, ([, year, month]) => ({
    kind: 'date',
    year: Number(year),
    month: Number(month),
  })),
  // Nov 24, Nov. 24th, 2026.
  rule(
    String.raw`(?<![A-Za-z])${MONTH}\.?\s(\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|[A-Za-z%])(?:,?\s([12]\d{3})(?![\d.]))?`,
    ([, name = '', day, year]) => namedDate(name, day, year),
  ),
  // 24 November, 24th Nov 2026.
  rule(
    String.raw`(?<![\dA-Za-z.,])(\d{1,2})(?:st|nd|rd|th)?\s${MONTH}(?![A-Za-z])(?:\.?,?\s([12]\d{3})(?![\d.]))?`,
    ([, day, name = '', year]) => namedDate(name, day, year),
  ),
  rule(String.raw`(?<!\d)([12]\d{3})年`, ([, year]) => ({ kind: 'year', year: Number(year) })),
  rule(String.raw`(?<![\dA-Za-z])(1[89]\d0|20\d0)'?s(?![A-Za-z\d])`, ([, year]) => ({
    kind: 'decade',
    year: Number(year),
  })),
  rule(
    String.raw`(?<![\d:：])(\d{1,2})[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])${HALF}?`,
    ([, hour = '', minute, second, half]) => timeToken(hour, Number(minute), second, half),
  ),
  // 9 am, 9pm.
  rule(String.raw`(?<![\dA-Za-z.:])(1[0-2]|[1-9])${HALF}`, ([, hour = '', half]) =>
    timeToken(hour, 0, undefined, half),
  ),
];

function dateToken(year: number, month: number, day: number): Token | undefined {
  const isDate = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return isDate ? { kind: 'date', year, month, day } : undefined;
}

function namedDate(name: string, day: string | undefined, year: string | undefined): Token | undefined {
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  if (Number(day) < 1 || Number(day) > 31) return undefined;
  const date = { kind: 'date', month, day: Number(day) } as const;
  return year === undefined ? date : { ...date, year: Number(year) };
}

function timeToken(
  hour: string,
  minute: number,
  second: string | undefined,
  half: string | undefined,
): Token | undefined {
  if (Number(hour) > 24) return undefined;
  const ofTwelve = half !== undefined && Number(hour) >= 1 && Number(hour) <= 12;
  return {
    kind: 'time',
    hour: Number(hour),
    minute,
    ...(second !== undefined && { second: Number(second) }),
    ...(ofTwelve && { half: half.toLowerCase() === 'a' ? 'am' : 'pm' }),
    twentyFour: !ofTwelve && (Number(hour) > 12 || hour.startsWith('0')),
  };
}
