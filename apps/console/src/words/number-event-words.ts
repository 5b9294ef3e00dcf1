import type { Table } from './language.ts';

/** What is done about numbers, and about applications for them. */
export const EVENTS = {
  'event-created': { zh: '新建', en: 'Begun' },
  'event-edited': { zh: '修改', en: 'Changed' },
  'event-submitted': { zh: '提交', en: 'Submitted' },
  'event-withdrawn': { zh: '撤回', en: 'Withdrawn' },
  'event-returned': { zh: '退回', en: 'Given back' },
  'event-passed': { zh: '初审通过', en: 'First check passed' },
  'event-handed-over': { zh: '已移交运营商', en: 'Handed to the carrier' },
  'event-answered': { zh: '运营商已答复', en: 'The carrier answered' },
  'event-paid': { zh: '已付款', en: 'Paid' },
  'event-delivered': { zh: '开通号码', en: 'Numbers provided' },
  'event-done': { zh: '全部开通', en: 'All provided' },
  'event-closed': { zh: '运营方结束', en: 'Ended by the operator' },
  'event-give-up': { zh: '取消', en: 'Cancelled' },
  'event-activated': { zh: '开通', en: 'Provided' },
  'event-renewed': { zh: '续费', en: 'Renewed' },
  'event-paused': { zh: '平台暂停', en: 'Paused by the operator' },
  'event-resumed': { zh: '平台恢复', en: 'Resumed by the operator' },
  'event-cancellation-asked': { zh: '申请注销', en: 'Given up' },
  'event-cancellation-withdrawn': { zh: '撤回注销', en: 'Kept after all' },
  'event-expired': { zh: '到期', en: 'Expired' },
  'event-ended': { zh: '收回', en: 'Taken back' },
  'by-member': { zh: '客户', en: 'customer' },
  'by-operator': { zh: '运营', en: 'operator' },
  'by-clock': { zh: '自动', en: 'by itself' },
} as const satisfies Table;
