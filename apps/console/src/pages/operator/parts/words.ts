import type { Table } from '../../../words/language.ts';

/** Words that several of the operator's pages use. */
export const DESK = {
  account: { zh: '客户', en: 'Customer' },
  accountId: { zh: '客户账号 ID', en: 'Account id' },
  reason: { zh: '原因', en: 'Reason' },
  reasonTold: { zh: '会告知客户', en: 'The customer is told' },
  refresh: { zh: '刷新', en: 'Refresh' },
  open: { zh: '查看', en: 'Open' },
  nothing: { zh: '没有内容', en: 'Nothing here' },
  by: { zh: '操作人', en: 'By' },
  from: { zh: '从', en: 'From' },
  until: { zh: '到', en: 'Until' },
  onePerLine: { zh: '每行一个', en: 'One a line' },
  all: { zh: '全部', en: 'All' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  yuan: { zh: '元', en: 'yuan' },
  kind: { zh: '类型', en: 'Kind' },
  detail: { zh: '说明', en: 'Details' },
  create: { zh: '新建', en: 'New' },
  overdue: { zh: '已超时 {time}', en: '{time} overdue' },
  left: { zh: '剩余 {time}', en: '{time} left' },
  minutes: { zh: '{count} 分钟', en: '{count} min' },
  hours: { zh: '{count} 小时', en: '{count} h' },
  days: { zh: '{count} 天', en: '{count} days' },
  chooseFile: { zh: '选择文件', en: 'Choose a file' },
} as const satisfies Table;
