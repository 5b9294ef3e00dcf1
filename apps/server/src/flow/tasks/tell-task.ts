import { hash } from 'node:crypto';
import type { StoredTask } from '../../modules/tasks/index.ts';
import type { Tx } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { reasonOf } from './export-task.ts';

/** A task that is held, goes on and is held again is told of no more often. */
const HELD_EVERY_MS = 3_600_000;

/** Gives notice that nothing of a task can be sent now, in the transaction that holds it; at most once an hour. */
export async function tellHeld(tx: Tx, deps: NotifyDeps, task: StoredTask, why: string): Promise<void> {
  const { accountId, taskNo, name } = task;
  // The same id within the hour: what is there already is not put there again.
  const now = deps.clock.now();
  const noticeId = idOf(now - (now % HELD_EVERY_MS), `${taskNo} is held`);
  const reason = { reason: why };
  const details = { taskNo, name, whyZh: reasonOf(reason, 'zh'), whyEn: reasonOf(reason, 'en') };
  await notify(tx, { ...deps, newId: () => noticeId }, { accountId, kind: 'task.held', details });
}

/** Gives notice of what a task came to, in the transaction that ends it. */
export async function tellDone(tx: Tx, deps: NotifyDeps, task: StoredTask): Promise<void> {
  const { accountId, taskNo, name, total } = task;
  const { answered, failed, refused, unknown, skipped } = task.counts;
  const details = { taskNo, name, total, answered, failed, refused, unknown, skipped };
  await notify(tx, deps, { accountId, kind: 'task.done', details });
}

/** A UUID of this moment, as the inbox is sorted by them, that is the same for the same text. */
function idOf(at: number, text: string): string {
  const digits = hash('sha256', text, 'hex');
  return `${uuidFloor(at).slice(0, 14)}7${digits.slice(0, 3)}-8${digits.slice(3, 6)}-${digits.slice(6, 18)}`;
}
