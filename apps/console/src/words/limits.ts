import type { Table } from './language.ts';

/** Heads of the table of limits, on both sides. */
export const LIMITS = {
  group: { zh: '类别', en: 'About' },
  meaning: { zh: '含义', en: 'Meaning' },
  value: { zh: '现值', en: 'Now' },
  clause: { zh: '条款', en: 'Clause' },
} as const satisfies Table;

/** What bounds the calls that show a number. */
export const NUMBER_LIMITS = {
  limits: { zh: '呼叫上限', en: 'Limits of calls' },
  atOnce: { zh: '并发 {count}', en: '{count} at once' },
  aSecond: { zh: '每秒 {count}', en: '{count} a second' },
  aDay: { zh: '每日 {count}', en: '{count} a day' },
} as const satisfies Table;
