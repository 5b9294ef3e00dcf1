import type { TaskRowState } from '@herald/contract';
import {
  type FoldedRow,
  foldRows,
  partContext,
  partsAfter,
  rowContext,
  rowsAfter,
  type StoredPart,
  type StoredRow,
  type TaskKey,
  unfoldRows,
} from '../../modules/tasks/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** A row in plain. */
export interface ListRow extends Omit<StoredRow, 'sealed'> {
  /** The number in E.164, and the values of the template's variables. */
  cells: readonly string[];
}

/** Which rows. */
export interface RowFilter {
  state: TaskRowState | undefined;
  reason: string | undefined;
  /** E.164 */
  calledNumber: string | undefined;
}

/** Parts that are opened in one go: 2,500 rows. */
const PARTS_AT_ONCE = 5;

/** A row in plain: the number, and the values of the template's variables. */
export function openRow(vault: Vault, task: TaskKey, row: { line: number; sealed: Uint8Array }): string[] {
  return JSON.parse(vault.open(row.sealed, rowContext(task, row.line))) as string[];
}

export const sealRow = (vault: Vault, task: TaskKey, { line, cells }: Pick<FoldedRow, 'line' | 'cells'>) =>
  vault.seal(JSON.stringify(cells), rowContext(task, line));

export const openPart = (vault: Vault, task: TaskKey, part: Pick<StoredPart, 'firstLine' | 'sealed'>) =>
  unfoldRows(vault.open(part.sealed, partContext(task, part.firstLine)));

export const sealPart = (vault: Vault, task: TaskKey, rows: readonly FoldedRow[]) =>
  vault.seal(foldRows(rows), partContext(task, rows[0]?.line ?? 0));

/**
 * Rows in the order of the list, behind a line, whether anything has happened to them yet or not. What is folded is
 * read first: a part that is unfolded meanwhile is then found twice and told once, and never missed.
 */
export async function listRows(
  { sql, vault }: { sql: Db; vault: Vault },
  task: TaskKey,
  { after, limit, ...filter }: RowFilter & { after: number; limit: number },
): Promise<ListRow[]> {
  const folded = await foldedRows({ sql, vault }, task, { after, limit, ...filter });
  const { state, reason, calledNumber } = filter;
  const calleeKey = calledNumber === undefined ? undefined : vault.key(calledNumber);
  const stored = await rowsAfter(sql, task, { after, limit, state, reason, calleeKey });
  const told = new Set(stored.map(({ line }) => line));
  return [
    ...stored.map(({ sealed, ...row }) => ({
      ...row,
      cells: openRow(vault, task, { line: row.line, sealed }),
    })),
    ...folded.filter(({ line }) => !told.has(line)),
  ]
    .sort((one, other) => one.line - other.line)
    .slice(0, limit);
}

async function foldedRows(
  { sql, vault }: { sql: Db; vault: Vault },
  task: TaskKey,
  { after, limit, state, reason, calledNumber }: RowFilter & { after: number; limit: number },
): Promise<ListRow[]> {
  const found: ListRow[] = [];
  if (state !== undefined && state !== 'waiting' && state !== 'skipped') return found;
  const mark = calledNumber === undefined ? undefined : vault.marks([calledNumber]);
  for (let line = after; found.length < limit; ) {
    const parts = await partsAfter(sql, task, { after: line, mark, limit: PARTS_AT_ONCE });
    for (const part of parts) {
      for (const row of openPart(vault, task, part)) {
        if (row.line <= after || (state !== undefined && row.state !== state)) continue;
        if (reason !== undefined && row.reason !== reason) continue;
        if (calledNumber !== undefined && row.cells[0] !== calledNumber) continue;
        found.push({ ...row, attempts: 0, dueAt: part.dueAt, sessionNo: null });
      }
    }
    if (parts.length < PARTS_AT_ONCE) break;
    line = parts.at(-1)?.lastLine ?? line;
  }
  return found;
}
