export * from './callee-store.ts';
export * from './claim.ts';
export * from './complained-calls.ts';
export * from './cover.ts';
export * from './erase-store.ts';
export * from './expiry.ts';
export * from './past-scripts.ts';
export * from './progress.ts';
export {
  announceDue,
  anyDue,
  DUE_CHANNEL,
  diallingOfLostNodes,
  disown,
  type EndedMessage,
  giveBack,
  giveBackOfLostNodes,
  markDialling,
  moveToTrunk,
  type QueueKey,
  type QueueLoad,
  queueDepth,
  queuedOf,
  queueLoad,
  queueState,
  takeOut,
} from './queue.ts';
export * from './rules.ts';
export * from './spoken-store.ts';
export * from './store.ts';
export * from './turn-rules.ts';
