import type { Table } from '../../../words/language.ts';

export const DO_NOT_CALL = {
  title: { zh: '拒呼名单', en: 'Do not call' },
  intro: {
    zh: '被叫拒绝的客户（或所有客户）不会再呼叫他（4.2.8）。查询一个号码，或一个客户。',
    en: 'Whom a callee refused never calls again (4.2.8). Ask for a number, or for a customer.',
  },
  phone: { zh: '号码（E.164，带 +）', en: 'Number (E.164, with +)' },
  nobody: {
    zh: '没有拒绝：被叫按键或在自助页拒绝、投诉，或在此登记后列出',
    en: 'No refusals: they come by keys, from the page for callees and by complaints, or are entered here',
  },
  callee: { zh: '被叫', en: 'Callee' },
  refuses: { zh: '拒绝', en: 'Refuses' },
  everybody: { zh: '所有客户', en: 'everybody' },
  source: { zh: '来源', en: 'Source' },
  remark: { zh: '说明', en: 'Remark' },
  'source-customer': { zh: '客户登记', en: 'the customer' },
  'source-key': { zh: '被叫按键', en: 'the callee, by a key' },
  'source-portal': { zh: '被叫自助页', en: 'the callee, on the page for callees' },
  'source-operator': { zh: '运营登记', en: 'the operator' },
  'source-complaint': { zh: '投诉', en: 'a complaint' },
  'source-registry': { zh: '公共名单', en: 'a public registry' },
  add: { zh: '登记拒绝', en: 'Enter refusals' },
  addIntro: {
    zh: '立即生效，任务中尚未呼出的也会停止。',
    en: 'In force at once, for rows of tasks that wait, too.',
  },
  remove: { zh: '撤销拒绝', en: 'Take refusals back' },
  removeIntro: {
    zh: '仅在号码本人收回拒绝时使用；原因与操作人记入审计。',
    en: 'Only where the number’s owner takes it back; why and by whom is in the audit log.',
  },
  numbers: { zh: '号码（每行一个）', en: 'Numbers (one a line)' },
  forAccount: { zh: '对哪个客户（空为所有）', en: 'For which customer (empty: all)' },
} as const satisfies Table;
