export * from './rules.ts';
export {
  carriedPurposes,
  enabledTrunks,
  lockTrunks,
  noteRegistrations,
  noteStarts,
  saveTrunk,
  type TrunkRegistration,
} from './store.ts';
