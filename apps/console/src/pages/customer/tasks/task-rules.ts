import type { ResponseOf } from '@herald/contract';

export type Task = ResponseOf<'GetUVMSTask'>['Task'];
export type TaskState = Task['State'];

/** Colours of states, of the theme's own meanings. */
export const STATE_COLOURS = {
  importing: 'processing',
  unusable: 'error',
  faulty: 'warning',
  ready: 'processing',
  scheduled: 'processing',
  running: 'processing',
  held: 'warning',
  paused: 'warning',
  done: 'success',
  cancelled: 'default',
} as const satisfies Record<TaskState, string>;

const OVER: readonly TaskState[] = ['unusable', 'done', 'cancelled'];
const BEFORE: readonly TaskState[] = ['faulty', 'ready', 'scheduled'];

/** Whether the service changes it without being asked to; rows of a cancelled one go with the next round. */
export const isMoving = ({ State, Waiting, Queued }: Task): boolean =>
  !OVER.includes(State) || (State === 'cancelled' && Waiting + Queued > 0);
/** Whether it waits for being started. */
export const isBefore = (state: TaskState): boolean => BEFORE.includes(state);
/** Whether it was, or is, being sent. */
export const hasBegun = (state: TaskState): boolean =>
  ['running', 'held', 'paused', 'done', 'cancelled'].includes(state);

/** What may be done in a state, as the service's own table has it. */
export const MAY = {
  pause: ['running', 'held'],
  resume: ['paused'],
  cancel: ['importing', 'faulty', 'ready', 'scheduled', 'running', 'held', 'paused'],
  delete: ['unusable', 'faulty', 'ready', 'done', 'cancelled'],
} as const satisfies Record<string, readonly TaskState[]>;

/** Rows whose way is over. */
export function doneRows(task: Task): number {
  return task.Answered + task.Failed + task.Refused + task.Unknown + task.Skipped + task.Cancelled;
}

/** Answers that are no longer so when a task has changed. */
export const TASK_STALE = ['GetUVMSTask', 'QueryUVMSTask', 'ListUVMSTaskRows'] as const;
