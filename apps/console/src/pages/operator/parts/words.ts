import type { Table } from '../../../words/language.ts';

/** Words that several of the operator's pages use. */
export const DESK = {
  account: { zh: '客户', en: 'Customer' },
  accountId: { zh: '客户账号 ID', en: 'Account id' },
  reason: { zh: '原因', en: 'Reason' },
  reasonTold: { zh: '会告知客户', en: 'The customer is told' },
  by: { zh: '操作人', en: 'By' },
  all: { zh: '全部', en: 'All' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  kind: { zh: '类型', en: 'Kind' },
  detail: { zh: '说明', en: 'Details' },
  overdue: { zh: '已超时 {time}', en: '{time} overdue' },
  left: { zh: '剩余 {time}', en: '{time} left' },
  minutes: { zh: '{count} 分钟', en: '{count} min' },
  hours: { zh: '{count} 小时', en: '{count} h' },
  days: { zh: '{count} 天', en: '{count} (day|days)' },
  hear: { zh: '试听', en: 'Hear it' },
} as const satisfies Table;
