export * from './erase-store.ts';
export * from './list-rules.ts';
export * from './number-set.ts';
export * from './part-rules.ts';
export {
  addParts,
  clearList,
  dropSomeOfList,
  hasParts,
  partContext,
  partsAfter,
  replacePart,
  type StoredPart,
  takeFirstPart,
} from './parts.ts';
export * from './row-rules.ts';
export {
  addRows,
  type DueRow,
  dueRows,
  earliestDue,
  type FaultRow,
  faultsAfter,
  giveUpWaiting,
  insertFaults,
  type NewRow,
  queuedSessions,
  type RowUpdate,
  rowContext,
  rowsAfter,
  type StoredRow,
  setReasons,
  updateRows,
} from './rows.ts';
export * from './state-rules.ts';
export {
  countKept,
  dueTasks,
  endImport,
  findTask,
  forgetTask,
  insertTask,
  listTasks,
  lockTask,
  lockTasks,
  markOldTasks,
  moveCounts,
  moveTask,
  type NewTask,
  noteCheck,
  noteCheckAsked,
  type StoredTask,
  setNextLook,
  type TaskKey,
  takeImport,
} from './store.ts';
