import {
  addRows,
  lockTask,
  moveCounts,
  type NewRow,
  type TaskKey,
  takeFirstPart,
} from '../../modules/tasks/index.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { openPart, sealRow } from './list-rows.ts';

/**
 * Makes rows of the first part of a list: each sealed by itself and found by its callee's key, so that it can change by
 * itself from now on. One transaction, which locks the task and not its account: nobody's sends wait for it. Of a
 * cancelled task the rows that waited are over at once.
 * @returns how many rows came of it; 0 where all are there already
 */
export async function unfoldPart({ sql, vault }: { sql: Sql; vault: Vault }, key: TaskKey): Promise<number> {
  return inTransaction(sql, async (tx) => {
    const task = await lockTask(tx, key);
    const part = task && task.state !== 'deleted' ? await takeFirstPart(tx, key) : undefined;
    if (!task || !part) return 0;
    let over = 0;
    const rows = openPart(vault, key, part).map((row): NewRow => {
      const cancelled = task.state === 'cancelled' && row.state === 'waiting';
      if (cancelled) over++;
      return {
        line: row.line,
        reason: row.reason,
        state: cancelled ? 'cancelled' : row.state,
        sealed: sealRow(vault, key, row),
        calleeKey: vault.key(row.cells[0] ?? ''),
      };
    });
    await addRows(tx, key, rows, part.dueAt);
    if (over > 0) await moveCounts(tx, key, { waiting: -over, cancelled: over });
    return rows.length;
  });
}
