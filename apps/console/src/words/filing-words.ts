import type { Table } from './language.ts';

/** How a template or a flow stands: what is filed is reviewed, and can be blocked by the operator. */
export const FILING = {
  'status-0': { zh: '待审核', en: 'To review' },
  'status-1': { zh: '审核中', en: 'In review' },
  'status-2': { zh: '已通过', en: 'Approved' },
  'status-3': { zh: '未通过', en: 'Rejected' },
  'status-4': { zh: '已停用', en: 'Disabled' },
  'status-5': { zh: '草稿', en: 'Draft' },
  blocked: { zh: '平台停用', en: 'Blocked by the operator' },
} as const satisfies Table;
