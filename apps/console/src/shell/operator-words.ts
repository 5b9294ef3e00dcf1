import type { Table } from '../words/language.ts';

/** The operator's menu. */
export const OPERATOR_MENU = {
  groupDesk: { zh: '日常', en: 'Every day' },
  groupLines: { zh: '线路与号码', en: 'Trunks and numbers' },
  groupMoney: { zh: '费用', en: 'Money' },
  groupCompliance: { zh: '合规', en: 'Compliance' },
  groupPlatform: { zh: '平台', en: 'Platform' },
  overview: { zh: '运行概览', en: 'Overview' },
  reviews: { zh: '审核', en: 'Reviews' },
  customers: { zh: '客户', en: 'Customers' },
  announcements: { zh: '公告与维护', en: 'Announcements' },
  trunks: { zh: '线路', en: 'Trunks' },
  narrowings: { zh: '紧急管控', en: 'Narrowings' },
  numbers: { zh: '号码池', en: 'Numbers' },
  applications: { zh: '号码申请', en: 'Number applications' },
  prices: { zh: '价格表', en: 'Price book' },
  payments: { zh: '收款', en: 'Payments' },
  grants: { zh: '代金券与补偿', en: 'Coupons' },
  reconciliation: { zh: '对账', en: 'Reconciliation' },
  lexicon: { zh: '内容词库', en: 'Lexicon' },
  doNotCall: { zh: '拒呼名单', en: 'Do not call' },
  agreement: { zh: '服务协议', en: 'Agreement' },
  sampling: { zh: '抽查', en: 'Sampling' },
  audit: { zh: '审计日志', en: 'Audit log' },
  staff: { zh: '运营人员', en: 'Staff' },
  security: { zh: '安全设置', en: 'Security' },
} as const satisfies Table;
