import { HeraldError, TASK_STATES, type TaskRetryKind } from '@herald/contract';
import { useFile } from '../../modules/files/index.ts';
import {
  countKept,
  insertTask,
  lockTask,
  moveTask,
  type NewTask,
  nextTaskState,
  type StoredTask,
  type TaskEvent,
  type TaskKey,
} from '../../modules/tasks/index.ts';
import { APPROVED, findTemplates } from '../../modules/templates/index.ts';
import { DAY_MS, formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { type Random, randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { askForCheck } from './check-task.ts';
import { fileUse } from './run-tasks.ts';

export interface TaskDeps {
  sql: Sql;
  clock: Clock;
  random: Random;
  jobs: Jobs;
  limits: Limits;
}

/** Which task, and what of it its caller may see. */
export interface TaskScope extends TaskKey {
  projects: 'all' | readonly string[];
}

/**
 * A new task; its list is imported in the background.
 * @throws HeraldError TASKS_TOO_MANY, TEMPLATE_NOT_FOUND, TEMPLATE_NOT_APPROVED, FILE_NOT_FOUND
 */
export async function createTask(deps: TaskDeps, wanted: Omit<NewTask, 'taskNo'>): Promise<string> {
  return inTransaction(deps.sql, (tx) => openTask(tx, deps, wanted));
}

async function openTask(tx: Tx, deps: TaskDeps, wanted: Omit<NewTask, 'taskNo'>): Promise<string> {
  const { accountId, templateId, fileId } = wanted;
  const at = new Date(deps.clock.now());
  const limit = deps.limits.tasksKept;
  if ((await countKept(tx, accountId)) >= limit) throw new HeraldError('TASKS_TOO_MANY', { limit });
  const [template] = await findTemplates(tx, [{ accountId, templateId }]);
  if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
  if (template.status !== APPROVED) throw new HeraldError('TEMPLATE_NOT_APPROVED', { templateId });
  const taskNo = `UVTK${formatDay(at.getTime())}${randomText(deps.random, 10)}`;
  const used =
    isUuid(fileId) &&
    (await useFile(tx, { accountId, fileId: fileId.toLowerCase(), kind: 'list', use: fileUse({ taskNo }) }));
  if (!used) throw new HeraldError('FILE_NOT_FOUND', { fileId });
  await insertTask(tx, { ...wanted, taskNo, fileId: fileId.toLowerCase() }, at);
  await deps.jobs.enqueue(tx, 'import-task', [{ data: { accountId, taskNo }, group: accountId }]);
  return taskNo;
}

/**
 * Another task with the same list and settings, imported anew.
 * @throws HeraldError TASK_NOT_FOUND, and what creating one can
 */
export async function copyTask(deps: TaskDeps, scope: TaskScope, name: string | undefined): Promise<string> {
  return inTransaction(deps.sql, async (tx) => {
    const task = await visibleTask(tx, scope);
    return openTask(tx, deps, {
      accountId: task.accountId,
      name: name ?? task.name,
      projectId: task.projectId ?? undefined,
      appId: task.appId ?? undefined,
      templateId: task.templateId,
      groupType: task.groupType,
      fromNumber: task.fromNumber ?? undefined,
      dispatchRule: task.dispatchRule,
      fileId: task.fileId,
      skipDuplicates: task.skipDuplicates,
      retryOn: task.retryOn as readonly TaskRetryKind[],
      retryCount: task.retryCount,
      retrySpacingS: task.retrySpacingS,
      sameNumber: task.sameNumber,
    });
  });
}

/** What a customer can do with a task. */
export type TaskChange =
  | { event: 'start'; startAt: number | undefined; goodRowsOnly: boolean }
  | { event: 'pause' | 'resume' | 'cancel' | 'delete' };

/**
 * Moves a task on. What is asked for twice is done once. It acts with the commit: whoever runs tasks looks within half
 * a second (flow/tasks/run-tasks.ts).
 * @returns the task as it is now
 * @throws HeraldError TASK_NOT_FOUND, TASK_STATE, TASK_ROWS_BAD, TASK_START_INVALID
 */
export async function changeTask(
  deps: Pick<TaskDeps, 'sql' | 'clock' | 'limits'>,
  scope: TaskScope,
  change: TaskChange,
): Promise<StoredTask> {
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    const task = await visibleTask(tx, scope);
    const startAt = change.event === 'start' ? change.startAt : undefined;
    const event: TaskEvent = startAt === undefined ? change.event : 'schedule';
    const state = nextTaskState(task.state, event);
    if (state === undefined) throw stateError(task, event);
    if (change.event === 'start') checkStart(task, change, now, deps.limits.taskAheadDays);
    const nothingNew = state === task.state && event !== 'schedule';
    if (nothingNew) return task;
    const at = new Date(now);
    await moveTask(tx, task, {
      state,
      at,
      startAt: startAt === undefined ? undefined : new Date(startAt),
      nextAt: startAt === undefined ? at : new Date(startAt),
    });
    return (await lockTask(tx, task)) ?? task;
  });
}

function checkStart(
  task: StoredTask,
  change: Extract<TaskChange, { event: 'start' }>,
  now: number,
  days: number,
): void {
  const { startAt, goodRowsOnly } = change;
  if (task.state === 'faulty' && !goodRowsOnly) {
    throw new HeraldError('TASK_ROWS_BAD', { taskNo: task.taskNo, count: task.badRows });
  }
  if (startAt !== undefined && (startAt <= now || startAt > now + days * DAY_MS)) {
    throw new HeraldError('TASK_START_INVALID', { days });
  }
}

/** Has every waiting row judged again. @throws HeraldError TASK_NOT_FOUND, TASK_STATE */
export async function checkTask(
  deps: Pick<TaskDeps, 'sql' | 'clock' | 'jobs'>,
  scope: TaskScope,
): Promise<StoredTask> {
  return inTransaction(deps.sql, async (tx) => {
    const task = await visibleTask(tx, scope);
    if (task.state === 'importing' || task.state === 'unusable') throw stateError(task, 'check');
    await askForCheck(tx, deps, task);
    return (await lockTask(tx, task)) ?? task;
  });
}

async function visibleTask(tx: Tx, { projects, ...key }: TaskScope): Promise<StoredTask> {
  const task = await lockTask(tx, key);
  const seen = projects === 'all' || (task?.projectId && projects.includes(task.projectId));
  if (!task || !seen || task.state === 'deleted')
    throw new HeraldError('TASK_NOT_FOUND', { taskNo: key.taskNo });
  return task;
}

const EVENT_WORDS: { readonly [Event in TaskEvent | 'check']?: { zh: string; en: string } } = {
  start: { zh: '开始', en: 'started' },
  schedule: { zh: '定时', en: 'scheduled' },
  pause: { zh: '暂停', en: 'paused' },
  resume: { zh: '继续', en: 'resumed' },
  cancel: { zh: '取消', en: 'cancelled' },
  delete: { zh: '删除', en: 'deleted' },
  check: { zh: '检查', en: 'checked' },
};

function stateError(task: StoredTask, event: TaskEvent | 'check'): HeraldError {
  const words = EVENT_WORDS[event] ?? { zh: event, en: event };
  if (task.state === 'deleted') return new HeraldError('TASK_NOT_FOUND', { taskNo: task.taskNo });
  const { zh, en, remedy } = TASK_STATES[task.state];
  return new HeraldError('TASK_STATE', {
    taskNo: task.taskNo,
    ...{ stateZh: zh, stateEn: en, eventZh: words.zh, eventEn: words.en },
    ...{ remedyZh: remedy.zh, remedyEn: remedy.en },
  });
}
