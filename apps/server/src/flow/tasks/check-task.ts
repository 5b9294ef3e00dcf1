import { countOf } from '../../modules/ledger/index.ts';
import {
  findTask,
  meaningOfRefusal,
  noteCheck,
  noteCheckAsked,
  type StoredTask,
  type TaskKey,
} from '../../modules/tasks/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Judgement, Refusal } from '../messages/admission.ts';
import type { MessageSubmitter } from '../messages/submit-message.ts';
import { submissionOf } from './feed-task.ts';
import { listRows } from './list-rows.ts';
import { noteRefusing } from './note-refusing.ts';

export type CheckJob = TaskKey;

/** What a check found: kept with the task, as JSON. */
export interface TaskCheck {
  /** ms */
  at: number;
  rows: number;
  wouldSend: number;
  /** Refused now, and let through later: called too often, say. */
  later: number;
  refusals: (Refusal & { count: number; line: number })[];
  /** What would be reserved at most, by what pays: messages or minutes, and 10⁻⁴ yuan or units. */
  costs: { commodity: string; count: number; amount: string }[];
}

/** Rows judged in one go. */
const AT_ONCE = 250;
const WAITING = { state: 'waiting', reason: undefined, calledNumber: undefined } as const;
/** Kinds of refusals that are told apart. */
const MOST_KINDS = 50;
/** A check that was asked for and is not done by then has died, and may be asked for again. */
const CHECK_LIVES_MS = 600_000;

/** Has a task checked in the background, unless that is under way. */
export async function askForCheck(
  tx: Tx,
  { clock, jobs }: { clock: Clock; jobs: Jobs },
  task: StoredTask,
): Promise<void> {
  if (checkState(task, clock.now()) === 'running') return;
  await noteCheckAsked(tx, task, new Date(clock.now()));
  const { accountId, taskNo } = task;
  await jobs.enqueue(tx, 'check-task', [{ data: { accountId, taskNo }, group: accountId }]);
}

export const checkOf = ({ checked }: Pick<StoredTask, 'checked'>): TaskCheck | undefined =>
  checked === null ? undefined : (JSON.parse(checked) as TaskCheck);

export function checkState(
  task: Pick<StoredTask, 'checked' | 'checkAskedAt'>,
  now: number,
): 'none' | 'running' | 'done' {
  const asked = task.checkAskedAt?.getTime();
  const done = checkOf(task)?.at;
  if (asked !== undefined && (done === undefined || done < asked) && now < asked + CHECK_LIVES_MS)
    return 'running';
  return done === undefined ? 'none' : 'done';
}

/**
 * Works `check-task`: asks every rule about every row that waits, as if they were sent one after another now, from the
 * same funds. Nothing is charged or dialled, and of a row nothing changes but that it says when its callee refuses. Hours
 * do not count: a task waits for them.
 */
export function createTaskChecker(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  submitter: MessageSubmitter;
}): (job: CheckJob) => Promise<void> {
  const { sql, vault, clock, submitter } = deps;
  return async function checkTask(key) {
    const task = await findTask(sql, { ...key, projects: 'all' });
    if (!task) return;
    const tally = createTally();
    const spent = new Map<string, bigint>();
    let refusing = 0;
    for (let after = 0; ; ) {
      const rows = await listRows({ sql, vault }, task, { ...WAITING, after, limit: AT_ONCE });
      const submissions = rows.map((row) => ({ ...submissionOf(task, row.cells), holdForWindow: true }));
      const judgements = await submitter.dryRunAll(submissions, spent);
      for (const [index, judgement] of judgements.entries()) tally.add(judgement, rows[index]?.line ?? 0);
      refusing += await noteRefusing(
        { sql, vault },
        task,
        rows.map((row, index) => ({ row, refuses: refuses(judgements[index]) })),
      );
      after = rows.at(-1)?.line ?? after;
      if (rows.length < AT_ONCE) break;
    }
    await noteCheck(sql, key, { checked: JSON.stringify(tally.sum(clock.now())), refusing });
  };
}

const refuses = (judgement: Judgement | undefined): boolean =>
  judgement?.refusals.some(({ refusal }) => refusal.name === 'CALLEE_REFUSES') ?? false;

function createTally() {
  const refusals = new Map<string, TaskCheck['refusals'][number]>();
  const costs = new Map<string, { count: number; amount: bigint }>();
  let [rows, wouldSend, later] = [0, 0, 0];
  return {
    add({ admitted, refusals: [first] }: Judgement, line: number): void {
      rows++;
      if (admitted) {
        wouldSend++;
        const { commodity, stepSeconds, reserved } = admitted.funding;
        const cost = costs.get(commodity) ?? { count: 0, amount: 0n };
        cost.count += countOf(stepSeconds, admitted.units);
        cost.amount += reserved;
        costs.set(commodity, cost);
        return;
      }
      if (!first) return;
      const { name, details } = first.refusal;
      if (meaningOfRefusal(name, details).kind === 'later') {
        later++;
        return;
      }
      const known = refusals.get(name);
      if (known) known.count++;
      else if (refusals.size < MOST_KINDS) refusals.set(name, { name, details, count: 1, line });
    },
    sum: (at: number): TaskCheck => ({
      ...{ at, rows, wouldSend, later },
      refusals: [...refusals.values()].sort((one, other) => other.count - one.count),
      costs: [...costs].map(([commodity, { count, amount }]) => ({
        ...{ commodity, count, amount: amount.toString() },
      })),
    }),
  };
}
