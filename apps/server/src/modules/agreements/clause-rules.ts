import type { Language } from '@herald/contract';

/** One clause of the agreement. */
export interface Clause {
  /** `preamble`, a chapter `4`, a clause `4.2.2`, or one of its letters `4.2.2 a`. */
  readonly number: string;
  /** Of a chapter or section; else empty. */
  readonly title: string;
  /** Words that the reader must not miss stand between two `**`. Paragraphs are lines. */
  readonly text: string;
}

export type Clauses = Readonly<Record<Language, readonly Clause[]>>;

export const MOST_CHARACTERS = 200_000;
export const MOST_CLAUSES = 600;

const CHINESE = [
  '',
  '一',
  '二',
  '三',
  '四',
  '五',
  '六',
  '七',
  '八',
  '九',
  '十',
  '十一',
  '十二',
  '十三',
  '十四',
  '十五',
];

const CHAPTER = {
  zh: /^(?:第\s*)?([一二三四五六七八九十]{1,2})\s*(?:、|章|条)\s*[、：:]?\s*(.+)$/,
  en: /^(?:Article\s+|Chapter\s+)?(\d{1,2})(?:\.|:|\))?\s+(\D.*)$/i,
} as const;
const CLAUSE = /^(\d{1,2}(?:\.\d{1,2}){1,3})[.、:：]?\s*(.*)$/;
const LETTER = /^([a-z])\s*[)）.、]\s*(.*)$/i;
const BOLD = '**';
const SENTENCE = /[。；：.;:!?！？]\**$/;

/**
 * Reads a text by its numbers: `一、 Title` or `1. Title` begins a chapter, `4.2.2 …` a clause, `a) …` one of its
 * letters; what stands before the first chapter is the preamble, and every other line belongs to the clause above it.
 */
export function readClauses(text: string, language: Language): Clause[] {
  const clauses: { number: string; title: string; lines: string[] }[] = [
    { number: 'preamble', title: '', lines: [] },
  ];
  let clause = '';
  let letter = '';
  const begin = (number: string, title: string, line: string) => {
    clauses.push({ number, title, lines: line === '' ? [] : [line] });
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/^#+\s*/, '').trim();
    if (line === '') continue;
    const isBold = line.startsWith(BOLD);
    const plain = isBold ? line.slice(BOLD.length) : line;
    const bold = (rest: string) => (isBold && rest !== '' ? BOLD + rest : rest);

    const numbered = CLAUSE.exec(plain);
    if (numbered) {
      const [, number = '', rest = ''] = numbered;
      clause = number;
      letter = '';
      const isTitle = rest !== '' && number.split('.').length === 2 && !SENTENCE.test(rest);
      begin(number, isTitle ? rest.replaceAll(BOLD, '') : '', isTitle ? '' : bold(rest));
      continue;
    }
    const chapter = CHAPTER[language].exec(plain);
    const chapterNumber = chapter ? numberOf(chapter[1] ?? '') : 0;
    if (chapter && chapterNumber > 0 && !SENTENCE.test(plain)) {
      clause = '';
      begin(String(chapterNumber), (chapter[2] ?? '').replaceAll(BOLD, '').trim(), '');
      continue;
    }
    const lettered = clause === '' ? null : LETTER.exec(plain);
    if (lettered?.[1] && lettered[1].toLowerCase() === following(letter)) {
      letter = lettered[1].toLowerCase();
      begin(`${clause} ${letter}`, '', bold(lettered[2] ?? ''));
      continue;
    }
    clauses.at(-1)?.lines.push(line);
  }
  return clauses
    .filter(({ title, lines }) => title !== '' || lines.length > 0)
    .map(({ number, title, lines }) => ({ number, title, text: lines.join('\n') }));
}

const following = (letter: string) => (letter === '' ? 'a' : String.fromCharCode(letter.charCodeAt(0) + 1));

function numberOf(text: string): number {
  const chinese = CHINESE.indexOf(text);
  return chinese > 0 ? chinese : Number(text) || 0;
}

/** How a clause's number is written: chapters in Chinese as 一、, letters as a). */
export function labelOf(number: string, language: Language): string {
  if (number === 'preamble') return '';
  const [, letter] = number.split(' ');
  if (letter) return `${letter})`;
  if (number.includes('.')) return number;
  return language === 'zh' ? `${CHINESE[Number(number)] ?? number}、` : `${number}.`;
}

/** Fills the `{name}` places of every clause; those without a value stay as they are. */
export function fillPlaces(clauses: readonly Clause[], places: Readonly<Record<string, string>>): Clause[] {
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (place, name: string) =>
      Object.hasOwn(places, name) ? (places[name] ?? place) : place,
    );
  return clauses.map(({ number, title, text }) => ({ number, title: filled(title), text: filled(text) }));
}

/** Places that were not filled, by name. */
export function openPlaces(clauses: readonly Clause[]): string[] {
  const names = clauses.flatMap(({ title, text }) =>
    [...`${title} ${text}`.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)];
}

/** What makes a text no agreement that can be published: in words, or undefined where there is nothing. */
export function problemOf(clauses: readonly Clause[]): { zh: string; en: string } | undefined {
  if (clauses.length > MOST_CLAUSES) {
    return { zh: `多于 ${MOST_CLAUSES} 条`, en: `it has more than ${MOST_CLAUSES} clauses` };
  }
  const seen = new Set<string>();
  for (const { number } of clauses) {
    if (seen.has(number)) return { zh: `${number} 出现了两次`, en: `${number} is there twice` };
    seen.add(number);
  }
  if (!clauses.some(({ number }) => number.includes('.'))) {
    return { zh: '没有找到按“1.1”这样编号的条文', en: 'no clause numbered like "1.1" was found' };
  }
  return undefined;
}

/** Numbers that one list has and the other has not. */
export function numbersMissing(from: readonly Clause[], than: readonly Clause[]): string[] {
  const there = new Set(from.map(({ number }) => number));
  return than.map(({ number }) => number).filter((number) => !there.has(number));
}
