import { NUMBERS, PERCENT, QUANTITIES } from './rules/amounts.ts';
import { CALENDAR } from './rules/calendar.ts';
import { MONEY } from './rules/money.ts';
import { MIXED, NAMES } from './rules/names.ts';
import type { Rule } from './rules/rule.ts';
import { SIGNS } from './rules/signs.ts';
import { TELEPHONE } from './rules/telephone.ts';
import type { Token } from './token.ts';

/** In their order of precedence: what has more form (a date) before what has less (a number). */
export const RULES: readonly Rule[] = [
  ...CALENDAR,
  ...MONEY,
  ...PERCENT,
  ...TELEPHONE,
  ...NAMES,
  ...QUANTITIES,
  ...MIXED,
  ...NUMBERS,
  ...SIGNS,
];

/** What a rule can begin with: elsewhere none is asked. */
const BEGINS = /[\s!-~¥€£±×÷≈≥≤–—～：]/;

/** A token and where in the text it stands, UTF-16 units, end exclusive. */
export interface Span {
  readonly token: Token;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds what must not be left to a voice: dates, times, money, telephone numbers, codes, units, numbers. The text is
 * folded (see fold.ts).
 *
 * It is gone through once; at each position the first rule that fits wins. A rule may decline what it matched (month
 * 13), and the next is asked. What no rule knows stays words.
 */
export function recognise(text: string): Span[] {
  const spans: Span[] = [];
  let words = 0;
  let at = 0;
  const endWords = () => {
    if (at > words)
      spans.push({ token: { kind: 'words', text: text.slice(words, at) }, start: words, end: at });
  };
  while (at < text.length) {
    const previous = words === at ? spans.at(-1)?.token : undefined;
    const found = BEGINS.test(text[at] as string) ? matchAt(text, at, previous) : undefined;
    if (found === undefined) {
      at++;
      continue;
    }
    endWords();
    const end = at + found.length;
    spans.push({ token: found.token, start: at, end });
    at = words = end;
  }
  endWords();
  return spans;
}

function matchAt(text: string, at: number, previous: Token | undefined) {
  for (const { pattern, token } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const found = token(match, previous);
    if (found !== undefined) return { token: found, length: match[0].length };
  }
  return undefined;
}
