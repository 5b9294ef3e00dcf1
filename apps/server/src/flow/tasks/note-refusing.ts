import { lockTask, partsAfter, replacePart, setReasons, type TaskKey } from '../../modules/tasks/index.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { type ListRow, openPart, sealPart } from './list-rows.ts';

const REFUSES = 'CALLEE_REFUSES';
/** Parts that a batch of a check can touch: more would be a batch larger than a part. */
const MOST_PARTS = 2;

/**
 * Says of waiting rows whose callees refuse that they do, and takes it back of those whose callees do no more: a hint
 * for who looks, the rule judges when the row is sent.
 * @param judged rows of a check, in the order of the list, no more than a part has
 * @returns of how many the callees refuse
 */
export async function noteRefusing(
  { sql, vault }: { sql: Sql; vault: Vault },
  task: TaskKey,
  judged: readonly { row: ListRow; refuses: boolean }[],
): Promise<number> {
  const changed = new Map(
    judged
      .filter(({ row, refuses }) => (row.reason === REFUSES) !== refuses)
      .map(({ row, refuses }) => [row.line, refuses ? REFUSES : '']),
  );
  const first = judged[0]?.row.line ?? 0;
  if (changed.size > 0) {
    await inTransaction(sql, async (tx) => {
      await lockTask(tx, task); // no part is unfolded meanwhile
      for (const reason of [REFUSES, '']) {
        const lines = [...changed].filter(([, to]) => to === reason).map(([line]) => line);
        if (lines.length > 0) await setReasons(tx, task, lines, reason);
      }
      for (const part of await partsAfter(tx, task, {
        after: first - 1,
        mark: undefined,
        limit: MOST_PARTS,
      })) {
        const rows = openPart(vault, task, part);
        if (!rows.some(({ line }) => changed.has(line))) continue;
        const told = rows.map((row) => ({ ...row, reason: changed.get(row.line) ?? row.reason }));
        await replacePart(tx, task, { firstLine: part.firstLine, sealed: sealPart(vault, task, told) });
      }
    });
  }
  return judged.filter(({ refuses }) => refuses).length;
}
