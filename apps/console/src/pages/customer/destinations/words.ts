import type { Table } from '../../../words/language.ts';

export const DESTINATIONS = {
  title: { zh: '国际目的地', en: 'Destinations abroad' },
  intro: {
    zh: '中国大陆始终可用。其他国家或地区开通后才会呼叫，须已有国际通信能力；费用上限由平台设置。',
    en: 'The mainland is always open. Elsewhere is called once it is opened here, with the international capability; the operator sets the bounds.',
  },
  none: {
    zh: '没有可达的国际目的地：由平台开通线路后出现',
    en: 'No destination abroad is reached: they appear once the operator has a trunk for them',
  },
  country: { zh: '国家或地区', en: 'Country or region' },
  open: { zh: '已开通', en: 'open' },
  closed: { zh: '未开通', en: 'closed' },
  noTrunk: { zh: '暂无线路', en: 'no trunk' },
  since: { zh: '开通时间', en: 'Since' },
  enable: { zh: '开通', en: 'Open' },
  openSure: {
    zh: '开通后即可呼叫，按国际价格计费。开通吗？',
    en: 'It is called from now on, at its price. Open it?',
  },
  close: { zh: '关闭', en: 'Close' },
  spentToday: { zh: '今日已用', en: 'Spent today' },
  dailyCap: { zh: '每日上限', en: 'Most a day' },
  priceCeiling: { zh: '单价上限', en: 'Highest price' },
} as const satisfies Table;
