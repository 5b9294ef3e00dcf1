import type { TaskRetryKind, TaskRowState } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { TaskState } from './state-rules.ts';

/** Which task. */
export interface TaskKey {
  accountId: string;
  taskNo: string;
}

/** What a customer asks for. */
export interface NewTask extends TaskKey {
  name: string;
  projectId: string | undefined;
  appId: string | undefined;
  templateId: string;
  groupType: 1 | 2;
  fromNumber: string | undefined;
  dispatchRule: 0 | 1;
  fileId: string;
  skipDuplicates: boolean;
  retryOn: readonly TaskRetryKind[];
  retryCount: number;
  retrySpacingS: number;
  sameNumber: boolean;
}

export interface StoredTask extends TaskKey {
  name: string;
  projectId: string | null;
  appId: string | null;
  templateId: string;
  groupType: 1 | 2;
  fromNumber: string | null;
  dispatchRule: 0 | 1;
  fileId: string;
  skipDuplicates: boolean;
  retryOn: TaskRetryKind[];
  retryCount: number;
  retrySpacingS: number;
  sameNumber: boolean;
  state: TaskState;
  /** Of a held task the name of the refusal, of an unusable one the problem of its list. */
  why: string;
  startAt: Date | null;
  nextAt: Date | null;
  badRows: number;
  duplicates: number;
  /** Rows that waited at the last check, and whose callees refuse. */
  refusing: number;
  total: number;
  /** Rows by their state. */
  counts: Record<TaskRowState, number>;
  /** Messages, those of retries among them. */
  sent: number;
  /** Messages or minutes. */
  costCount: bigint;
  /** What of it was paid by money. */
  costMoney: bigint;
  checkAskedAt: Date | null;
  /** JSON, see flow/tasks/check-task.ts. */
  checked: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

const columns = (db: Db) => db`
  account_id AS "accountId", task_no AS "taskNo", name, project_id AS "projectId", app_id AS "appId",
  template_id AS "templateId", group_type AS "groupType", from_number AS "fromNumber",
  dispatch_rule AS "dispatchRule", file_id AS "fileId", skip_duplicates AS "skipDuplicates", retry_on AS "retryOn",
  retry_count AS "retryCount", retry_spacing_s AS "retrySpacingS", same_number AS "sameNumber", state, why,
  start_at AS "startAt", next_at AS "nextAt", bad_rows AS "badRows", duplicates, refusing, total,
  json_build_object('waiting', waiting, 'queued', queued, 'answered', answered, 'failed', failed, 'refused', refused,
    'unknown', unknown, 'skipped', skipped, 'cancelled', cancelled) AS counts,
  sent, cost_count AS "costCount", cost_money AS "costMoney", check_asked_at AS "checkAskedAt", checked,
  created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"`;

export async function insertTask(tx: Tx, task: NewTask, at: Date): Promise<void> {
  await tx`
    INSERT INTO tasks (account_id, task_no, name, project_id, app_id, template_id, group_type, from_number, dispatch_rule,
      file_id, skip_duplicates, retry_on, retry_count, retry_spacing_s, same_number, created_at)
    VALUES (${task.accountId}, ${task.taskNo}, ${task.name}, ${task.projectId ?? null}, ${task.appId ?? null},
      ${task.templateId}, ${task.groupType}, ${task.fromNumber ?? null}, ${task.dispatchRule}, ${task.fileId},
      ${task.skipDuplicates}, ${task.retryOn as string[]}, ${task.retryCount}, ${task.retrySpacingS},
      ${task.sameNumber}, ${at})`;
}

/** Tasks of an account that are not deleted. */
export async function countKept(db: Db, accountId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM tasks WHERE account_id = ${accountId} AND state <> 'deleted'`;
  return row?.count ?? 0;
}

export async function findTask(
  db: Db,
  { accountId, taskNo, projects }: TaskKey & { projects: 'all' | readonly string[] },
): Promise<StoredTask | undefined> {
  const [task] = await db<StoredTask[]>`
    SELECT ${columns(db)} FROM tasks
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state <> 'deleted' ${ofProjects(db, projects)}`;
  return task;
}

const ofProjects = (db: Db, projects: 'all' | readonly string[]) =>
  projects === 'all' ? db`` : db`AND project_id = ANY(${projects as string[]})`;

/** One page of an account's tasks, the newest first. */
export async function listTasks(
  db: Db,
  filter: {
    accountId: string;
    projects: 'all' | readonly string[];
    state: TaskState | undefined;
    name: string | undefined;
    templateId: string | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; tasks: StoredTask[] }> {
  const { accountId, projects, state, name, templateId } = filter;
  const found = db`
    FROM tasks WHERE account_id = ${accountId} AND state <> 'deleted' ${ofProjects(db, projects)}
      ${state === undefined ? db`` : db`AND state = ${state}`}
      ${name === undefined ? db`` : db`AND strpos(name, ${name}) > 0`}
      ${templateId === undefined ? db`` : db`AND template_id = ${templateId}`}`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total ${found}`;
  const tasks = await db<StoredTask[]>`
    SELECT ${columns(db)} ${found} ORDER BY created_at DESC, task_no LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, tasks };
}

/** A task that nobody else changes until the commit; also one that is deleted. */
export async function lockTask(tx: Tx, { accountId, taskNo }: TaskKey): Promise<StoredTask | undefined> {
  const [task] = await tx<StoredTask[]>`
    SELECT ${columns(tx)} FROM tasks WHERE account_id = ${accountId} AND task_no = ${taskNo} FOR UPDATE`;
  return task;
}

/** The same for many, in one order for all who do so. */
export async function lockTasks(tx: Tx, keys: readonly TaskKey[]): Promise<StoredTask[]> {
  if (keys.length === 0) return [];
  return await tx<StoredTask[]>`
    SELECT ${columns(tx)} FROM tasks WHERE (account_id, task_no) IN (SELECT * FROM unnest(
      ${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.taskNo)}::text[]))
    ORDER BY account_id, task_no FOR UPDATE`;
}

/** Writes a state, and when the task is to be looked at because of it. */
export async function moveTask(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  to: { state: TaskState; why?: string; startAt?: Date | undefined; nextAt: Date | undefined; at: Date },
): Promise<void> {
  const { state, why = '', startAt, nextAt, at } = to;
  await tx`
    UPDATE tasks SET state = ${state}, why = ${why}, start_at = ${startAt ?? null}, next_at = ${nextAt ?? null},
      started_at = CASE WHEN ${state} = 'running' THEN coalesce(started_at, ${at}::timestamptz) ELSE started_at END,
      ended_at = CASE WHEN ${state} IN ('done', 'cancelled') THEN ${at}::timestamptz ELSE ended_at END
    WHERE account_id = ${accountId} AND task_no = ${taskNo}`;
}

export async function setNextLook(
  db: Db,
  { accountId, taskNo }: TaskKey,
  nextAt: Date | undefined,
): Promise<void> {
  await db`
    UPDATE tasks SET next_at = ${nextAt ?? null} WHERE account_id = ${accountId} AND task_no = ${taskNo}`;
}

/** Tasks that are to be looked at now, those that have waited longest first. */
export async function dueTasks(db: Db, now: Date, limit: number): Promise<TaskKey[]> {
  return await db<TaskKey[]>`
    SELECT account_id AS "accountId", task_no AS "taskNo" FROM tasks WHERE next_at <= ${now}
    ORDER BY next_at LIMIT ${limit}`;
}

/** How many rows came (more) or went (less), by state, and what the messages that are over have cost. */
export interface CountMoves extends Partial<Record<TaskRowState, number>> {
  sent?: number;
  costCount?: number;
  costMoney?: bigint;
}

/** Keeps the counters, in the transaction of the rows. The total is the sum, so rows that are new count by themselves. */
export async function moveCounts(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  by: CountMoves,
  nextAt?: Date,
): Promise<void> {
  const of = (state: TaskRowState) => by[state] ?? 0;
  const more = (Object.keys(by) as (keyof CountMoves)[])
    .filter((name): name is TaskRowState => !['sent', 'costCount', 'costMoney'].includes(name))
    .reduce((sum, state) => sum + of(state), 0);
  await tx`
    UPDATE tasks SET waiting = waiting + ${of('waiting')}, queued = queued + ${of('queued')},
      answered = answered + ${of('answered')}, failed = failed + ${of('failed')}, refused = refused + ${of('refused')},
      unknown = unknown + ${of('unknown')}, skipped = skipped + ${of('skipped')},
      cancelled = cancelled + ${of('cancelled')}, total = total + ${more}, sent = sent + ${by.sent ?? 0},
      cost_count = cost_count + ${BigInt(by.costCount ?? 0)}, cost_money = cost_money + ${by.costMoney ?? 0n}
      ${nextAt === undefined ? tx`` : tx`, next_at = least(next_at, ${nextAt})`}
    WHERE account_id = ${accountId} AND task_no = ${taskNo}`;
}

/** Makes an import the one whose rows count. False where the task waits for none. */
export async function takeImport(db: Db, { accountId, taskNo }: TaskKey, run: string): Promise<boolean> {
  const rows = await db`
    UPDATE tasks SET import_run = ${run}
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'importing' RETURNING 1`;
  return rows.length === 1;
}

/** What an import came to. False where another one has taken its place, or the task was cancelled: nothing is written. */
export async function endImport(
  tx: Tx,
  { accountId, taskNo }: TaskKey,
  run: string,
  found: {
    state: TaskState;
    why: string;
    badRows: number;
    duplicates: number;
    waiting: number;
    skipped: number;
  },
): Promise<boolean> {
  const rows = await tx`
    UPDATE tasks SET state = ${found.state}, why = ${found.why}, bad_rows = ${found.badRows},
      duplicates = ${found.duplicates}, waiting = ${found.waiting},
      skipped = ${found.skipped}, total = ${found.waiting + found.skipped}, import_run = NULL
    WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'importing' AND import_run = ${run}
    RETURNING 1`;
  return rows.length === 1;
}

export async function noteCheckAsked(db: Db, { accountId, taskNo }: TaskKey, at: Date): Promise<void> {
  await db`UPDATE tasks SET check_asked_at = ${at} WHERE account_id = ${accountId} AND task_no = ${taskNo}`;
}

export async function noteCheck(
  db: Db,
  { accountId, taskNo }: TaskKey,
  { checked, refusing }: { checked: string; refusing: number },
): Promise<void> {
  await db`
    UPDATE tasks SET checked = ${checked}, refusing = ${refusing}
    WHERE account_id = ${accountId} AND task_no = ${taskNo}`;
}

/** Tasks that were over before a time are deleted, so that called numbers are not kept for longer than records reach. */
export async function markOldTasks(db: Db, before: Date, now: Date, limit: number): Promise<number> {
  const rows = await db`
    UPDATE tasks SET state = 'deleted', next_at = ${now}
    WHERE (account_id, task_no) IN (
      SELECT account_id, task_no FROM tasks
      WHERE state IN ('done', 'cancelled', 'unusable', 'faulty', 'ready') AND coalesce(ended_at, created_at) < ${before}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING 1`;
  return rows.length;
}

/** The last of a deleted task. */
export async function forgetTask(tx: Tx, { accountId, taskNo }: TaskKey): Promise<void> {
  await tx`
    DELETE FROM tasks WHERE account_id = ${accountId} AND task_no = ${taskNo} AND state = 'deleted'`;
}
