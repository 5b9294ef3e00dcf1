import type { Details, TemplateRuleName } from '@herald/contract';

/** A variable as it stands in a content. */
export interface Variable {
  index: number;
  start: number;
  end: number;
}

/** What cannot stand in a content as it is written; offsets in UTF-16 units. */
export interface Fault {
  rule: Extract<TemplateRuleName, `content-${string}` | `brace-${string}` | 'variable-malformed'>;
  start: number;
  end: number;
  details: Details;
}

export interface Reading {
  variables: Variable[];
  faults: Fault[];
  /** Something was meant as a variable and cannot be taken for one: what follows from their numbers is not known. */
  malformed: boolean;
}

const HAN = '〇\\u4e00-\\u9fff';
const PUNCTUATION = '，。、；：？！“”‘’（）《》【】—…·,.;:?!\'"()\\-/';
const ALLOWED = new RegExp(`^[${HAN}A-Za-z0-9 ${PUNCTUATION}]$`, 'u');
const LETTER = new RegExp(`[${HAN}A-Za-z]`, 'gu');
const HANZI = new RegExp(`[${HAN}]`, 'gu');
const LATIN_WORD = /[A-Za-z]+/g;
const FULL_WIDTH = /^[０-９Ａ-Ｚａ-ｚ]$/u;
const LINE_BREAK = /^[\n\r\t\u2028\u2029]$/u;
/** Whatever was meant as a variable: half- or full-width braces, anything but braces between. */
const BRACED = /[{｛]([^{}｛｝]*)[}｝]/y;
const BRACE = /[{}｛｝]/g;
const FULL_BRACE = /[｛｝]/;
const NUMBER = /^[1-9]\d?$/;
const MOST_SHOWN = 20;

/** Reads a content into its variables and what is wrong with its characters. */
export function readContent(content: string): Reading {
  const reading: Reading = { variables: [], faults: [], malformed: false };
  let at = 0;
  while (at < content.length) {
    BRACE.lastIndex = at;
    const brace = BRACE.exec(content)?.index ?? content.length;
    reading.faults.push(...characterFaults(content.slice(at, brace), at));
    at = brace < content.length ? readBrace(content, brace, reading) : brace;
  }
  return reading;
}

/** @returns where reading goes on */
function readBrace(content: string, start: number, reading: Reading): number {
  const { variables, faults } = reading;
  BRACED.lastIndex = start;
  const [whole, inner] = BRACED.exec(content) ?? [];
  if (whole === undefined || inner === undefined) {
    reading.malformed = true;
    const end = start + 1;
    faults.push({ rule: 'brace-unpaired', start, end, details: { characters: content[start] as string } });
    return end;
  }
  const end = start + whole.length;
  const characters = shown(whole);
  const number = inner.normalize('NFKC').trim().replace(/^0+/, '');
  if (!NUMBER.test(number)) {
    reading.malformed = true;
    faults.push({ rule: 'variable-malformed', start, end, details: { characters } });
    return end;
  }
  // One that is only miswritten counts as what it is meant to be: one fault, one finding.
  variables.push({ index: Number(number), start, end });
  if (FULL_BRACE.test(whole)) {
    faults.push({ rule: 'brace-full-width', start, end, details: { characters, mended: `{${number}}` } });
  } else if (inner !== number) {
    faults.push({ rule: 'variable-malformed', start, end, details: { characters } });
  }
  return end;
}

/** The characters that are not allowed; those of one kind that stand together are one fault. Offsets from `from`. */
export function characterFaults(text: string, from: number): Fault[] {
  const runs: { rule: Fault['rule']; start: number; end: number }[] = [];
  let at = from;
  for (const character of text) {
    const start = at;
    at += character.length;
    if (ALLOWED.test(character)) continue;
    const rule = LINE_BREAK.test(character)
      ? 'content-line-break'
      : FULL_WIDTH.test(character)
        ? 'content-full-width'
        : 'content-character';
    const last = runs.at(-1);
    if (last?.rule === rule && last.end === start) last.end = at;
    else runs.push({ rule, start, end: at });
  }
  return runs.map(({ rule, start, end }) => {
    const characters = text.slice(start - from, end - from);
    const details = { characters: shown(characters), mended: shown(characters.normalize('NFKC')) };
    return { rule, start, end, details };
  });
}

/** How many letters and hanzi, hanzi alone, words of letters. */
export const letters = (text: string): number => text.match(LETTER)?.length ?? 0;
export const hanzi = (text: string): number => text.match(HANZI)?.length ?? 0;
export const latinWords = (text: string): number => text.match(LATIN_WORD)?.length ?? 0;

/** As much of a text as a message can show. */
function shown(text: string): string {
  const characters = [...text];
  return characters.length > MOST_SHOWN ? `${characters.slice(0, MOST_SHOWN).join('')}…` : text;
}
