import type { Language, Words } from '@herald/contract';
import type { Choice } from '../../../components/form-fields.tsx';

/** The rows of a table of words, or of things that have words, as choices. */
export function choicesOf(
  table: Readonly<Record<string, Words | { readonly words: Words }>>,
  language: Language,
): Choice[] {
  return Object.entries(table).map(([value, row]) => ({
    value,
    label: ('words' in row ? row.words : row)[language],
  }));
}
