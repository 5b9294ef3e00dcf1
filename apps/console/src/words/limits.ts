import type { Table } from './language.ts';

/** Heads of the table of limits, on both sides. */
export const LIMITS = {
  group: { zh: '类别', en: 'About' },
  meaning: { zh: '含义', en: 'Meaning' },
  value: { zh: '现值', en: 'Now' },
  clause: { zh: '条款', en: 'Clause' },
} as const satisfies Table;
