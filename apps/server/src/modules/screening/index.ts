export { type Automaton, buildAutomaton } from './automaton-rules.ts';
export {
  BUILT_IN,
  CATEGORIES,
  type CategoryName,
  type Effect,
  type Term,
} from './lexicon-rules.ts';
export { compileScreener, type Hit, type Screener, screenValues, type ValueHit } from './screen-rules.ts';
export {
  currentVersion,
  insertLexicon,
  type LexiconVersion,
  listLexiconVersions,
  readLexicon,
} from './store.ts';
