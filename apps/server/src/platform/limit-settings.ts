import { ConfigError } from './config-error.ts';

type Unit = keyof typeof UNITS;

/** One limit or period that the operator may set; whole numbers, or texts that are checked where they are used. */
interface LimitRow {
  /** The variable of the environment that sets it. */
  readonly setting: string;
  readonly value: number | readonly number[] | string;
  /** Of the number, or of each in the list. */
  readonly least: number;
  readonly most: number;
  readonly unit: Unit;
  readonly group: keyof typeof LIMIT_GROUPS;
  /** The clause of the agreement that it serves; absent: a rule of the service alone. */
  readonly clause?: string;
  /** Whether it is told to customers: it bounds what they do. */
  readonly told?: true;
  readonly zh: string;
  readonly en: string;
}

export const UNITS = {
  months: { zh: '个月', en: 'months', one: 'month' },
  days: { zh: '天', en: 'days', one: 'day' },
  'working-days': { zh: '个工作日', en: 'working days', one: 'working day' },
  hours: { zh: '小时', en: 'hours', one: 'hour' },
  'working-hours': { zh: '个工作小时', en: 'working hours', one: 'working hour' },
  hour: { zh: '时（北京时间）', en: 'o’clock in Beijing' },
  minutes: { zh: '分钟', en: 'minutes', one: 'minute' },
  seconds: { zh: '秒', en: 'seconds', one: 'second' },
  milliseconds: { zh: '毫秒', en: 'ms' },
  times: { zh: '次', en: 'times', one: 'time' },
  rows: { zh: '行', en: 'rows', one: 'row' },
  messages: { zh: '条', en: 'messages', one: 'message' },
  tasks: { zh: '个任务', en: 'tasks', one: 'task' },
  requests: { zh: '次/秒', en: 'a second' },
  frequency: { zh: '条/秒数', en: 'messages / seconds' },
} as const;

/** What a value is counted in; English says one of it otherwise. */
export function unitOf(unit: Unit, value: string, language: 'zh' | 'en'): string {
  const words: { zh: string; en: string; one?: string } = UNITS[unit];
  return language === 'en' && value === '1' ? (words.one ?? words.en) : words[language];
}

export const LIMIT_GROUPS = {
  numbers: { zh: '号码', en: 'Numbers' },
  reviews: { zh: '审核', en: 'Reviews' },
  money: { zh: '订单与套餐', en: 'Orders and packages' },
  tasks: { zh: '任务', en: 'Tasks' },
  messages: { zh: '消息与呼叫', en: 'Messages and calls' },
  receipts: { zh: '回执与通知', en: 'Receipts and notices' },
} as const;

