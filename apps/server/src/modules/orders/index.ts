export { listPayments } from './payment-desk.ts';
export { findReversal, insertReversal, type Reversal } from './reversal-store.ts';
export * from './rules.ts';
export {
  countUnpaid,
  endOrder,
  endPayment,
  findOrder,
  findPayment,
  insertOrder,
  insertPayment,
  listOrders,
  lockOrder,
  lockPayment,
  type Order,
  overdueOrders,
  type Payment,
  type PaymentState,
  paymentsOf,
  pendingPayment,
} from './store.ts';
