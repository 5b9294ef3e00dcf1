export * from './rules.ts';
export {
  calleePrefixOf,
  carriedPurposes,
  enabledTrunks,
  lockTrunks,
  noteRegistrations,
  noteStarts,
  saveTrunk,
  type TrunkRegistration,
} from './store.ts';
