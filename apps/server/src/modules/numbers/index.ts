export { maskNumber } from '../../platform/mask-number.ts';
export {
  countWaiting,
  findAnswer,
  insertAnswers,
  listAnswers,
  type NumberAnswer,
  releaseUnprovided,
  setChosen,
} from './answer-store.ts';
export * from './application-rules.ts';
export {
  type Application,
  type ApplicationKey,
  findApplication,
  insertApplication,
  lapsedApplications,
  lockApplication,
  markOverdueApplications,
  moveApplication,
  pageApplications,
  setApplicationOrder,
  setCarrier,
  updateForm,
} from './application-store.ts';
export * from './choice-rules.ts';
export { type NumberEvent, noteNumberEvent, numberEvents } from './event-store.ts';
export {
  limitedNumbers,
  type NumberLimits,
  type NumberLoad,
  noteNumberStarts,
  returnNumberCalls,
  setNumberLimits,
} from './load-store.ts';
export {
  activateNumber,
  extendNumber,
  findInUse,
  findNumber,
  insertNumber,
  lockNumber,
  markNumberRenewalTold,
  type NumberKey,
  numbersTaken,
  type OwnedNumber,
  POOL,
  pageNumbers,
  setNumberAutoRenew,
  setNumberCancelling,
  setNumberPause,
  setNumberState,
} from './number-store.ts';
export {
  type Due,
  insertDue,
  markDuePaid,
  markEarned,
  minimumsToJudge,
  monthsToEarn,
  moveMinimum,
  numbersToRent,
  payableDues,
  setUnpaidSince,
  type ToJudge,
  unpaidDues,
} from './rent-store.ts';
export * from './rules.ts';
export { addToPool, type ExclusiveNumber, exclusiveNumbers, ownNumbers, sharedPool } from './store.ts';
export * from './term-rules.ts';
export {
  cutTerm,
  insertTerm,
  markNumberNoticed,
  numbersOver,
  numbersToEnd,
  numbersToNotice,
  numbersToRenew,
  type Term,
  termsAfter,
} from './term-store.ts';
export * from './vanity-rules.ts';
