export * from './rules.ts';
export { carriedPurposes, enabledTrunks, lockTrunks, saveTrunk, takeTokens } from './store.ts';
