export * from './rules.ts';
export {
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
} from './store.ts';
