import type { RetCodeRow } from '../ret-codes.ts';

/** 18950–18979: bulk tasks. */
export const TASK_CODES = {
  TASK_NOT_FOUND: {
    code: 18950,
    source: 'rules',
    retry: false,
    zh: '任务 {taskNo} 不存在。请用 QueryUVMSTask 核对 TaskNo。',
    en: 'There is no task {taskNo}. Check TaskNo with QueryUVMSTask.',
  },
  TASK_STATE: {
    code: 18951,
    source: 'rules',
    retry: false,
    zh: '任务 {taskNo} 当前{stateZh}，不能{eventZh}。{remedyZh}。',
    en: 'Task {taskNo} is {stateEn} and cannot be {eventEn}. {remedyEn}.',
  },
  TASKS_TOO_MANY: {
    code: 18952,
    source: 'rules',
    retry: false,
    zh: '账号的任务已达上限 {limit} 个。请用 DeleteUVMSTask 删除已完成的任务。',
    en: 'The account has {limit} tasks, the most it may have. Delete some that are done with DeleteUVMSTask.',
  },
  TASK_ROWS_BAD: {
    code: 18953,
    source: 'rules',
    retry: false,
    zh: '任务 {taskNo} 的名单有 {count} 行错误。请用 ExportUVMSTask（Kind=faults）下载后修正并新建任务；只发送正确的行请传 GoodRowsOnly=true。',
    en: 'The list of task {taskNo} has bad rows ({count}). Download them with ExportUVMSTask (Kind=faults), mend the list and create another task; or give GoodRowsOnly=true to send the good rows only.',
  },
  TASK_START_INVALID: {
    code: 18954,
    source: 'rules',
    retry: false,
    zh: 'StartTime 必须晚于现在，且在 {days} 天以内（Unix 秒）。不传则立即开始。',
    en: 'StartTime must be in the future and within {days} days (Unix seconds). Leave it out to start now.',
  },
  TASK_WATCHERS_TOO_MANY: {
    code: 18955,
    source: 'rules',
    retry: true,
    zh: '实时进度的连接数已达上限。请关闭不用的连接后重试，或改用 GetUVMSTask 轮询。',
    en: 'Too many connections watch tasks. Close those that are not needed and try again, or ask GetUVMSTask from time to time.',
  },
  LIST_PREVIEW_BUSY: {
    code: 18227,
    source: 'rules',
    retry: true,
    zh: '正在预览的名单过多。请稍后重试，或直接新建任务：导入后各行同样会列出。',
    en: 'Too many lists are being previewed. Try again in a moment, or create the task: its rows are listed once they are imported.',
  },
} as const satisfies Record<string, RetCodeRow>;