/** Every limit and period of the service that is a default and no duty: the one place where their values are written. */
export const LIMITS = {
  numberCarrierDays: {
    ...{ setting: 'NUMBER_CARRIER_DAYS', value: 5, least: 1, most: 60, unit: 'working-days' },
    ...{ group: 'numbers', clause: '4.3.3', told: true },
    zh: '号码申请初审通过后，运营商应在此时间内答复；超过则提醒工作人员',
    en: 'A carrier answers an application within so long; then the staff is told',
  },
  numberPayDays: {
    ...{ setting: 'NUMBER_PAY_DAYS', value: 7, least: 1, most: 90, unit: 'days' },
    ...{ group: 'numbers', told: true },
    zh: '运营商答复后，客户须在此时间内选号并付款，否则申请取消',
    en: 'A customer chooses and pays within so long after the answer; then the application is cancelled',
  },
  numberProvisionDays: {
    ...{ setting: 'NUMBER_PROVISION_DAYS', value: 10, least: 1, most: 120, unit: 'working-days' },
    ...{ group: 'numbers', told: true },
    zh: '付款后，号码应在此时间内开通；超过则提醒工作人员',
    en: 'Numbers that are paid for are provided within so long; then the staff is told',
  },
  numberTermMonths: {
    ...{ setting: 'NUMBER_TERM_MONTHS', value: 12, least: 1, most: 36, unit: 'months' },
    ...{ group: 'numbers', told: true },
    zh: '开通与每次续费时一次付清的月数；已下单的不变',
    en: 'Months that are paid at once, and by which a renewal goes further; of orders that stand, as ordered',
  },
  numberLeastMonths: {
    ...{ setting: 'NUMBER_LEAST_MONTHS', value: 3, least: 0, most: 36, unit: 'months' },
    ...{ group: 'numbers', told: true },
    zh: '号码至少使用这么久才可申请注销',
    en: 'A number is given up after so long in use at the earliest',
  },
  numberRenewableDays: {
    ...{ setting: 'NUMBER_RENEWABLE_DAYS', value: 30, least: 1, most: 365, unit: 'days' },
    ...{ group: 'numbers', told: true },
    zh: '到期的号码在此时间内仍可续费，之后收回',
    en: 'A number that has expired can still be renewed for so long; then it goes back',
  },
  numberUnpaidDays: {
    ...{ setting: 'NUMBER_UNPAID_DAYS', value: 30, least: 1, most: 365, unit: 'days' },
    ...{ group: 'numbers', told: true },
    zh: '欠费的号码在此时间后收回',
    en: 'A number that owes money for so long goes back',
  },
  numberAutoRenewDays: {
    ...{ setting: 'NUMBER_AUTO_RENEW_DAYS', value: 7, least: 1, most: 60, unit: 'days' },
    ...{ group: 'numbers', told: true },
    zh: '自动续费在到期前这么久开始尝试',
    en: 'A renewal by itself is tried so long before the end',
  },
  reviewHours: {
    ...{ setting: 'REVIEW_HOURS', value: 9, least: 1, most: 200, unit: 'working-hours' },
    ...{ group: 'reviews', told: true },
    zh: '审核应在此工作时间内完成；9 小时即 9:00–18:00 的一个工作日',
    en: 'A review is to be done within so much working time; 9 hours are one working day of 9:00–18:00',
  },
  workOpensHour: {
    ...{ setting: 'WORK_OPENS_HOUR', value: 9, least: 0, most: 23, unit: 'hour' },
    ...{ group: 'reviews', told: true },
    zh: '审核的工作时间从几点开始',
    en: 'When the working time of reviewers begins',
  },
  workClosesHour: {
    ...{ setting: 'WORK_CLOSES_HOUR', value: 18, least: 1, most: 24, unit: 'hour' },
    ...{ group: 'reviews', told: true },
    zh: '审核的工作时间到几点结束，须晚于开始',
    en: 'When it ends; later than it begins',
  },
  reviewClaimMinutes: {
    ...{ setting: 'REVIEW_CLAIM_MINUTES', value: 30, least: 1, most: 1440, unit: 'minutes' },
    ...{ group: 'reviews' },
    zh: '审核员认领后独占的时间，之后他人可接手',
    en: 'How long a reviewer has a review to himself; then another one may take it over',
  },
  orderPayHours: {
    ...{ setting: 'ORDER_PAY_HOURS', value: 24, least: 1, most: 720, unit: 'hours' },
    ...{ group: 'money', told: true },
    zh: '未付款的订单在此时间后取消',
    en: 'An order that is not paid for so long is cancelled',
  },
  packageMonths: {
    ...{ setting: 'PACKAGE_MONTHS', value: 12, least: 1, most: 60, unit: 'months' },
    ...{ group: 'money', clause: '3.7', told: true },
    zh: '套餐包的有效期，自付款起；已购的不变',
    en: 'How long a package lasts from its payment on; of those bought already, as bought',
  },
  taskRows: {
    ...{ setting: 'TASK_ROWS', value: 100_000, least: 1, most: 100_000, unit: 'rows' },
    ...{ group: 'tasks', told: true },
    zh: '一个任务的名单最多这么多行',
    en: 'Rows of the list of one task, at most',
  },
  tasksKept: {
    ...{ setting: 'TASKS_KEPT', value: 1000, least: 1, most: 100_000, unit: 'tasks' },
    ...{ group: 'tasks', told: true },
    zh: '一个账号未删除的任务最多这么多',
    en: 'Tasks of one account that are not deleted, at most',
  },
  taskAheadDays: {
    ...{ setting: 'TASK_AHEAD_DAYS', value: 90, least: 1, most: 366, unit: 'days' },
    ...{ group: 'tasks', told: true },
    zh: '定时任务最远可定在这么久之后',
    en: 'How far ahead a task may be set to begin',
  },
  taskQueued: {
    ...{ setting: 'TASK_QUEUED', value: 200, least: 1, most: 10_000, unit: 'messages' },
    ...{ group: 'tasks' },
    zh: '一个任务同时排队等待呼叫的消息；少，则不会挡在其他客户之前',
    en: 'Messages of one task that wait for their call: few, so that others are not behind them',
  },
  queuedMessages: {
    ...{ setting: 'QUEUED_MESSAGES', value: 1_000_000, least: 100, most: 100_000_000, unit: 'messages' },
    ...{ group: 'messages' },
    zh: '所有账号合计排队等待呼叫的消息最多这么多',
    en: 'Messages that wait for their call, of all accounts together, at most',
  },
  calleeLimitsCodes: {
    ...{ setting: 'CALLEE_LIMITS_CODES', value: '1/60 5/3600 20/86400', least: 1, most: 86_400 },
    ...{ unit: 'frequency', group: 'messages', clause: '4.2.8', told: true },
    zh: '同一客户以验证码呼叫同一被叫的频次：这么多秒内最多这么多条，各项同时适用；至多五项，每项 1–100 条、1–86400 秒',
    en: 'How often one customer may ring one callee with codes: so many within so many seconds, all of them at once; up to five, each 1 – 100 within 1 – 86400',
  },
  calleeLimitsNotices: {
    ...{ setting: 'CALLEE_LIMITS_NOTICES', value: '1/60 5/3600 20/86400', least: 1, most: 86_400 },
    ...{ unit: 'frequency', group: 'messages', clause: '4.2.8', told: true },
    zh: '同上，对通知',
    en: 'The same for notices',
  },
  requestsPerSecond: {
    ...{ setting: 'REQUESTS_PER_SECOND', value: 1000, least: 1, most: 1_000_000, unit: 'requests' },
    ...{ group: 'messages', told: true },
    zh: '一个公钥的稳定请求速率；瞬时可达两倍',
    en: 'Steady requests of one public key; twice as many may come at once',
  },
  ringTimeoutMs: {
    ...{ setting: 'RING_TIMEOUT_MS', value: 45_000, least: 1000, most: 180_000, unit: 'milliseconds' },
    ...{ group: 'messages', told: true },
    zh: '自 INVITE 起无人接听则取消呼叫的时间',
    en: 'From the INVITE until the call is cancelled as not answered',
  },
  receiptFastTries: {
    ...{ setting: 'RECEIPT_FAST_TRIES', value: 3, least: 0, most: 10, unit: 'times' },
    ...{ group: 'receipts', told: true },
    zh: '回执推送失败后，先每隔一秒重试的次数',
    en: 'Tries after a receipt could not be pushed, a second apart',
  },
  receiptLadder: {
    setting: 'RECEIPT_LADDER',
    value: [60, 300, 1800, 7200, 21_600, 43_200, 86_400],
    ...{ least: 1, most: 604_800, unit: 'seconds', group: 'receipts', told: true },
    zh: '其后再试的间隔，用空格分开，至多 20 次；仍失败则等待重发',
    en: 'Then after so long each, spaces between, up to 20; after the last it waits for a resend',
  },
  noticeLadder: {
    setting: 'NOTICE_LADDER',
    value: [30, 120, 600, 3600, 14_400, 43_200],
    ...{ least: 1, most: 604_800, unit: 'seconds', group: 'receipts', clause: '12.2' },
    zh: '邮件与短信通知失败后再试的间隔，用空格分开，至多 20 次',
    en: 'A notice by e-mail or SMS that failed is tried again after so long each, spaces between, up to 20',
  },
} as const satisfies Record<string, LimitRow>;

