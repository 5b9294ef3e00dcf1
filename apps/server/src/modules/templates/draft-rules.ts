import { type Details, TEMPLATE_RULES, type TemplateRuleName } from '@herald/contract';
import { characterFaults, hanzi, latinWords, letters, readContent, type Variable } from './reading-rules.ts';
import { CODE, MAX_SPOKEN_CHARACTERS, type Purpose } from './rules.ts';

/** What a customer writes: words to be spoken, or the transcript of a recording. */
export interface Draft {
  kind: 'text' | 'audio';
  name: string;
  /** Who is called, and on what occasion. */
  scene: string;
  /** Undefined: internal production. */
  appId: string | undefined;
  purpose: Purpose | typeof MARKETING;
  language: 'zh' | 'en';
  content: string;
  allDay: boolean;
}

/** Purpose 3 of the published numbers, refused everywhere (4.2.2 i). */
export const MARKETING = 3;

/** The parameter that a finding is about. */
export type DraftField = 'Name' | 'Scene' | 'AppId' | 'Purpose' | 'AllDay' | 'Content';

/** One rule that a draft does not keep, and where. */
export interface DraftFinding {
  rule: TemplateRuleName;
  field: DraftField;
  /** UTF-16 offsets in the field's text, `end` behind the last; both 0 where the field is no text. */
  start: number;
  end: number;
  /** For the places of the rule's texts. */
  details: Details;
}

export const NAME_LENGTH = { least: 2, most: 32 };
export const SCENE_LENGTH = { least: 2, most: 200 };
export const MAX_CONTENT = MAX_SPOKEN_CHARACTERS;
/** So that variables and the words between them are fewer pieces than one call may say. */
export const MAX_VARIABLES = 20;
/** Letters or hanzi that give a variable its meaning, and a content its own. */
const LEAST_BESIDE = 2;
const LEAST_WORDS = 4;
/** A text that is wrong all over is told so this often. */
const MOST_FINDINGS = 100;

/**
 * Everything that is wrong with a draft, in the order of its fields and then of the text; empty when it may be
 * submitted, but for hints. Never throws, whatever the texts hold.
 * @param facts whether the app is an approved one of the account; of no account where there is no appId
 */
