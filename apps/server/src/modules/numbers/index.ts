export { maskNumber } from '../../platform/mask-number.ts';
export * from './choice-rules.ts';
export {
  limitedNumbers,
  type NumberLimits,
  type NumberLoad,
  noteNumberStarts,
  returnNumberCalls,
  setNumberLimits,
} from './load-store.ts';
export {
  type DueRent,
  insertRent,
  markRentPaid,
  numbersToRent,
  payableRents,
} from './rent-store.ts';
export * from './rules.ts';
export { addToPool, exclusiveNumbers, findExclusive, sharedPool } from './store.ts';
