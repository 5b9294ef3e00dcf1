import { isReceiptReason, type TaskRowState } from '@herald/contract';
import { CNY } from '../../modules/ledger/index.ts';
import type { EndedMessage } from '../../modules/messages/index.ts';
import type { Receipt } from '../../modules/receipts/index.ts';
import {
  lockTasks,
  moveCounts,
  type RowUpdate,
  retryPolicyOf,
  rowAfterEnding,
  type StoredTask,
  type TaskKey,
  updateRows,
} from '../../modules/tasks/index.ts';
import type { Tx } from '../../platform/db.ts';

/** A message of a task that is over, and its receipt. */
export interface TaskEnding {
  message: EndedMessage;
  receipt: Receipt;
}

/**
 * Moves the rows of ended messages on, and their tasks' counters, in the transaction that ends them: a row is where its
 * message is, whatever dies. The accounts are locked; then the tasks, then the rows, as where rows are sent.
 */
export async function noteTaskEndings(tx: Tx, endings: readonly TaskEnding[], at: Date): Promise<void> {
  if (endings.length === 0) return;
  const byTask = new Map<string, TaskEnding[]>();
  for (const ending of endings) {
    const name = nameOf({ accountId: ending.message.accountId, taskNo: ending.message.taskNo ?? '' });
    byTask.set(name, [...(byTask.get(name) ?? []), ending]);
  }
  const keys = [...byTask.values()].map(([first]) => ({
    accountId: first?.message.accountId ?? '',
    taskNo: first?.message.taskNo ?? '',
  }));
  for (const task of await lockTasks(tx, keys)) {
    await noteOf(tx, task, byTask.get(nameOf(task)) ?? [], at);
  }
}

const nameOf = ({ accountId, taskNo }: TaskKey) => `${accountId}\n${taskNo}`;

async function noteOf(tx: Tx, task: StoredTask, endings: readonly TaskEnding[], at: Date): Promise<void> {
  const now = at.getTime();
  const updates = endings.map(({ message, receipt }): RowUpdate => {
    const reason = isReceiptReason(receipt.reason) ? receipt.reason : 'unknown';
    const after = rowAfterEnding(
      { reason, result: receipt.result },
      { attempt: message.taskAttempt ?? 1, now, cancelled: task.state === 'cancelled' },
      retryPolicyOf(task),
    );
    const from = { state: 'queued', sessionNo: message.sessionNo } as const;
    return { ...after, line: message.taskLine ?? 0, from };
  });
  const moved = await updateRows(tx, task, updates);
  const counts: Partial<Record<TaskRowState, number>> = { queued: -moved.size };
  for (const { line, state } of updates) if (moved.has(line)) counts[state] = (counts[state] ?? 0) + 1;
  let costCount = 0;
  let costMoney = 0n;
  for (const { message, receipt } of endings) {
    costCount += receipt.costCount;
    if (message.commodity === CNY) costMoney += receipt.charge;
  }
  // There is room for more rows, or nothing is left to be done: whoever runs tasks looks at once.
  await moveCounts(tx, task, { ...counts, costCount, costMoney }, at);
}
