import type { Table } from '../../words/language.ts';

/** Words of orders to rectify that both sides read. */
export const RECTIFICATION = {
  none: { zh: '没有整改要求', en: 'There are no orders to rectify' },
  title: { zh: '整改要求', en: 'Orders to rectify' },
  'state-open': { zh: '待答复', en: 'to be answered' },
  'state-answered': { zh: '待核查', en: 'to be looked at' },
  'state-closed': { zh: '已办结', en: 'closed' },
  overdue: { zh: '已逾期', en: 'overdue' },
  opened: { zh: '提出', en: 'Made' },
  due: { zh: '期限', en: 'By when' },
  off: { zh: '办结前停用', en: 'Off until closed' },
  clause: { zh: '条款', en: 'Clause' },
  first: { zh: '要求', en: 'What is asked' },
  'side-operator': { zh: '平台', en: 'Operator' },
  'side-customer': { zh: '客户', en: 'Customer' },
  file: { zh: '附件 {number}', en: 'File {number}' },
} as const satisfies Table;
