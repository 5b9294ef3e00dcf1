export { eraseResults } from './erase-store.ts';
export {
  deadReceipts,
  listPushes,
  type PushedReceipt,
  pageDead,
  reviveReceipts,
} from './push-store.ts';
export {
  callsOfTrunk,
  findReceipts,
  findResolution,
  flowContext,
  forgoPush,
  insertReceipts,
  insertResolutions,
  type PushState,
  type Receipt,
  type ReceiptView,
  type Resolution,
  recordPush,
  type TrunkCall,
} from './store.ts';
export { talkedMinutes } from './talk-store.ts';
