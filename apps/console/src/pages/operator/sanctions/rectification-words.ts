import type { Table } from '../../../words/language.ts';

export const RECTIFICATIONS = {
  intro: {
    zh: '要求客户限期整改；办结前所列能力停用。客户答复后办结或退回，逾期会提醒运营人员。',
    en: 'Orders a customer to put something right in time; what is stated is off until the order is closed. An answer is closed or sent back; the staff is told of what is late.',
  },
  add: { zh: '要求整改', en: 'Order' },
  text: { zh: '要求整改什么', en: 'What is to be put right' },
  due: { zh: '期限', en: 'By when' },
  openOnly: { zh: '只看未办结', en: 'Not closed only' },
  sendBack: { zh: '退回', en: 'Send back' },
  missing: { zh: '缺什么', en: 'What is missing' },
  close: { zh: '办结', en: 'Close' },
  finding: { zh: '结论', en: 'Finding' },
} as const satisfies Table;
