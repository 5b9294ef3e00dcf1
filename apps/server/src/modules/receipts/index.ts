export {
  callsOfTrunk,
  findReceipts,
  findResolution,
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
