import { styleText } from 'node:util';
import type { Language } from '@herald/contract';

export interface Terminal {
  language: Language;
  /** The text in the reader's language. */
  say(zh: string, en: string): string;
  line(text?: string): void;
  title(text: string): void;
  /** A row `label  value`, aligned whatever the script of the label. */
  row(label: string, value: string): void;
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
  fail(text: string): void;
}

/** Where the values of rows begin. */
const LABEL_COLUMNS = 14;

export function createTerminal(asked: string | undefined): Terminal {
  const spoken = asked ?? process.env.LC_ALL ?? process.env.LANG ?? '';
  const language: Language = spoken.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream: process.stdout });
  const line = (text = '') => process.stdout.write(`${text}\n`);
  const dim = style('dim');
  return {
    language,
    say: (zh, en) => (language === 'zh' ? zh : en),
    line,
    title: (text) => line(`\n${style('bold')(text)}`),
    row: (label, value) =>
      line(`  ${dim(label + ' '.repeat(Math.max(1, LABEL_COLUMNS - columns(label))))}${value}`),
    good: style('green'),
    bad: style('red'),
    dim,
    fail: (text) => process.stderr.write(`herald: ${text}\n`),
  };
}

/** Columns a text takes in a terminal: hanzi and full-width punctuation take two. */
export function columns(text: string): number {
  let total = 0;
  for (const character of text)
    total +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return total;
}
