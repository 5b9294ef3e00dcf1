import { COMPLAINT_KINDS } from '../../../words/case-words.ts';
import type { Table } from '../../../words/language.ts';

/** Complaints, as the account sees them. */
export const CASES = {
  ...COMPLAINT_KINDS,
  complaints: { zh: '投诉', en: 'Complaints' },
  complaintsIntro: {
    zh: '转交本账号的投诉：请在 15 日内答复核查情况、同意依据与整改措施（4.3.6）。',
    en: 'Complaints that were forwarded to the account: answer within 15 days what was found, the consent and what was mended (4.3.6).',
  },
  noComplaints: { zh: '没有投诉', en: 'There are no complaints' },
  forwardTime: { zh: '转交时间', en: 'Forwarded' },
  what: { zh: '类别', en: 'Kind' },
  severity: { zh: '严重程度', en: 'Severity' },
  complainant: { zh: '投诉人', en: 'Complainant' },
  words: { zh: '投诉人的陈述', en: 'What the complainant says' },
  due: { zh: '答复期限', en: 'answer by' },
  'state-open': { zh: '待转交', en: 'to forward' },
  'state-forwarded': { zh: '待答复', en: 'to answer' },
  'state-answered': { zh: '待办结', en: 'answered' },
  'state-closed': { zh: '已办结', en: 'closed' },
  'state-told': { zh: '已告知投诉人', en: 'complainant told' },
  answer: { zh: '答复', en: 'Answer' },
  answerIntro: {
    zh: '写明核查情况、被叫的同意依据与整改措施。',
    en: 'Say what was found, on what consent the call rests, and what was mended.',
  },
  callTime: { zh: '呼叫时间', en: 'When the call was' },
  message: { zh: '消息', en: 'Message' },
  template: { zh: '模板', en: 'Template' },
  shown: { zh: '外显号码', en: 'Number shown' },
  finding: { zh: '结论', en: 'Finding' },
  founded: { zh: '属实', en: 'founded' },
  unfounded: { zh: '不属实', en: 'not founded' },
} as const satisfies Table;
