import { buildAutomaton } from './automaton-rules.ts';
import type { CategoryName, Effect, Term } from './lexicon-rules.ts';
import { BOUNDARY, type Hanzi, mayEndClause, normalise, sounds } from './normalise-rules.ts';

export interface Hit {
  readonly category: CategoryName;
  readonly effect: Effect;
  /** As the lexicon has it. */
  readonly term: string;
  /** Only sounds like it. */
  readonly alike: boolean;
  /** Its place in the text, UTF-16, end excluded. */
  readonly start: number;
  readonly end: number;
}

/** A lexicon, made ready once for many texts. */
export interface Screener {
  /** Hits by their places; at most a hundred are told. */
  screen(text: string): Hit[];
}

const MOST_HITS = 100;
/** Two hanzi sound like many other words. */
const LEAST_SYLLABLES = 3;
const HANZI = /^\p{Script=Han}+$/u;

export function compileScreener(terms: readonly Term[], hanzi: Hanzi): Screener {
  // A term that goes across the end of a clause is found nowhere.
  const written = terms.map(({ text }) => {
    const { units } = normalise(text, hanzi);
    return units.includes(BOUNDARY) ? [] : units;
  });
  const spoken = written.map((units) =>
    units.length >= LEAST_SYLLABLES && HANZI.test(units.join('')) ? sounds(units, hanzi) : [],
  );
  const byWriting = buildAutomaton(written);
  const bySound = buildAutomaton(spoken);
  const screen = (text: string): Hit[] => {
    const { units, starts, ends } = normalise(text, hanzi);
    const hits = new Map<string, Hit>();
    const noteFrom =
      (patterns: readonly (readonly string[])[], alike: boolean) => (last: number, index: number) => {
        const term = terms[index] as Term;
        const first = last - (patterns[index] as readonly string[]).length + 1;
        const key = `${index} ${first}`;
        if (hits.size >= MOST_HITS || hits.has(key)) return;
        hits.set(key, {
          category: term.category,
          effect: term.effect,
          term: term.text,
          alike,
          start: starts[first] as number,
          end: ends[last] as number,
        });
      };
    byWriting.scan(units, noteFrom(written, false));
    bySound.scan(sounds(units, hanzi), noteFrom(spoken, true));
    return [...hits.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  };
  return { screen };
}

/** What is wrong with the values of a send. */
export interface ValueHit {
  /** Of the value, from 0. */
  readonly index: number;
  readonly category: CategoryName | 'link' | 'phone';
}

const PLACEHOLDER = /\{(\d{1,2})\}/g;
const LINK =
  /:\/\/|www[.。点]|(?:\d{1,3}[.。]){3}\d{1,3}|[a-z0-9-]{2,}(?:[.。点]|dot)(?:com|cn|net|org|top|xyz|cc|vip|io|me|info)/iu;
const PHONE = /(?<!\d)(?:(?:\+?86)?1[3-9]\d{9}|[48]00\d{7})(?!\d)/u;
/** Digits as a text may write them, all of which are read alike. */
const DIGITS = ['〇零0', '一壹幺1', '二贰2', '三叁3', '四肆4', '五伍5', '六陆6', '七柒7', '八捌8', '九玖9'];
const DIGIT_OF = new Map(DIGITS.flatMap((same, digit) => [...same].map((sign) => [sign, `${digit}`])));
const SIGN = /[^\p{L}\p{N}]/gu;
/** Filed words that say that a telephone number follows: a reviewer has passed them. */
const SAYS_NUMBER = /电话|手机|号码|联系|致电|拨打|phone|mobile|number|call|tel/iu;

/**
 * The values of a send within the words that they are spoken in (4.2.2): words of the lexicon that a value makes or is a
 * part of, links, and telephone numbers that the filed words do not announce. Words of the filed text alone have been
 * before a reviewer. What only sounds like a word counts where that word is blocked.
 */
export function screenValues(
  { screen }: Screener,
  content: string,
  values: readonly string[],
): ValueHit | undefined {
  for (const [index, value] of values.entries()) {
    const plain = value.normalize('NFKC');
    if (LINK.test(plain.replace(/[\s-]/g, ''))) return { index, category: 'link' };
    const joined = plain.replace(SIGN, '');
    if (PHONE.test(inDigits(joined)) && !SAYS_NUMBER.test(content)) return { index, category: 'phone' };
    // A value has few words: what ends clauses there is put between the characters of one.
    const hidden = mayEndClause(value) ? screen(joined).find(counts) : undefined;
    if (hidden) return { index, category: hidden.category };
  }
  const { text, places } = fillIn(content, values);
  for (const hit of screen(text)) {
    if (!counts(hit)) continue;
    const place = places.find(({ start, end }) => hit.start < end && hit.end > start);
    if (place) return { index: place.index, category: hit.category };
  }
  return undefined;
}

/** What only sounds like a word of the lexicon is one where that word is blocked. */
const counts = ({ alike, effect }: Hit): boolean => !alike || effect === 'block';

const inDigits = (text: string): string => [...text].map((sign) => DIGIT_OF.get(sign) ?? sign).join('');

function fillIn(content: string, values: readonly string[]) {
  const places: { index: number; start: number; end: number }[] = [];
  let text = '';
  let from = 0;
  for (const match of content.matchAll(PLACEHOLDER)) {
    text += content.slice(from, match.index);
    const index = Number(match[1]) - 1;
    const value = values[index] ?? '';
    places.push({ index, start: text.length, end: text.length + value.length });
    text += value;
    from = match.index + match[0].length;
  }
  return { text: text + content.slice(from), places };
}
