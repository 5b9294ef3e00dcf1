import type { RetCodeRow } from '../ret-codes.ts';

/** 18601–18699: queries. */
export const QUERY_CODES = {
  RECORD_SPAN_INVALID: {
    code: 18601,
    source: 'api',
    retry: false,
    zh: '查询时间不正确：{problemZh}。StartTime 与 EndTime 为 Unix 秒，跨度不超过 7 天，最早到半年前。',
    en: 'The time span is invalid: {problemEn}. StartTime and EndTime are Unix seconds, at most 7 days apart, not before half a year ago.',
  },
  RECORD_PAGE_TOO_DEEP: {
    code: 18604,
    source: 'api',
    retry: false,
    zh: '按页只能查看前 {most} 条。请缩短时间跨度、增加条件，或用 ExportUVMSSendRecords 导出。',
    en: 'Pages reach to the first {most} records. Shorten the span, add a condition, or export them with ExportUVMSSendRecords.',
  },
  RECORD_SEARCH_TOO_WIDE: {
    code: 18605,
    source: 'api',
    retry: false,
    zh: '查询范围过大，未能及时完成。请缩短时间跨度，或增加模板、号码等条件。',
    en: 'The search covers too much to be done in time. Shorten the span, or ask for a template or a number.',
  },
  STATISTICS_SPAN_INVALID: {
    code: 18606,
    source: 'api',
    retry: false,
    zh: '统计时间不正确：StartDay 不晚于 EndDay，跨度不超过 {mostDays} 天。请修改后重试。',
    en: 'The days are invalid: StartDay is not after EndDay, and at most {mostDays} days are counted at once. Correct them and try again.',
  },
  ARCHIVE_UNKNOWN: {
    code: 18608,
    source: 'api',
    retry: false,
    zh: '没有 {month} 的 {source} 归档。请用 ListUVMSArchives 核对。',
    en: 'There is no archive of {source} of {month}. Check with ListUVMSArchives.',
  },
  RECEIPT_URL_MISSING: {
    code: 18607,
    source: 'api',
    retry: false,
    zh: '没有设置回执推送地址，无处可推送。请先用 UpdateUVMSReceiptUrl 设置，或用 GetUVMSReceipt 查询回执。',
    en: 'There is no URL to push receipts to. Set one with UpdateUVMSReceiptUrl, or pull them with GetUVMSReceipt.',
  },
  MESSAGE_NOT_FOUND: {
    code: 18602,
    source: 'api',
    retry: false,
    zh: '没有找到消息 {sessionNo}。请核对 SendUVMSMessage 返回的 SessionNo。',
    en: 'There is no message {sessionNo}. Check the SessionNo that SendUVMSMessage returned.',
  },
  SANDBOX_SOUND_NOT_FOUND: {
    code: 18603,
    source: 'product',
    retry: true,
    zh: '没有消息 {sessionNo} 的沙箱录音。只有沙箱接听过的呼叫才有，且只保留最近的若干条；呼叫刚结束时请稍候再试。',
    en: 'There is no sound of message {sessionNo} in the sandbox. It has those of calls that it answered, the newest only; if the call has just ended, ask again in a moment.',
  },
} as const satisfies Record<string, RetCodeRow>;
