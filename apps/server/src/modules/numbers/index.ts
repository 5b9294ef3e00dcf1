export { maskNumber } from '../../platform/mask-number.ts';
export * from './rules.ts';
export { addToPool, exclusiveNumbers, findExclusive, sharedPool } from './store.ts';