/** The values as they hold: each in the unit of its row. */
export type Limits = {
  readonly [Name in keyof typeof LIMITS]: (typeof LIMITS)[Name]['value'] extends number
    ? number
    : (typeof LIMITS)[Name]['value'] extends string
      ? string
      : readonly number[];
};

/** The table row by row, as documents and pages tell it. */
export const LIMIT_ROWS = (Object.entries(LIMITS) as [keyof Limits, LimitRow][]).map(([name, row]) => ({
  name,
  row,
}));

const LONGEST_LIST = 20;

/** What holds where nothing is set. */
export const SHIPPED_LIMITS: Limits = readLimits({});

/** @throws ConfigError naming the first variable that cannot be used */
export function readLimits(environment: NodeJS.ProcessEnv): Limits {
  const read = LIMIT_ROWS.map(({ name, row }) => [name, readValue(row, environment[row.setting]?.trim())]);
  const limits = Object.fromEntries(read) as Limits;
  const { workOpensHour, workClosesHour } = limits;
  if (workClosesHour <= workOpensHour) {
    throw new ConfigError(
      `WORK_CLOSES_HOUR=${workClosesHour}: an hour after WORK_OPENS_HOUR=${workOpensHour} is expected`,
    );
  }
  return limits;
}

function readValue({ setting, value, least, most }: LimitRow, text: string | undefined): LimitRow['value'] {
  if (!text) return value;
  if (typeof value === 'string') return text;
  const fits = (raw: string) => /^\d{1,9}$/.test(raw) && Number(raw) >= least && Number(raw) <= most;
  if (typeof value === 'number') {
    if (fits(text)) return Number(text);
    throw new ConfigError(`${setting}=${text}: a whole number from ${least} to ${most} is expected`);
  }
  const list = text.split(/\s+/);
  if (list.length <= LONGEST_LIST && list.every(fits)) return list.map(Number);
  throw new ConfigError(
    `${setting}=${text}: up to ${LONGEST_LIST} whole numbers from ${least} to ${most}, spaces between, are expected`,
  );
}
