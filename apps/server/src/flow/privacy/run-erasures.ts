import { eraseTestCallees, forgetCallee } from '../../modules/callees/index.ts';
import { eraseTest, testContext, testsOfMask } from '../../modules/carriers/index.ts';
import { eraseComplaints } from '../../modules/complaints/index.ts';
import { eraseMasks } from '../../modules/compliance/index.ts';
import { giveUpFilesOf, giveUpUsed } from '../../modules/files/index.ts';
import { anyInQueue } from '../../modules/messages/index.ts';
import {
  countErased,
  type Erasure,
  endErasure,
  erasureContext,
  noteErasureLook,
  openErasures,
} from '../../modules/privacy/index.ts';
import {
  anyImporting,
  dropTasksOf,
  ERASED,
  erasePart,
  eraseRows,
  lockTask,
  moveCounts,
  partsAfter,
  restingRows,
  type TaskKey,
  tasksWithNumber,
} from '../../modules/tasks/index.ts';
import { alone } from '../../platform/advisory-lock.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { recordOwnAct } from '../audit/record-act.ts';
import { openPart, sealPart, sealRow } from '../tasks/list-rows.ts';
import { fileUse } from '../tasks/run-tasks.ts';
import { deleteFiles, type EraseDeps, eraseEndedInbound, eraseEndedMessages } from './erase-calls.ts';

const AT_ONCE = 20;
/** What waits for a call or an import is looked at again after this. */
const LOOK_AGAIN_MS = 60_000;
const TASKS_AT_ONCE = 200;
const PARTS_AT_ONCE = 50;
const TESTS_AT_ONCE = 1000;

/** An erasure of one number, which is open while it is not done. */
interface OfNumber extends Erasure {
  calleeKey: Buffer;
  number: string;
}

/**
 * Carries on every erasure that is not done, one process at a time. Each step is a transaction that a second run finds
 * done; what waits for its call, or for its list to be read, is erased when that is over, and the request stays open until
 * then.
 * @returns how many were finished
 */
export async function runErasures(deps: EraseDeps): Promise<number> {
  const { sql, clock } = deps;
  const due = () => openErasures(sql, new Date(clock.now() - LOOK_AGAIN_MS), AT_ONCE);
  if ((await due()).length === 0) return 0;
  return alone(sql, 'erasures', async () => {
    let done = 0;
    for (const erasure of await due()) {
      // One that fails does not keep the others; it comes again.
      await noteErasureLook(sql, erasure.erasureId, new Date(clock.now()));
      const over = await carryOn(deps, erasure).catch((error: unknown) => {
        deps.log.error('an erasure is not done yet', { erasureId: erasure.erasureId, error });
        return false;
      });
      if (over) done++;
    }
    return done;
  });
}

async function carryOn(deps: EraseDeps, erasure: Erasure): Promise<boolean> {
  const { sql, vault, clock } = deps;
  const { erasureId, accountId, calleeKey } = erasure;
  // Asked before the rows are looked for: what is there then is looked at, and what comes later was not held.
  const waits = await anyInQueue(sql, { accountId, calleeKey });
  const importing = await anyImporting(sql, accountId);
  const count = (tx: Parameters<typeof countErased>[0], counts: Parameters<typeof countErased>[2]) =>
    countErased(tx, erasureId, counts);
  await eraseEndedMessages(deps, { accountId, calleeKey }, count);
  await eraseEndedInbound(deps, { accountId, callerKey: calleeKey }, count);
  let left = false;
  if (calleeKey === null || erasure.numberSealed === null) {
    left = await eraseLists(deps, erasure);
  } else {
    const number = vault.open(erasure.numberSealed, erasureContext(erasureId));
    left = await eraseListRows(deps, { ...erasure, calleeKey, number });
    if (accountId === '') await eraseTests(deps, number);
  }
  const over = await inTransaction(sql, async (tx) => {
    await eraseMasks(tx, { accountId, calleeKey });
    await eraseTestCallees(tx, { accountId, calleeKey });
    const complained = await eraseComplaints(tx, { accountId, calleeKey });
    const nothingLeft = !(waits || importing || left || complained);
    // At the first look and at the last: who has a complaint under way may log in meanwhile and see to it.
    if (accountId === '' && calleeKey !== null && (nothingLeft || erasure.lookedAt === null)) {
      await forgetCallee(tx, calleeKey, new Date(clock.now()));
    }
    return nothingLeft;
  });
  if (!over) return false;
  await inTransaction(sql, async (tx) => {
    await endErasure(tx, erasureId, new Date(clock.now()));
    const detail = { ErasureId: erasureId, AskedBy: erasure.askedBy };
    await recordOwnAct(tx, deps, { act: 'erasure-done', accountId, detail });
  });
  return true;
}

