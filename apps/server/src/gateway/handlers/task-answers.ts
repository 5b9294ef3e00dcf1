import {
  explain,
  type Language,
  RET_CODES,
  type ResponseOf,
  type RetCodeName,
  type ShownTaskState,
  TASK_LIST_PROBLEMS,
  type TaskListProblem,
} from '@herald/contract';
import { checkOf, checkState } from '../../flow/tasks/check-task.ts';
import { CNY } from '../../modules/ledger/index.ts';
import type { StoredTask } from '../../modules/tasks/index.ts';
import { formatYuan } from '../../platform/money.ts';

const ms = (time: Date | null) => time?.getTime() ?? 0;

/** Where the rows of a task are. */
export function progressBody(task: StoredTask, language: Language) {
  const { counts } = task;
  return {
    TaskNo: task.taskNo,
    State: task.state as ShownTaskState,
    Reason: whyOf(task, language),
    Total: task.total,
    Waiting: counts.waiting,
    Queued: counts.queued,
    Answered: counts.answered,
    Failed: counts.failed,
    Refused: counts.refused,
    Unknown: counts.unknown,
    Skipped: counts.skipped,
    Cancelled: counts.cancelled,
    Sent: task.sent,
    CostCount: Number(task.costCount),
    CostMoney: formatYuan(task.costMoney),
    NextTime: ms(task.nextAt),
  } satisfies Partial<ResponseOf<'GetUVMSTask'>['Task']>;
}

function whyOf({ state, why }: StoredTask, language: Language): string {
  if (state === 'unusable') return TASK_LIST_PROBLEMS[why as TaskListProblem]?.[language] ?? why;
  if (state !== 'held' || !Object.hasOwn(RET_CODES, why)) return why;
  return explain(RET_CODES[why as RetCodeName].code, language);
}

export function taskBody(task: StoredTask, language: Language): ResponseOf<'GetUVMSTask'>['Task'] {
  return {
    ...progressBody(task, language),
    Name: task.name,
    TemplateId: task.templateId,
    ...(task.projectId === null ? {} : { ProjectId: task.projectId }),
    GroupType: task.groupType,
    ...(task.fromNumber === null ? {} : { FromNumber: task.fromNumber }),
    DispatchRule: task.dispatchRule,
    FileId: task.fileId,
    SkipDuplicates: task.skipDuplicates,
    RetryOn: task.retryOn,
    RetryCount: task.retryCount,
    RetryInterval: task.retrySpacingS,
    SameShowNumber: task.sameNumber,
    BadRows: task.badRows,
    Duplicates: task.duplicates,
    Refusing: task.refusing,
    StartTime: ms(task.startAt),
    CreateTime: ms(task.createdAt),
    BeginTime: ms(task.startedAt),
    EndTime: ms(task.endedAt),
  };
}

export function checkBody(
  task: StoredTask,
  now: number,
  language: Language,
): ResponseOf<'GetUVMSTask'>['Check'] {
  const check = checkOf(task);
  return {
    State: checkState(task, now),
    Time: check?.at ?? 0,
    Rows: check?.rows ?? 0,
    WouldSend: check?.wouldSend ?? 0,
    Later: check?.later ?? 0,
    Refusals: (check?.refusals ?? []).map(({ name, details, count, line }) => ({
      RetCode: RET_CODES[name].code,
      Message: explain(RET_CODES[name].code, language, details),
      Count: count,
      Line: line,
    })),
    Cost: (check?.costs ?? []).map(({ commodity, count, amount }) => ({
      Commodity: commodity,
      Count: count,
      Amount: commodity === CNY ? formatYuan(BigInt(amount)) : amount,
    })),
  };
}
