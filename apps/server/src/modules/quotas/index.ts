export * from './abroad-rules.ts';
export {
  addSpending,
  type Destination,
  deleteDestination,
  insertDestination,
  listDestinations,
  openDestinations,
  setSpendLimits,
  spendingOf,
} from './abroad-store.ts';
export * from './attention-rules.ts';
export * from './attention-store.ts';
export * from './cap-rules.ts';
export * from './cap-store.ts';
export * from './rules.ts';
