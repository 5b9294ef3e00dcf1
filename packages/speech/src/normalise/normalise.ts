import { SpeechError } from '../error.ts';
import { sayInChinese } from './chinese.ts';
import { sayInEnglish } from './english.ts';
import { fold } from './fold.ts';
import type { Language } from './language.ts';
import { recognise, type Span } from './recognise.ts';

/**
 * Text as it is to be said: dates, times, money, telephone numbers, percentages, units, numbers and mixed
 * codes become words of the language, and what no voice should meet (brackets, emoji, control characters)
 * becomes a pause or nothing. What is left is letters, spaces and punctuation; no numeral of any script. Pure; the work is
 * linear in the length.
 * @throws SpeechError `too-long` over {@link MAX_LENGTH} characters
 */
export function normalise(text: string, language: Language): string {
  return normaliseRun([{ text, variable: false }], language)[0] as string;
}

/** UTF-16 units of one sentence, all parts together. */
const MAX_LENGTH = 10_000;

/** How much of the text on both sides of a token has a say in how it is read. */
const CONTEXT = 24;

/** A stretch of one sentence: a template's own words, or a variable's value. */
export interface RunPart {
  readonly text: string;
  readonly variable: boolean;
}

/**
 * Normalises the parts of one sentence, each in the light of the others: in 尾号{6789} the digits are read
 * one by one, {12.5}元 is money though the value says only 12.5. What is recognised across a border is said
 * by the variable's part, so that the template's parts hold no value and stay the same from call to call.
 * Answers one text for each part; one that others took over is empty.
 */
export function normaliseRun(parts: readonly RunPart[], language: Language): string[] {
  const written = parts.map((part) => fold(part.text));
  const text = written.join('');
  if (text.length > MAX_LENGTH) {
    throw new SpeechError('too-long', `a sentence of ${text.length} characters; at most ${MAX_LENGTH}`);
  }
  const ends: number[] = [];
  for (const part of written) ends.push((ends.at(-1) ?? 0) + part.length);
  const said = parts.map(() => '');
  for (const span of recognise(text)) {
    for (const piece of span.token.kind === 'words' ? cut(span, ends) : [span]) {
      const owner = ownerOf(piece, ends, parts);
      said[owner] += say(piece, text, language);
    }
  }
  return said.map((words) => tidy(words, language));
}

function say({ token, start, end }: Span, text: string, language: Language): string {
  const before = text.slice(Math.max(0, start - CONTEXT), start);
  const after = text.slice(end, end + CONTEXT);
  if (language === 'zh') return sayInChinese(token, before, after);
  const words = sayInEnglish(token, before);
  return token.kind === 'words' ? words : ` ${words} `;
}

/** Plain words belong to the part in which they stand: they are cut at its borders. */
function cut(span: Span, ends: readonly number[]): Span[] {
  if (span.token.kind !== 'words') return [span];
  const { text } = span.token;
  const borders = [span.start, ...ends.filter((end) => end > span.start && end < span.end), span.end];
  return borders.slice(1).map((end, i) => {
    const start = borders[i] as number;
    return { token: { kind: 'words', text: text.slice(start - span.start, end - span.start) }, start, end };
  });
}

/** The first variable part that the span touches, or else the part in which it begins. */
function ownerOf(span: Span, ends: readonly number[], parts: readonly RunPart[]): number {
  const first = ends.findIndex((end) => end > span.start);
  const last = ends.findIndex((end) => end >= span.end);
  for (let i = first; i <= last; i++) if (parts[i]?.variable) return i;
  return first;
}

/** Leaves only what is spoken and what makes a pause, once each. Each step goes through the text once. */
function tidy(text: string, language: Language): string {
  const comma = language === 'zh' ? '，' : ', ';
  return text
    .replace(/[【】（）()[\]{}「」『』《》〈〉]/gu, comma)
    .replace(/(?<!\p{L})['’]|['’](?!\p{L})/gu, ' ')
    .replace(/(?<!\p{L})-|-(?!\p{L})/gu, ' ')
    .replace(/[^\p{L}\p{M}\s，。！？；：、,.!?;:…'’-]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[，。！？；：、,.!?;:…])|(?<=[，。！？；：、]) /gu, '')
    .replace(/[，、,：:；;。！？!?.…]+/gu, strongest)
    .replace(/^[，、,：:；;.。\s]+(?=\p{L})/u, '')
    .trim();
}

/** Of marks in a row: those that end a sentence where there are such, or else the first. */
function strongest(marks: string): string {
  const ends = marks.replace(/[，、,：:；;]/gu, '');
  return ends === '' ? (marks[0] as string) : ends;
}