/** Rows of lists to one number, and the lists themselves. @returns whether some are left: their messages wait */
async function eraseListRows(deps: EraseDeps, erasure: OfNumber): Promise<boolean> {
  const { accountId, calleeKey, number } = erasure;
  const mark = deps.vault.marks([number]);
  const tasks = await tasksWithNumber(deps.sql, { accountId, calleeKey, mark }, TASKS_AT_ONCE);
  let left = tasks.length === TASKS_AT_ONCE;
  for (const task of tasks) if (await eraseInTask(deps, erasure, task)) left = true;
  return left;
}

async function eraseInTask(deps: EraseDeps, erasure: OfNumber, key: TaskKey): Promise<boolean> {
  const { sql, vault, clock } = deps;
  const { calleeKey, number } = erasure;
  const result = await inTransaction(sql, async (tx) => {
    const task = await lockTask(tx, key);
    if (!task || task.state === 'importing') return { left: true, files: [] };
    const resting = await restingRows(tx, key, calleeKey);
    const erasedKey = (line: number) => vault.key(`erased:${key.accountId}/${key.taskNo}/${line}`);
    await eraseRows(
      tx,
      key,
      resting.map(({ line }) => ({
        line,
        sealed: sealRow(vault, key, { line, cells: [''] }),
        calleeKey: erasedKey(line),
      })),
    );
    const cancelled = resting.filter(({ state }) => state === 'waiting').length;
    const skipped = { rows: 0, waiting: 0 };
    for (let after = 0; ; ) {
      const parts = await partsAfter(tx, key, { after, mark: vault.marks([number]), limit: PARTS_AT_ONCE });
      for (const part of parts) {
        const rows = openPart(vault, key, part).map((row) => {
          if (row.cells[0] !== number) return row;
          skipped.rows++;
          if (row.state === 'waiting') skipped.waiting++;
          return { ...row, state: 'skipped' as const, reason: ERASED, cells: row.cells.map(() => '') };
        });
        await erasePart(tx, key, {
          firstLine: part.firstLine,
          sealed: sealPart(vault, key, rows),
          marks: vault.marks(rows.map(({ cells }) => cells[0] ?? '')),
        });
      }
      const last = parts.at(-1);
      if (!last || parts.length < PARTS_AT_ONCE) break;
      after = last.lastLine;
    }
    await moveCounts(tx, key, {
      waiting: -cancelled - skipped.waiting,
      cancelled,
      skipped: skipped.waiting,
    });
    // The list holds the number, too, and is of no more use than to be copied.
    const use = { accountId: key.accountId, use: fileUse(key) };
    const files = await giveUpUsed(tx, [use], new Date(clock.now()));
    await countErased(tx, erasure.erasureId, {
      rows: resting.length + skipped.rows,
      files: files.length,
    });
    return { left: task.counts.queued > 0, files };
  });
  await deleteFiles(deps, result.files);
  return result.left;
}

/** All lists of an account, and all its recordings. @returns whether some are left: their tasks go in parts */
async function eraseLists(deps: EraseDeps, { erasureId, accountId }: Erasure): Promise<boolean> {
  const { sql, clock } = deps;
  const { left, files } = await inTransaction(sql, async (tx) => {
    const at = new Date(clock.now());
    const gone = await giveUpFilesOf(tx, accountId, at);
    await countErased(tx, erasureId, { files: gone.length });
    return { left: await dropTasksOf(tx, accountId, at), files: gone };
  });
  await deleteFiles(deps, files);
  return left;
}

/** Calls by which the staff has tested a trunk. */
async function eraseTests({ sql, vault }: EraseDeps, number: string): Promise<void> {
  for (const test of await testsOfMask(sql, maskNumber(number), TESTS_AT_ONCE)) {
    if (vault.open(test.calleeSealed, testContext(test.testId)) !== number) continue;
    const nobody = vault.seal('', testContext(test.testId));
    await inTransaction(sql, (tx) => eraseTest(tx, test.testId, nobody));
  }
}
