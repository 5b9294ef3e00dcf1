import type { TaskRowState } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import { findReceipts } from '../../modules/receipts/index.ts';
import {
  type DueRow,
  dueRows,
  earliestDue,
  hasParts,
  lockTask,
  meaningOfRefusal,
  moveCounts,
  moveTask,
  nextTaskState,
  type RowUpdate,
  type StoredTask,
  setNextLook,
  type TaskEvent,
  type TaskKey,
  updateRows,
} from '../../modules/tasks/index.ts';
import { findTemplates, inWindow, windowOpens } from '../../modules/templates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Answer, MessageSubmitter, Submission } from '../messages/submit-message.ts';
import type { NotifyDeps } from '../notices/notify.ts';
import { openRow } from './list-rows.ts';
import { tellDone, tellHeld } from './tell-task.ts';

export interface FeedDeps extends NotifyDeps {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  submitter: MessageSubmitter;
  limits: Limits;
}

/** Rows that are sent in one transaction: the account is locked for it, and its other sends wait so long. */
const AT_ONCE = 50;
/** A held task tries one row again this often. */
const HELD_RETRY_MS = 10_000;

export type Fed = 'more' | 'unfold' | 'rest';

/**
 * Sends the next rows of one task, as many as may wait for a call at once. Rows, messages, money and counters change in
 * one transaction: a row is sent exactly when its message is there, whatever dies. Locks account, then task.
 * @returns whether more could be sent at once, or could once the next part of the list is unfolded
 */
export async function feedTask(deps: FeedDeps, key: TaskKey): Promise<Fed> {
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [key.accountId]);
    const task = await lockTask(tx, key);
    if (!task) return 'rest';
    const now = deps.clock.now();
    if (task.state === 'scheduled') return comeDue(tx, task, now);
    if (task.state !== 'running' && task.state !== 'held') return 'rest';
    return feed(deps, tx, task, now);
  });
}

async function comeDue(tx: Tx, task: StoredTask, now: number): Promise<Fed> {
  if ((task.startAt?.getTime() ?? 0) > now) {
    await setNextLook(tx, task, task.startAt ?? undefined);
    return 'rest';
  }
  await move(tx, task, 'come-due', now, { nextAt: new Date(now) });
  return 'more';
}

async function feed(deps: FeedDeps, tx: Tx, task: StoredTask, now: number): Promise<Fed> {
  if (task.counts.waiting === 0) {
    if (task.counts.queued === 0) {
      await move(tx, task, 'finish', now, {});
      await tellDone(tx, deps, task);
    } else await setNextLook(tx, task, undefined); // the last endings wake it
    return 'rest';
  }
  const [template] = await findTemplates(tx, [task]);
  if (template && !inWindow(template.allDay, now)) {
    await setNextLook(tx, task, new Date(windowOpens(template.allDay, now)));
    return 'rest';
  }
  const held = task.state === 'held';
  const limit = held ? 1 : Math.min(AT_ONCE, deps.limits.taskQueued - task.counts.queued);
  const rows = limit > 0 ? await dueRows(tx, task, new Date(now), limit) : [];
  const folded = rows.length < limit && (await hasParts(tx, task));
  if (rows.length === 0) {
    const due = folded ? new Date(now) : limit > 0 ? await earliestDue(tx, task) : undefined;
    await setNextLook(tx, task, due); // a full queue wakes it when it has room
    return folded ? 'unfold' : 'rest';
  }
  const submissions = await submissionsOf(deps, tx, task, rows);
  const answers = await deps.submitter.submitWithin(tx, submissions);
  const { updates, hold, sent } = judgeAnswers(rows, answers, now);
  await updateRows(tx, task, updates);
  const counts: Partial<Record<TaskRowState, number>> = { waiting: -updates.length };
  for (const { state } of updates) counts[state] = (counts[state] ?? 0) + 1;
  await moveCounts(tx, task, { ...counts, sent });
  if (hold !== undefined && sent === 0) {
    await move(tx, task, 'hold', now, { why: hold, nextAt: new Date(now + HELD_RETRY_MS) });
    if (!held) await tellHeld(tx, deps, task, hold);
    return 'rest';
  }
  if (held && sent > 0) await move(tx, task, 'release', now, { nextAt: new Date(now) });
  else await setNextLook(tx, task, new Date(now));
  if (hold !== undefined || held) return 'rest';
  return rows.length === limit ? 'more' : folded ? 'unfold' : 'rest';
}

/** A task that is held and is held again stays so, perhaps by another rule. */
async function move(
  tx: Tx,
  task: StoredTask,
  event: TaskEvent,
  now: number,
  to: { why?: string; nextAt?: Date },
): Promise<void> {
  const state = nextTaskState(task.state, event) ?? task.state;
  await moveTask(tx, task, { state, at: new Date(now), nextAt: to.nextAt, why: to.why ?? '' });
}

async function submissionsOf(
  { vault }: FeedDeps,
  tx: Tx,
  task: StoredTask,
  rows: readonly DueRow[],
): Promise<Submission[]> {
  const before = rows.flatMap((row) => (row.attempts > 0 && row.sessionNo ? [row.sessionNo] : []));
  const receipts = task.sameNumber && before.length > 0 ? await findReceipts(tx, task.accountId, before) : [];
  const shown = new Map(receipts.map((receipt) => [receipt.sessionNo, receipt.showNumber ?? undefined]));
  return rows.map((row) => {
    const attempt = row.attempts + 1;
    return {
      ...submissionOf(task, openRow(vault, task, row)),
      reqUuid: `${task.taskNo}-${row.line}-${attempt}`,
      task: { taskNo: task.taskNo, line: row.line, attempt, shownBefore: shown.get(row.sessionNo ?? '') },
    };
  });
}

/** What a row of a task asks for, as a customer would by SendUVMSMessage. */
export function submissionOf(
  task: StoredTask,
  [calledNumber = '', ...values]: readonly string[],
): Submission {
  return {
    accountId: task.accountId,
    reqUuid: task.taskNo,
    calledNumber,
    templateId: task.templateId,
    values,
    fromNumber: task.fromNumber ?? undefined,
    groupType: task.groupType,
    dispatchRule: task.dispatchRule,
    projectId: task.projectId ?? undefined,
    appId: task.appId ?? undefined,
    userId: undefined,
    clientToken: undefined,
    holdForWindow: false,
  };
}

/** What each answer makes of its row; rows of a refusal that holds the task stay as they are. */
function judgeAnswers(rows: readonly DueRow[], answers: readonly Answer[], now: number) {
  const updates: RowUpdate[] = [];
  let hold: string | undefined;
  let sent = 0;
  for (const [index, row] of rows.entries()) {
    const answer = answers[index];
    if (!answer) continue;
    const { line, attempts } = row;
    const unmoved = { line, attempts, from: { state: 'waiting' }, dueAt: now } as const;
    if ('submitted' in answer) {
      sent++;
      const { sessionNo } = answer.submitted;
      updates.push({ ...unmoved, state: 'queued', reason: '', attempts: attempts + 1, sessionNo });
      continue;
    }
    const meaning = meaningOfRefusal(answer.refused, answer.details);
    if (meaning.kind === 'hold') hold ??= answer.refused;
    else if (meaning.kind === 'row') updates.push({ ...unmoved, state: 'refused', reason: answer.refused });
    else updates.push({ ...unmoved, state: 'waiting', reason: answer.refused, dueAt: now + meaning.afterMs });
  }
  return { updates, hold, sent };
}
