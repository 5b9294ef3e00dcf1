import {
  addParts,
  clearList,
  createNumberSet,
  endImport,
  type FoldedRow,
  findTask,
  insertFaults,
  isHeading,
  MOST_FAULTS,
  nextTaskState,
  PART_ROWS,
  type StoredTask,
  type TaskKey,
  takeImport,
} from '../../modules/tasks/index.ts';
import { findTemplates, type Template } from '../../modules/templates/index.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { SheetRow } from '../../platform/xlsx-reader.ts';
import { readFile } from '../files/read-file.ts';
import type { FileDeps } from '../files/store-file.ts';
import { askForCheck } from './check-task.ts';
import { type CellFault, judgeRow, variablesOf } from './judge-row.ts';
import { sealPart } from './list-rows.ts';
import { ListUnusable, readList } from './read-list.ts';

export type ImportJob = TaskKey;

export interface ImportDeps extends Omit<FileDeps, 'random'> {
  jobs: Jobs;
  limits: Limits;
}

/** Parts written in one transaction: enough to be quick; what is held of a list is this many parts, sealed. */
const PARTS_AT_ONCE = 40;
const FAULTS_AT_ONCE = 2000;

/** What has been seen of a list. */
interface Seen {
  rows: number;
  waiting: number;
  skipped: number;
  badRows: number;
  faults: number;
  duplicates: number;
  /** The numbers, to find duplicates by: bounded by the rows of a list. */
  callees: ReturnType<typeof createNumberSet>;
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
    await clearList(deps.sql, key);
    const seen: Seen = {
      ...{ rows: 0, waiting: 0, skipped: 0, badRows: 0, faults: 0, duplicates: 0 },
      callees: createNumberSet(deps.limits.taskRows),
    };
    try {
      await readRows(deps, task, run, seen);
    } catch (error) {
      if (error instanceof Superseded) return;
      if (!(error instanceof ListUnusable)) throw error;
      await clearList(deps.sql, key);
      await finish(deps, task, run, { ...seen, waiting: 0, skipped: 0 }, error.problem);
      return;
    }
    const nothing = seen.rows === 0 ? 'empty' : seen.waiting === 0 ? 'no-good-row' : undefined;
    await finish(deps, task, run, seen, nothing);
  };
}

/** Reads all of a list. Parts are written while the next ones are judged: the database and this process work at once. */
async function readRows(deps: ImportDeps, task: StoredTask, run: string, seen: Seen): Promise<void> {
  const [template] = await findTemplates(deps.sql, [task]);
  if (!template) throw new ListUnusable('template-gone');
  const open = () => readFile(deps, task);
  const { type } = await open();
  const writer = createPartWriter(deps, task, run);
  let held: SheetRow[] = [];
  let first = true;
  for await (const part of readList(type === 'xlsx' ? 'xlsx' : 'csv', async () => (await open()).content)) {
    for (const row of part) {
      const heading = first && isHeading(row.cells);
      first = false;
      if (heading) continue;
      if (++seen.rows > deps.limits.taskRows) throw new ListUnusable('too-many-rows');
      held.push(row);
      if (held.length < PART_ROWS) continue;
      const writing = writer.add(judgeRows(task, template, held, seen));
      if (writing) await writing;
      held = [];
    }
  }
  await writer.add(judgeRows(task, template, held, seen));
  await writer.end();
}

/** Rows that can be sent, and what is wrong with the others. */
interface JudgedRows {
  good: FoldedRow[];
  faults: (CellFault & { line: number })[];
}

function judgeRows(task: StoredTask, template: Template, rows: readonly SheetRow[], seen: Seen): JudgedRows {
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
    const { cells } = found;
    const duplicate = !seen.callees.add(cells[0] ?? '');
    const state = duplicate && task.skipDuplicates ? 'skipped' : 'waiting';
    if (duplicate) seen.duplicates++;
    seen[state]++;
    judged.good.push({ line, state, reason: duplicate ? 'duplicate' : '', cells });
  }
  return judged;
}

/** Seals judged rows as parts and writes many at once, one transaction behind the judging. */
function createPartWriter({ sql, clock, vault }: ImportDeps, task: StoredTask, run: string) {
  const dueAt = new Date(clock.now());
  let parts: Parameters<typeof addParts>[3][number][] = [];
  let faults: JudgedRows['faults'] = [];
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    const [held, wrong, before] = [parts, faults, writing];
    [parts, faults] = [[], []];
    await before;
    writing = inTransaction(sql, async (tx) => {
      if (!(await addParts(tx, task, run, held))) throw new Superseded();
      await insertFaults(tx, task, wrong);
    });
    writing.catch(() => {}); // heard where it is awaited
  }

  return {
    add({ good, faults: more }: JudgedRows): Promise<void> | undefined {
      faults.push(...more);
      if (good.length > 0) {
        parts.push({
          ...{ firstLine: good[0]?.line ?? 0, lastLine: good.at(-1)?.line ?? 0, dueAt },
          sealed: sealPart(vault, task, good),
          marks: vault.marks(good.map(({ cells }) => cells[0] ?? '')),
        });
      }
      return parts.length < PARTS_AT_ONCE && faults.length < FAULTS_AT_ONCE ? undefined : write();
    },
    async end(): Promise<void> {
      await write();
      await writing;
    },
  };
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
