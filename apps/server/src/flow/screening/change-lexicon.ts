import { HeraldError } from '@herald/contract';
import {
  type CategoryName,
  compileScreener,
  currentVersion,
  type Effect,
  insertLexicon,
  readLexicon,
  type Term,
} from '../../modules/screening/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { hanzi } from '../../platform/hanzi.ts';
import { inTransaction } from '../../platform/transaction.ts';

/** Terms of a lexicon. */
export const MOST_TERMS = 20_000;

export interface LexiconChange {
  readonly category: CategoryName;
  readonly effect: Effect;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

type Deps = { readonly sql: Sql; readonly clock: Clock };
type By = { readonly operatorId: string; readonly reason: string };

/**
 * Makes a new version of the one in force.
 * @throws HeraldError LEXICON_CHANGED where `version` is not in force any more, LEXICON_TERM_INVALID, COUNT_LIMIT
 */
export function changeLexicon(deps: Deps, version: number, change: LexiconChange, by: By): Promise<number> {
  return inTransaction(deps.sql, async (tx) => {
    const current = await currentVersion(tx);
    if (current !== version) throw new HeraldError('LEXICON_CHANGED', { version: current });
    const terms = changed((await readLexicon(tx, current)) ?? [], change);
    return next(tx, deps, current, terms, by);
  });
}

/** @throws HeraldError LEXICON_VERSION_UNKNOWN, LEXICON_CHANGED where somebody makes another version at the same time */
export function restoreLexicon(deps: Deps, version: number, by: By): Promise<number> {
  return inTransaction(deps.sql, async (tx) => {
    const terms = await readLexicon(tx, version);
    if (!terms) throw new HeraldError('LEXICON_VERSION_UNKNOWN', { version });
    return next(tx, deps, await currentVersion(tx), terms, by);
  });
}

async function next(
  tx: Tx,
  { clock }: Deps,
  current: number,
  terms: readonly Term[],
  { operatorId, reason }: By,
): Promise<number> {
  const version = current + 1;
  const lexicon = { version, terms, note: reason, operatorId, at: new Date(clock.now()) };
  if (await insertLexicon(tx, lexicon)) return version;
  throw new HeraldError('LEXICON_CHANGED', { version });
}

/** The terms as they are after it. @throws HeraldError LEXICON_TERM_INVALID, COUNT_LIMIT */
export function changed(terms: readonly Term[], change: LexiconChange): Term[] {
  const { category, effect } = change;
  const added = new Set(change.add.map((text) => text.trim()));
  for (const text of added) checkTerm(text);
  const gone = new Set([...added, ...change.remove.map((text) => text.trim())]);
  const kept = terms.filter((term) => term.category !== category || !gone.has(term.text));
  const all = [...kept, ...[...added].map((text) => ({ category, effect, text }))];
  if (all.length > MOST_TERMS) {
    throw new HeraldError('COUNT_LIMIT', { whatZh: '词语', whatEn: 'terms', limit: MOST_TERMS });
  }
  return all;
}

/** A term must be found in itself, and be more than one letter: else it is in nothing, or in everything. */
function checkTerm(text: string): void {
  const refuse = (problemZh: string, problemEn: string) => {
    throw new HeraldError('LEXICON_TERM_INVALID', { term: text, problemZh, problemEn });
  };
  const term = { category: 'forbidden', effect: 'block', text } as const;
  if (compileScreener([term], hanzi).screen(text).length === 0) {
    refuse('其中没有可比较的文字，或含有分句的标点', 'it has nothing to compare, or signs that end a clause');
  }
  if ([...text.replace(/[^\p{L}\p{N}]/gu, '')].length < 2)
    refuse('至少需要两个字', 'it needs two letters at least');
}
