import type { Language } from '@herald/contract';
import { diffWordsWithSpace } from 'diff';
import type { Clause } from './clause-rules.ts';

export interface ClauseChange {
  readonly number: string;
  readonly change: 'same' | 'changed' | 'added' | 'removed';
  /** The clause in pieces: both versions are read off it. One piece where nothing differs. */
  readonly pieces: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
}

const SEGMENTERS = {
  zh: new Intl.Segmenter('zh', { granularity: 'word' }),
  en: new Intl.Segmenter('en', { granularity: 'word' }),
} as const;
/** A clause of which more words differ is shown as replaced: the time for finding them grows with the square. */
const MOST_WORDS = 300;

/** What is different between two versions, clause by clause in the order of the newer one, word by word. */
export function diffClauses(
  older: readonly Clause[],
  newer: readonly Clause[],
  language: Language,
): ClauseChange[] {
  const before = new Map(older.map((clause) => [clause.number, wordsOf(clause)]));
  const after = new Set(newer.map(({ number }) => number));
  const changes: ClauseChange[] = newer.map((clause) => {
    const { number } = clause;
    const now = wordsOf(clause);
    const then = before.get(number);
    if (then === undefined) return { number, change: 'added', pieces: [{ kind: 'added', text: now }] };
    if (then === now) return { number, change: 'same', pieces: [{ kind: 'same', text: now }] };
    return { number, change: 'changed', pieces: piecesOf(then, now, language) };
  });
  // A clause that is gone stands where it stood: behind the one that it followed.
  for (const [index, clause] of older.entries()) {
    if (after.has(clause.number)) continue;
    const previous = older[index - 1]?.number;
    const place = changes.findIndex(({ number }) => number === previous);
    const { number } = clause;
    changes.splice(place + 1, 0, {
      number,
      change: 'removed',
      pieces: [{ kind: 'removed', text: wordsOf(clause) }],
    });
  }
  return changes;
}

const wordsOf = ({ title, text }: Clause) => [title, text].filter((part) => part !== '').join('\n');

function piecesOf(then: string, now: string, language: Language): ClauseChange['pieces'] {
  const parts = diffWordsWithSpace(then, now, {
    intlSegmenter: SEGMENTERS[language],
    maxEditLength: MOST_WORDS,
  });
  if (!parts) {
    return [
      { kind: 'removed', text: then },
      { kind: 'added', text: now },
    ];
  }
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
