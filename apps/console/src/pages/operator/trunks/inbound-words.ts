import type { Table } from '../../../words/language.ts';

export const INBOUND = {
  title: { zh: '未接来电', en: 'Calls not taken' },
  intro: {
    zh: '打进来而没有接听的来电，按日（北京时间）与原因计数。',
    en: 'Calls that came in and that nothing answered, by day in Beijing and reason.',
  },
  none: { zh: '没有未接来电：打进来的都有流程接听', en: 'Every call that came in was taken' },
  span: { zh: '最近', en: 'The last' },
  day: { zh: '日期', en: 'Day' },
  status: { zh: 'SIP 答复', en: 'SIP answer' },
  calls: { zh: '次数', en: 'Calls' },
  'reason-unknown-peer': { zh: '对端不是平台的中继', en: 'from no trunk of the platform' },
  'reason-unknown-number': { zh: '不是平台的号码', en: 'to no number of the platform' },
  'reason-no-flow': { zh: '号码没有绑定接听流程', en: 'no flow is bound to the number' },
  'reason-trunk-full': { zh: '中继已满', en: 'the trunk is full' },
  'reason-fault': { zh: '平台内部故障', en: 'a fault of the platform' },
} as const satisfies Table;
