export {
  accountsToWrite,
  type BillDay,
  insertLines,
  lastClosedDay,
  markDayClosed,
  type Written,
  writtenLines,
  writtenSums,
} from './day-store.ts';
export { type BillFault, verifyBills } from './proof.ts';
export * from './rules.ts';
export {
  type BillPosting,
  billPostings,
  type ClosedBill,
  closedBills,
  firstAccountAt,
  insertBill,
  lastBill,
  lastClosedMonth,
  markMonthClosed,
  type Span,
  sumLines,
  sumMonths,
  unbilledAccounts,
} from './store.ts';
