import type { ShownTaskState } from '@herald/contract';

/**
 * The life of a task, as one table: state × event → state. What is asked for twice is done once: an event that has
 * happened already leads to where the task is.
 *
 * `held` is the service's own pause: nothing can be sent now (no money, no trunk, the template is disabled), and the
 * task tries again by itself. `deleted` is seen by nobody; its rows go in parts, and then the task.
 */
export type TaskState = ShownTaskState | 'deleted';

export type TaskEvent =
  | 'imported' // every row is good
  | 'imported-in-part' // some are bad
  | 'import-failed' // none can be used
  | 'start'
  | 'schedule'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'delete' // the customer's
  | 'come-due'
  | 'hold'
  | 'release'
  | 'finish'; // the service's

const TABLE: { readonly [State in TaskState]: { readonly [Event in TaskEvent]?: TaskState } } = {
  importing: {
    imported: 'ready',
    'imported-in-part': 'faulty',
    'import-failed': 'unusable',
    cancel: 'cancelled',
  },
  unusable: { delete: 'deleted' },
  faulty: { start: 'running', schedule: 'scheduled', cancel: 'cancelled', delete: 'deleted' },
  ready: { start: 'running', schedule: 'scheduled', cancel: 'cancelled', delete: 'deleted' },
  scheduled: { start: 'running', schedule: 'scheduled', 'come-due': 'running', cancel: 'cancelled' },
  running: {
    start: 'running',
    resume: 'running',
    pause: 'paused',
    hold: 'held',
    finish: 'done',
    cancel: 'cancelled',
  },
  held: {
    start: 'held',
    resume: 'running',
    release: 'running',
    pause: 'paused',
    finish: 'done',
    cancel: 'cancelled',
  },
  paused: { pause: 'paused', resume: 'running', finish: 'done', cancel: 'cancelled' },
  done: { delete: 'deleted' },
  cancelled: { cancel: 'cancelled', delete: 'deleted' },
  deleted: {},
};

/** The state that follows, or undefined where the event cannot happen. */
export function nextTaskState(state: TaskState, event: TaskEvent): TaskState | undefined {
  return TABLE[state][event];
}

/** Tasks that may still call somebody. */
export const isLive = (state: TaskState): boolean =>
  state === 'scheduled' || state === 'running' || state === 'held' || state === 'paused';
