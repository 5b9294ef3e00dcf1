import type { Language } from './language.ts';

const DIGITS: Record<Language, readonly string[]> = {
  // 1 is 幺 wherever digits stand for themselves: 一 (yī) and 七 (qī) are mistaken for one another by ear.
  zh: ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
};

const SIGNS: Record<Language, Readonly<Record<string, string>>> = {
  zh: { '.': '点', '#': '井号', '*': '星号', '@': '艾特', _: '下划线', '/': '斜杠', '+': '加' },
  en: { '.': 'dot', '#': 'hash', '*': 'star', '@': 'at', _: 'underscore', '/': 'slash', '+': 'plus' },
};

/** Every character that a code is made of: what is rendered beforehand. */
export const CODE_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One ASCII digit as it is said when digits are read one by one. */
export function sayDigit(digit: string, language: Language): string {
  return DIGITS[language][Number(digit)] as string;
}

/** Digits one by one, in one word for Chinese, spaced for English. Other characters are dropped. */
export function sayDigits(digits: string, language: Language): string {
  const words = [...digits].filter((c) => c >= '0' && c <= '9').map((c) => sayDigit(c, language));
  return words.join(language === 'zh' ? '' : ' ');
}

/**
 * A code as the words in which it is read, one for each character: A3F9 → A 三 F 九. Case is not told
 * apart; full-width letters and digits count as plain ones. Spaces and hyphens, which only group, are not
 * said; the signs of a telephone keyboard and of addresses are named; a letter of another script is said as
 * it is; any other sign is dropped. Pure; never throws.
 */
export function spellCode(code: string, language: Language): string[] {
  const words: string[] = [];
  for (const character of code.normalize('NFKC').toUpperCase()) {
    if (character >= '0' && character <= '9') words.push(sayDigit(character, language));
    else if (/[\p{L}\p{N}]/u.test(character)) words.push(character);
    else {
      const name = SIGNS[language][character];
      if (name !== undefined) words.push(name);
    }
  }
  return words;
}
