import { releaseFile } from '../../modules/files/index.ts';
import {
  dropSomeOfList,
  dueTasks,
  forgetTask,
  giveUpWaiting,
  lockTask,
  moveCounts,
  moveTask,
  nextTaskState,
  queuedSessions,
  type StoredTask,
  setNextLook,
  type TaskKey,
} from '../../modules/tasks/index.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { CallSettler } from '../messages/settle-calls.ts';
import { type FeedDeps, feedTask } from './feed-task.ts';
import { tellDone } from './tell-task.ts';
import { unfoldPart } from './unfold-part.ts';

export interface RunDeps extends FeedDeps {
  settler: CallSettler;
  log: Log;
}

const MOST_TASKS_A_ROUND = 500;
/** Batches of one task before the next task has its turn. */
const BATCHES_A_TURN = 4;
const ROWS_AT_ONCE = 5000;
/** While messages of a stopped task are on their way, one may come back into the queue. */
const STOPPED_LOOK_MS = 1000;
/** What cannot be done now (a fault of the database, say) is tried again after this, and no other task waits for it. */
const AFTER_FAULT_MS = 5000;

/**
 * One round over the tasks that have something to be done: sends rows of those that run, takes back what waits of those
 * that were paused or cancelled, takes away those that were deleted. Safe to run on several nodes at once, and every
 * step after a death: what is due is in the database, and each step is a transaction that finds out anew where it is.
 * @returns how many tasks were looked at
 */
export async function runTasks(deps: RunDeps): Promise<number> {
  const { sql, clock, log } = deps;
  const due = await dueTasks(sql, new Date(clock.now()), MOST_TASKS_A_ROUND);
  for (const key of due) {
    try {
      await runTask(deps, key);
    } catch (error) {
      log.error('cannot carry on a task, trying again', { taskNo: key.taskNo, error });
      await setNextLook(sql, key, new Date(clock.now() + AFTER_FAULT_MS));
    }
  }
  return due.length;
}

async function runTask(deps: RunDeps, key: TaskKey): Promise<void> {
  const task = await inTransaction(deps.sql, (tx) => lockTask(tx, key));
  switch (task?.state) {
    case 'scheduled':
    case 'running':
    case 'held':
      for (let batch = 0; batch < BATCHES_A_TURN; batch++) {
        const next = await feedTask(deps, key);
        if (next === 'unfold') await unfoldPart(deps, key);
        if (next === 'rest') return;
      }
      return;
    case 'paused':
    case 'cancelled':
      await takeBack(deps, task);
      if (task.state === 'cancelled') await unfoldSome(deps, key);
      return restStopped(deps, key);
    case 'deleted':
      return dropTask(deps, task);
    default:
      if (task) await setNextLook(deps.sql, key, undefined);
  }
}

/** Ends what waits for its call, unpaid; what a dialer has already goes on to its end. */
async function takeBack({ sql, settler }: RunDeps, task: StoredTask): Promise<void> {
  const sessions = await queuedSessions(sql, task, ROWS_AT_ONCE);
  await Promise.all(
    sessions.map((sessionNo) =>
      settler.settle({
        accountId: task.accountId,
        sessionNo,
        from: 'queued',
        nodeId: undefined,
        cause: { kind: 'not-dialled', reason: 'withdrawn' },
      }),
    ),
  );
}

/** What nothing had happened to is over, too (flow/tasks/unfold-part.ts). */
async function unfoldSome(deps: RunDeps, key: TaskKey): Promise<void> {
  for (let rows = 0; rows < ROWS_AT_ONCE; ) {
    const unfolded = await unfoldPart(deps, key);
    if (unfolded === 0) return;
    rows += unfolded;
  }
}

/** Rows of a cancelled task are over, in parts; then there is nothing to be done until somebody resumes a paused one. */
async function restStopped(deps: RunDeps, key: TaskKey): Promise<void> {
  const { sql, clock } = deps;
  await inTransaction(sql, async (tx) => {
    const task = await lockTask(tx, key);
    const now = clock.now();
    if (task?.state === 'cancelled') {
      const over = await giveUpWaiting(tx, key, ROWS_AT_ONCE);
      if (over > 0) await moveCounts(tx, key, { waiting: -over, cancelled: over });
      const rest = task.counts.waiting - over;
      const again = rest > 0 ? now : task.counts.queued > 0 ? now + STOPPED_LOOK_MS : undefined;
      await setNextLook(tx, key, again === undefined ? undefined : new Date(again));
    } else if (task?.state === 'paused') {
      const { waiting, queued } = task.counts;
      const state = waiting + queued === 0 ? nextTaskState('paused', 'finish') : undefined;
      if (state) {
        await moveTask(tx, key, { state, nextAt: undefined, at: new Date(now) });
        await tellDone(tx, deps, task);
      } else await setNextLook(tx, key, queued > 0 ? new Date(now + STOPPED_LOOK_MS) : undefined);
    }
  });
}

/** A deleted task goes row by row, and its list with it. */
async function dropTask({ sql, clock }: RunDeps, task: StoredTask): Promise<void> {
  if ((await dropSomeOfList(sql, task, ROWS_AT_ONCE)) > 0) return;
  await inTransaction(sql, async (tx) => {
    const { accountId, fileId } = task;
    await releaseFile(tx, { accountId, fileId, use: fileUse(task), at: new Date(clock.now()) });
    await forgetTask(tx, task);
  });
}

/** By what name a task refers to its list. */
export const fileUse = ({ taskNo }: Pick<TaskKey, 'taskNo'>) => `task ${taskNo}`;
