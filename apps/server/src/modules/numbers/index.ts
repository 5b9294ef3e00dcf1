export * from './rules.ts';
export { addToPool, exclusiveNumbers, findExclusive, sharedPool } from './store.ts';
