import { LEXICON_CATEGORIES } from '@herald/contract';
import type { FormField } from '../../../components/form-fields.tsx';
import { useWords } from '../../../words/language.ts';
import { LEXICON } from './lexicon-words.ts';

/** What a change of the lexicon is asked for, on the bench and in earnest. */
export function useChangeFields(): { category: FormField; all: readonly FormField[] } {
  const say = useWords(LEXICON);
  const category: FormField = {
    name: 'Category',
    label: say('category'),
    kind: 'choice',
    required: true,
    choices: LEXICON_CATEGORIES.map((value) => ({ value, label: say(`category-${value}`) })),
  };
  const effect: FormField = {
    name: 'Effect',
    label: say('effect'),
    kind: 'choice',
    choices: (['block', 'review'] as const).map((value) => ({ value, label: say(value) })),
  };
  return {
    category,
    all: [
      category,
      effect,
      { name: 'Add', label: say('add'), kind: 'lines' },
      { name: 'Remove', label: say('remove'), kind: 'lines' },
    ],
  };
}
