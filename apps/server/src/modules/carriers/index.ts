export * from './rules.ts';
export { carriedPurposes, enabledTrunks, lockTrunks, noteStarts, saveTrunk } from './store.ts';
