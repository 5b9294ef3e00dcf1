export {
  findReceipts,
  forgoPush,
  insertReceipts,
  type PushState,
  type Receipt,
  type ReceiptView,
  recordPush,
} from './store.ts';