export function checkDraft(draft: Draft, facts: { appApproved: boolean }): DraftFinding[] {
  const findings: DraftFinding[] = [];
  const add = (
    field: DraftField,
    rule: TemplateRuleName,
    [start, end]: readonly [number, number],
    details: Details = {},
  ) => {
    if (findings.length < MOST_FINDINGS) findings.push({ rule, field, start, end, details });
  };

  checkLength('Name', 'name-length', draft.name, NAME_LENGTH);
  for (const { start, end, details } of characterFaults(draft.name, 0)) {
    add('Name', 'name-character', [start, end], details);
  }
  checkLength('Scene', 'scene-length', draft.scene, SCENE_LENGTH);
  const { appId } = draft;
  if (appId !== undefined && !facts.appApproved) add('AppId', 'app-unknown', [0, appId.length], { appId });
  if (draft.purpose === MARKETING) add('Purpose', 'marketing', [0, 0]);
  if (draft.kind === 'audio' && draft.purpose === CODE) add('Purpose', 'audio-of-code', [0, 0]);
  if (draft.allDay && draft.purpose !== CODE && appId !== undefined) add('AllDay', 'all-day', [0, 0]);
  checkContent();
  return findings;

  function checkLength(
    field: DraftField,
    rule: 'name-length' | 'scene-length',
    text: string,
    bounds: { least: number; most: number },
  ): void {
    const length = [...text.trim()].length;
    if (length < bounds.least || length > bounds.most)
      add(field, rule, [0, text.length], { ...bounds, length });
  }

  function checkContent(): void {
    const { content } = draft;
    const whole = [0, content.length] as const;
    if (content.trim() === '') {
      add('Content', 'content-empty', whole);
      return;
    }
    const characters = [...content];
    if (characters.length > MAX_CONTENT) {
      const from = characters.slice(0, MAX_CONTENT).join('').length;
      add('Content', 'content-length', [from, content.length], {
        most: MAX_CONTENT,
        length: characters.length,
      });
    }
    const { variables, faults, malformed } = readContent(content);
    for (const { rule, start, end, details } of faults) add('Content', rule, [start, end], details);
    if (draft.kind === 'audio') {
      for (const { start, end } of variables) add('Content', 'variable-in-audio', [start, end]);
    } else if (!malformed) {
      checkNumbering(variables);
      checkSurroundings(variables);
    }
    if (!malformed) checkWords(variables);
  }

  function checkNumbering(variables: readonly Variable[]): void {
    const whole = [0, draft.content.length] as const;
    const count = variables.length;
    if (draft.purpose === CODE) {
      if (count !== 1 || variables[0]?.index !== 1) add('Content', 'variable-of-code', whole, { count });
      return;
    }
    if (count > MAX_VARIABLES) {
      const first = variables[MAX_VARIABLES] as Variable;
      add('Content', 'variable-count', [first.start, draft.content.length], { most: MAX_VARIABLES, count });
      return;
    }
    const seen = new Set<number>();
    for (const { index, start, end } of variables) {
      if (seen.has(index)) add('Content', 'variable-repeated', [start, end], { variable: written(index) });
      seen.add(index);
    }
    // Of n different numbers those above n leave gaps below; the smallest gap is told at each of them.
    let missing = 1;
    while (seen.has(missing)) missing++;
    for (const { index, start, end } of variables) {
      if (index > missing) {
        const details = { variable: written(index), missing: written(missing) };
        add('Content', 'variable-gap', [start, end], details);
      }
    }
  }

  /** Adjacent, combined, bare: whether words tell what each variable is. */
  function checkSurroundings(variables: readonly Variable[]): void {
    const { content } = draft;
    const between = [...variables.keys(), variables.length].map((index) =>
      content.slice(variables[index - 1]?.end ?? 0, variables[index]?.start ?? content.length),
    );
    const told = new Set<number>();
    for (const [index, second] of variables.entries()) {
      const first = variables[index - 1];
      const text = between[index] as string;
      if (!first || letters(text) > 0) continue;
      const rule = text === '' ? 'variable-adjacent' : 'variable-combined';
      const details = { first: written(first.index), second: written(second.index) };
      add('Content', rule, [first.start, second.end], details);
      told.add(index - 1).add(index);
    }
    for (const [index, { index: number, start, end }] of variables.entries()) {
      const beside = Math.max(letters(between[index] as string), letters(between[index + 1] as string));
      if (beside < LEAST_BESIDE && !told.has(index)) {
        const details = { variable: written(number), least: LEAST_BESIDE };
        add('Content', 'variable-bare', [start, end], details);
      }
    }
  }

  function checkWords(variables: readonly Variable[]): void {
    const { content, language } = draft;
    const whole = [0, content.length] as const;
    let fixed = content;
    for (const { start, end } of variables.toReversed())
      fixed = `${fixed.slice(0, start)} ${fixed.slice(end)}`;
    if (letters(fixed) < LEAST_WORDS) {
      add('Content', 'content-wordless', whole, { least: LEAST_WORDS });
      return;
    }
    const han = hanzi(fixed);
    const words = latinWords(fixed);
    const [own, mixed] = language === 'zh' ? [han, words > han] : [words, han > 0];
    const details =
      language === 'zh'
        ? { languageZh: '中文', languageEn: 'Chinese' }
        : { languageZh: '英文', languageEn: 'English' };
    if (own === 0) add('Content', 'language-absent', whole, details);
    else if (mixed) add('Content', 'language-mixed', whole, details);
  }
}

/** Whether nothing but hints was found. */
export const mayBeSubmitted = (findings: readonly DraftFinding[]): boolean =>
  findings.every(({ rule }) => TEMPLATE_RULES[rule].weight === 'hint');

const written = (index: number): string => `{${index}}`;
