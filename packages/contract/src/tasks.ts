import type { ReceiptReason } from './receipt-rows.ts';
import type { Words } from './words.ts';

/** How a task reads in “任务 … 当前…”, and what may be done in that state. */
export interface TaskStateWords extends Words {
  readonly remedy: Words;
}

export const TASK_STATES = {
  importing: {
    zh: '导入中',
    en: 'being imported',
    remedy: { zh: '请等待名单导入完成', en: 'Wait until its list is imported' },
  },
  unusable: {
    zh: '名单不可用',
    en: 'without a usable list',
    remedy: { zh: '请修正名单文件后新建任务', en: 'Mend the list file and create another task' },
  },
  faulty: {
    zh: '名单有错误',
    en: 'imported with bad rows',
    remedy: {
      zh: '请修正名单文件后新建任务，或用 StartUVMSTask 带 GoodRowsOnly=true 只发送正确的行',
      en: 'Mend the list file and create another task, or start it with GoodRowsOnly=true to send the good rows only',
    },
  },
  ready: {
    zh: '待开始',
    en: 'ready',
    remedy: { zh: '请先用 StartUVMSTask 开始', en: 'Start it with StartUVMSTask first' },
  },
  scheduled: {
    zh: '等待定时开始',
    en: 'waiting for its time',
    remedy: {
      zh: '可用 StartUVMSTask 立即开始或改时间，或用 CancelUVMSTask 取消',
      en: 'Start it now or at another time with StartUVMSTask, or cancel it',
    },
  },
  running: {
    zh: '进行中',
    en: 'running',
    remedy: { zh: '请先用 PauseUVMSTask 暂停或用 CancelUVMSTask 取消', en: 'Pause or cancel it first' },
  },
  held: {
    zh: '已挂起，条件满足后自动继续',
    en: 'held, and goes on by itself when it can',
    remedy: {
      zh: '请按挂起原因处理；也可暂停或取消',
      en: 'Settle what it is held by; or pause or cancel it',
    },
  },
  paused: {
    zh: '已暂停',
    en: 'paused',
    remedy: { zh: '请用 ResumeUVMSTask 继续，或用 CancelUVMSTask 取消', en: 'Resume or cancel it' },
  },
  done: {
    zh: '已完成',
    en: 'done',
    remedy: { zh: '如需再次发送，请用 CopyUVMSTask 复制', en: 'To send again, copy it with CopyUVMSTask' },
  },
  cancelled: {
    zh: '已取消',
    en: 'cancelled',
    remedy: { zh: '如需再次发送，请用 CopyUVMSTask 复制', en: 'To send again, copy it with CopyUVMSTask' },
  },
} as const satisfies Record<string, TaskStateWords>;

/** A state that anybody sees; a deleted task is not there any more. */
export type ShownTaskState = keyof typeof TASK_STATES;

/** Where one row of a task is. */
export const TASK_ROW_STATES = {
  waiting: { zh: '待发送', en: 'waiting' },
  queued: { zh: '呼叫中', en: 'in the queue or being called' },
  answered: { zh: '已接听', en: 'answered' },
  failed: { zh: '未接通', en: 'not answered' },
  refused: { zh: '未通过规则，未呼叫', en: 'refused by a rule, not called' },
  unknown: { zh: '结果未知', en: 'unknown' },
  skipped: { zh: '重复号码，已跳过', en: 'skipped as a duplicate' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const satisfies Record<string, Words>;

export type TaskRowState = keyof typeof TASK_ROW_STATES;

/** What a task can be told to try again after, and which receipts that means. */
export const TASK_RETRY_KINDS = {
  busy: ['busy'],
  'no-answer': ['no-answer'],
  unreachable: ['switched-off', 'out-of-area'],
  network: ['network-busy', 'carrier-fault', 'bad-media'],
  rejected: ['rejected'],
} as const satisfies Record<string, readonly ReceiptReason[]>;

export type TaskRetryKind = keyof typeof TASK_RETRY_KINDS;

/** What can be wrong with a cell of a list. */
export const TASK_FAULTS = {
  'number-missing': { zh: '没有号码', en: 'There is no number' },
  form: { zh: '不是电话号码', en: 'This is no telephone number' },
  country: { zh: '没有这个国家码', en: 'There is no such country code' },
  'trunk-zero': { zh: '国家码之后多了 0', en: 'After the country code is a 0 too many' },
  short: { zh: '号码位数不足', en: 'The number has too few digits' },
  long: { zh: '号码位数过多', en: 'The number has too many digits' },
  unassigned: { zh: '号段或区号未分配', en: 'Its segment or area code is assigned to nobody' },
  'value-missing': { zh: '缺少变量的值', en: 'The value of a variable is missing' },
  'value-extra': { zh: '多于模板的变量个数', en: 'There are more values than the template has variables' },
  code: { zh: '验证码只能是 1–6 位字母或数字', en: 'A code is 1 to 6 letters or digits' },
  link: { zh: '含有链接或 IP 地址', en: 'It holds a link or an IP address' },
  symbol: { zh: '含有不能播报的符号', en: 'It holds symbols that cannot be spoken' },
  length: { zh: '播报内容超过 1000 个字符', en: 'The spoken text is longer than 1000 characters' },
  date: {
    zh: '是日期格式的单元格；请改为文本，写成要播报的样子',
    en: 'The cell is a date; make it text, written as it is to be spoken',
  },
  error: { zh: '是公式错误，如 #N/A', en: 'It is the error of a formula, such as #N/A' },
} as const satisfies Record<string, Words>;

export type TaskFault = keyof typeof TASK_FAULTS;

/** Why a whole list cannot be used. */
export const TASK_LIST_PROBLEMS = {
  empty: { zh: '名单中没有数据行', en: 'The list has no rows' },
  'no-good-row': { zh: '名单中没有一行是正确的', en: 'Not one row of the list is good' },
  'too-many-rows': { zh: '名单超过 100,000 行', en: 'The list has more than 100,000 rows' },
  encoding: { zh: '既不是 UTF-8 也不是 GB18030 编码', en: 'The text is neither UTF-8 nor GB18030' },
  'broken-record': {
    zh: '有一行过长，或引号没有闭合',
    en: 'A record is too long, or its quote never closes',
  },
  'not-a-workbook': { zh: '不是完整的 XLSX 工作簿', en: 'It is no complete XLSX workbook' },
  'too-large': { zh: '工作簿解压后过大', en: 'The workbook is too large once it is unpacked' },
  'template-gone': { zh: '模板已不存在', en: 'The template is there no more' },
} as const satisfies Record<string, Words>;

export type TaskListProblem = keyof typeof TASK_LIST_PROBLEMS;
