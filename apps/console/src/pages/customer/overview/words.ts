import type { Table } from '../../../words/language.ts';

export const OVERVIEW = {
  title: { zh: '概览', en: 'Overview' },
  intro: { zh: '今天指北京时间当天。', en: 'Today is the day in Beijing.' },
  sendsToday: { zh: '今日发送', en: 'Sent today' },
  answerRate: { zh: '今日接通率', en: 'Answer rate today' },
  costToday: { zh: '今日费用', en: 'Cost today' },
  balance: { zh: '可用余额', en: 'Balance' },
  frozen: { zh: '预留 {amount}', en: '{amount} reserved' },
  topUp: { zh: '充值', en: 'Top up' },
  packages: { zh: '套餐包剩余', en: 'Left in packages' },
  noPackages: {
    zh: '没有可用的套餐包，发送从余额扣费',
    en: 'No package: sends are paid from the balance',
  },
  buy: { zh: '购买套餐包', en: 'Buy a package' },
  left: { zh: '{available} / {quantity} 条，{date} 到期', en: '{available} of {quantity}, until {date}' },
  alarms: { zh: '告警', en: 'Alarms' },
  noAlarms: {
    zh: '没有低于阈值的告警；可设置在余额或套餐不足前通知谁',
    en: 'Nothing is below its threshold. Set who is told before balance or packages run out',
  },
  setAlarms: { zh: '设置告警', en: 'Set alarms' },
  below: { zh: '{what} 已低于 {threshold}', en: '{what} is below {threshold}' },
  balanceName: { zh: '余额', en: 'The balance' },
  chartMessages: { zh: '近 14 天发送（下段为已接通）', en: 'Sent in 14 days (lower part: answered)' },
  chartCost: {
    zh: '近 14 天发送费用（元，不含套餐包抵扣）',
    en: 'Cost of sends in yuan, 14 days (packages apart)',
  },
  recent: { zh: '最近发送', en: 'Sent last' },
  allRecords: { zh: '全部记录', en: 'All records' },
  count: { zh: '接通 {count} 条', en: '{count} answered' },
  units: { zh: '另用套餐包 {count} 条', en: 'and {count} of packages' },
  suspended: {
    zh: '{what}已暂停发送：套餐包与余额都不足以支付。充值后自动恢复。',
    en: 'Sending of {what} is paused: neither package nor balance pays for it. It resumes by itself after a top-up.',
  },
} as const satisfies Table;
