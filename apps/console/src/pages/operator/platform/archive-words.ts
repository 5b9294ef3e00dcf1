import type { Table } from '../../../words/language.ts';

export const ARCHIVES = {
  title: { zh: '归档', en: 'Archives' },
  intro: {
    zh: '超出查询期限的月份：密封的文件，不含被叫号码与播报文字。',
    en: 'Months that nobody can ask for any more: sealed files, without called numbers and texts.',
  },
  month: { zh: '月份', en: 'Month' },
  source: { zh: '内容', en: 'Of' },
  'source-messages': { zh: '消息', en: 'messages' },
  'source-receipts': { zh: '回执', en: 'receipts' },
  'source-call_events': { zh: '呼叫过程', en: 'what happened in calls' },
  'source-receipt_pushes': { zh: '回执推送', en: 'pushes of receipts' },
  rows: { zh: '行数', en: 'Rows' },
  bytes: { zh: '字节', en: 'Bytes' },
  archived: { zh: '归档时间', en: 'Archived' },
  dropped: { zh: '移出数据库', en: 'Out of the database' },
  download: { zh: '下载', en: 'Download' },
  none: {
    zh: '还没有归档：超出查询期限的月份自动归档',
    en: 'Nothing is archived yet; months beyond reach are, by themselves',
  },
} as const satisfies Table;
