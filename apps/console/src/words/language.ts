import type { Details, Language, Words } from '@herald/contract';
import { fill } from '@herald/contract';
import { useCallback } from 'react';
import { usePreferences } from '../preferences.ts';

/** The texts of one area in both languages; the compiler holds that none lacks one. */
export type Table = Readonly<Record<string, Words>>;

/** Says a text of `table` in the reader's language, with `details` in its places. */
export type Say<Of extends Table> = (key: keyof Of, details?: Details) => string;

/** The reader's words: `const say = useWords(WORDS); say('title')`. */
export function useWords<Of extends Table>(table: Of): Say<Of> {
  const language = useLanguage();
  return useCallback(
    (key, details) => {
      const text = (table[key] as Words)[language];
      return details ? fill(text, details) : text;
    },
    [table, language],
  );
}

export function useLanguage(): Language {
  return usePreferences().language;
}
