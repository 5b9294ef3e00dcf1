import { findRefusals } from '../../modules/compliance/index.ts';
import {
  addRows,
  clearRows,
  endImport,
  findTask,
  insertFaults,
  isHeading,
  MOST_FAULTS,
  MOST_ROWS,
  type NewRow,
  nextTaskState,
  rowContext,
  type StoredTask,
  type TaskKey,
  takeImport,
} from '../../modules/tasks/index.ts';
import { findTemplates, type Template } from '../../modules/templates/index.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { SheetRow } from '../../platform/xlsx-reader.ts';
import { readFile } from '../files/read-file.ts';
import type { FileDeps } from '../files/store-file.ts';
import { askForCheck } from './check-task.ts';
import { type CellFault, judgeRow, variablesOf } from './judge-row.ts';
import { ListUnusable, readList } from './read-list.ts';

export type ImportJob = TaskKey;

export interface ImportDeps extends Omit<FileDeps, 'random'> {
  jobs: Jobs;
}

/** Rows written in one statement: enough to be quick, and few enough that others have their turn between. */
const AT_ONCE = 1000;

/** What has been seen of a list. */
interface Seen {
  rows: number;
  waiting: number;
  skipped: number;
  badRows: number;
  faults: number;
  duplicates: number;
  refusing: number;
  /** Keys of the numbers, to find duplicates by: bounded by the rows of a list. */
  callees: Set<string>;
}

/** An import whose task is another's by now, or was cancelled. */
class Superseded extends Error {}

/**
 * Works `import-task`: reads the list of a task as a stream and writes what can be sent, and what is wrong with the
 * rest. Only its last transaction makes any of it count; what dies before begins anew, and of two at once the later one
 * counts.
 */
export function createListImporter(deps: ImportDeps): (job: ImportJob) => Promise<void> {
  return async function importList(key) {
    const task = await findTask(deps.sql, { ...key, projects: 'all' });
    if (task?.state !== 'importing') return;
    const run = deps.newId();
    if (!(await takeImport(deps.sql, key, run))) return;
    await clearRows(deps.sql, key);
    const seen: Seen = {
      ...{ rows: 0, waiting: 0, skipped: 0, badRows: 0, faults: 0, duplicates: 0, refusing: 0 },
      callees: new Set(),
    };
    try {
      await readRows(deps, task, run, seen);
    } catch (error) {
      if (error instanceof Superseded) return;
      if (!(error instanceof ListUnusable)) throw error;
      await clearRows(deps.sql, key);
      await finish(deps, task, run, { ...seen, waiting: 0, skipped: 0 }, error.problem);
      return;
    }
    const nothing = seen.rows === 0 ? 'empty' : seen.waiting === 0 ? 'no-good-row' : undefined;
    await finish(deps, task, run, seen, nothing);
  };
}

/** Reads all of a list. One part is written while the next one is judged: the database and this process work at once. */
async function readRows(deps: ImportDeps, task: StoredTask, run: string, seen: Seen): Promise<void> {
  const [template] = await findTemplates(deps.sql, [task]);
  if (!template) throw new ListUnusable('template-gone');
  const open = () => readFile(deps, task);
  const { type } = await open();
  let writing = Promise.resolve();
  const write = async (rows: readonly SheetRow[]) => {
    const judged = judgeRows(deps.vault, task, template, rows, seen);
    await writing;
    writing = writeRows(deps, task, run, judged, seen);
    writing.catch(() => {}); // heard where it is awaited
  };
  let held: SheetRow[] = [];
  let first = true;
  for await (const part of readList(type === 'xlsx' ? 'xlsx' : 'csv', async () => (await open()).content)) {
    for (const row of part) {
      const heading = first && isHeading(row.cells);
      first = false;
      if (heading) continue;
      if (++seen.rows > MOST_ROWS) throw new ListUnusable('too-many-rows');
      held.push(row);
      if (held.length < AT_ONCE) continue;
      await write(held);
      held = [];
    }
  }
  await write(held);
  await writing;
}

/** Rows that can be sent, and what is wrong with the others. */
interface JudgedRows {
  good: NewRow[];
  faults: (CellFault & { line: number })[];
}

function judgeRows(
  vault: Vault,
  task: StoredTask,
  template: Template,
  rows: readonly SheetRow[],
  seen: Seen,
): JudgedRows {
  const variables = variablesOf(template);
  const judged: JudgedRows = { good: [], faults: [] };
  for (const row of rows) {
    const { line } = row;
    const found = judgeRow(row, template, variables);
    if ('faults' in found) {
      seen.badRows++;
      for (const fault of found.faults) {
        if (seen.faults++ < MOST_FAULTS) judged.faults.push({ ...fault, line });
      }
      continue;
    }
    const calleeKey = vault.key(found.calledNumber);
    const name = calleeKey.toString('latin1');
    const duplicate = seen.callees.has(name);
    seen.callees.add(name);
    const skipped = duplicate && task.skipDuplicates;
    if (duplicate) seen.duplicates++;
    if (skipped) seen.skipped++;
    else seen.waiting++;
    judged.good.push({
      line,
      sealed: vault.seal(JSON.stringify([found.calledNumber, ...found.values]), rowContext(task, line)),
      calleeKey,
      state: skipped ? 'skipped' : 'waiting',
      reason: duplicate ? 'duplicate' : '',
    });
  }
  return judged;
}

async function writeRows(
  { sql, clock }: ImportDeps,
  task: StoredTask,
  run: string,
  { good, faults }: JudgedRows,
  seen: Seen,
): Promise<void> {
  const { accountId } = task;
  const callees = good.map(({ calleeKey }) => ({ accountId, calleeKey }));
  const refuses = await findRefusals(sql, callees);
  for (const row of good) {
    if (row.state !== 'waiting' || !refuses(accountId, row.calleeKey)) continue;
    seen.refusing++;
    row.reason = 'CALLEE_REFUSES'; // a hint for who looks; the rule judges when the row is sent
  }
  await inTransaction(sql, async (tx) => {
    if (!(await addRows(tx, task, run, good, new Date(clock.now())))) throw new Superseded();
    await insertFaults(tx, task, faults);
  });
}

/** The last word of an import; a list that can be sent is checked next. */
async function finish(
  deps: ImportDeps,
  task: StoredTask,
  run: string,
  found: Seen,
  problem: string | undefined,
): Promise<void> {
  const event = problem !== undefined ? 'import-failed' : found.badRows > 0 ? 'imported-in-part' : 'imported';
  const state = nextTaskState('importing', event);
  if (!state) return;
  // Of a list that cannot be used no row counts; what is wrong with it stays, to be read.
  const rows = problem === undefined ? found : { ...found, waiting: 0, skipped: 0 };
  await inTransaction(deps.sql, async (tx) => {
    const mine = await endImport(tx, task, run, { ...rows, state, why: problem ?? '' });
    if (mine && problem === undefined) await askForCheck(tx, deps, task);
  });
}
