import type { Table } from '../../../words/language.ts';
import { SANCTION } from '../../../words/sanction-words.ts';

/** Sanctions against the account, and what it is to put right. */
export const STANDING = {
  ...SANCTION,
  title: { zh: '处置与整改', en: 'Sanctions and orders' },
  intro: {
    zh: '平台对本账号作出的处置与整改要求，及其依据。对生效中的处置可申诉一次；整改要求请在期限内答复。',
    en: 'What the operator imposed on this account or wants put right, and why. A sanction that stands can be appealed once; answer an order within its time.',
  },
  sanctions: { zh: '处置', en: 'Sanctions' },
  noSanctions: { zh: '没有处置', en: 'There are no sanctions' },
  about: { zh: '所涉', en: 'About' },
  aMinute: { zh: '每分钟至多 {count} 条', en: 'at most {count} a minute' },
  aDay: { zh: '每日至多 {count} 条', en: 'at most {count} a day' },
  why: { zh: '原因', en: 'Why' },
  figures: { zh: '依据的数字', en: 'Figures' },
  decision: { zh: '复核', en: 'Review' },
  appeal: { zh: '申诉', en: 'Appeal' },
  appealText: { zh: '申诉理由', en: 'What you have to say' },
  answer: { zh: '答复', en: 'Answer' },
  answerText: { zh: '做了什么', en: 'What was done' },
  answerFile: { zh: '证明文件（可不附）', en: 'A file that shows it (optional)' },
} as const satisfies Table;
