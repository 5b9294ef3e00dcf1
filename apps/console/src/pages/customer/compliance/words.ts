import type { Table } from '../../../words/language.ts';

export const REFUSALS = {
  title: { zh: '拒呼名单', en: 'Do-not-call list' },
  intro: {
    zh: '名单中的号码不再受理，已受理未呼叫的也不再呼叫。被叫自己的拒绝不能由客户移除（4.3.2）。',
    en: 'Nothing is accepted for these numbers, and what waits is not dialled. A callee’s own refusal is not yours to take back (4.3.2).',
  },
  add: { zh: '加入号码', en: 'Add numbers' },
  numbers: { zh: '号码（每行一个，至多 100 个）', en: 'Numbers (one a line, at most 100)' },
  tooMany: { zh: '一次至多 100 个号码', en: 'At most 100 numbers at once' },
  remark: { zh: '备注', en: 'Remark' },
  added: { zh: '新加入 {count} 个号码', en: '{count} (is|are) new' },
  remove: { zh: '移除自己加入的号码', en: 'Take off numbers of yours' },
  removeHint: {
    zh: '名单中的号码已脱敏，请填写完整号码。只移除本账号自己加入的。',
    en: 'Numbers are masked in the list: write them in full. Only those that this account listed are taken off.',
  },
  removed: { zh: '移除了 {count} 个号码', en: '{count} (was|were) taken off' },
  phone: { zh: '被叫号码', en: 'Called number' },
  source: { zh: '来源', en: 'By whom' },
  'source-customer': { zh: '本账号', en: 'This account' },
  'source-callee': { zh: '被叫或平台', en: 'The callee, or the operator' },
  none: { zh: '名单是空的', en: 'The list is empty' },
} as const satisfies Table;
