export * from './match-rules.ts';
export * from './rules.ts';
export {
  findRun,
  insertRun,
  type Line,
  listRuns,
  pageLines,
  type Run,
  type Verdict,
} from './store.ts';
