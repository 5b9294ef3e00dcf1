import type { Table } from '../../../words/language.ts';

export const ENDED = {
  title: { zh: '终止账号的余额', en: 'Balances of ended services' },
  intro: {
    zh: '服务终止后，已付未用的余额先抵欠款，其余退还客户；只有因违约终止的才可改作违约金（4.3.8、9.2、12.3）。代金券与套餐包不退。',
    en: 'Once a service has ended, what was paid in and not used pays what is owed and goes back; only after a termination for breach it may be kept as damages (4.3.8, 9.2, 12.3). Coupons and packages do not become money.',
  },
  none: { zh: '没有这样的账号', en: 'There are no such accounts' },
  ended: { zh: '终止时间', en: 'Ended' },
  why: { zh: '终止原因', en: 'Why' },
  'why-terminated': { zh: '因违约被终止', en: 'Terminated for breach' },
  'why-agreement-refused': { zh: '拒绝协议变更', en: 'Refused a change of the agreement' },
  outstanding: { zh: '待退还', en: 'To be given back' },
  ofBalance: { zh: '余额 {balance}，欠款 {owed}', en: 'balance {balance}, owed {owed}' },
  reserved: { zh: '在途消息预留 {amount}', en: '{amount} held by messages on their way' },
  returned: { zh: '已退 {amount}', en: '{amount} went back' },
  forfeited: { zh: '违约金 {amount}', en: '{amount} kept as damages' },
  'state-outstanding': { zh: '待处理', en: 'outstanding' },
  'state-waiting': { zh: '等待在途消息', en: 'messages on their way' },
  'state-returned': { zh: '已退还', en: 'given back' },
  'state-forfeited': { zh: '已作违约金', en: 'kept as damages' },
  'state-empty': { zh: '无可退余额', en: 'nothing to give back' },
  done: { zh: '处理时间', en: 'Dealt with' },
  next: { zh: '下一步', en: 'What is next' },
  'next-wait': { zh: '等在途消息结束', en: 'Wait until they are over' },
  'next-none': { zh: '无', en: 'Nothing' },
  total: { zh: '以上条件下待退还合计 {amount}', en: '{amount} to be given back in all that match' },
} as const satisfies Table;
