import { sayInChinese } from './chinese.ts';
import { sayInEnglish } from './english.ts';
import type { Language } from './language.ts';
import { recognise } from './recognise.ts';
import type { Token } from './token.ts';

/**
 * Text as it is to be said: dates, times, money, telephone numbers, percentages, units, numbers and mixed
 * codes become words of the language, and what no voice should meet (brackets, emoji, control characters)
 * becomes a pause or nothing. What is left is letters, spaces and punctuation. Pure; never throws.
 */
export function normalise(text: string, language: Language): string {
  const tokens = recognise(text);
  const words = tokens.map((token, i) => {
    const before = plainWords(tokens[i - 1]);
    if (language === 'zh') return sayInChinese(token, before, plainWords(tokens[i + 1]));
    return token.kind === 'words' ? token.text : ` ${sayInEnglish(token, before)} `;
  });
  return tidy(words.join(''), language);
}

function plainWords(token: Token | undefined): string {
  return token?.kind === 'words' ? token.text : '';
}

/** Leaves only what is spoken and what makes a pause, once each. */
function tidy(text: string, language: Language): string {
  const comma = language === 'zh' ? '，' : ', ';
  return text
    .replace(/[【】（）()[\]{}「」『』]/gu, comma)
    .replace(/(?<!\p{L})['’]|['’](?!\p{L})/gu, ' ')
    .replace(/(?<!\p{L})-|-(?!\p{L})/gu, ' ')
    .replace(/[^\p{L}\p{M}\p{N}\s，。！？；：、,.!?;:…'’-]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[，。！？；：、,.!?;:…])|(?<=[，。！？；：、]) /gu, '')
    .replace(/[，、,：:；;]+(?=[。！？!?.])|([，、,])[，、,]+/gu, '$1')
    .replace(/^[，、,：:；;.。\s]+(?=[\p{L}\p{N}])/u, '')
    .trim();
}
