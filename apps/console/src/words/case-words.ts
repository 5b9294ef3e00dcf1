import type { Table } from './language.ts';

/** What a complaint is about, and how grave it is. */
export const COMPLAINT_KINDS = {
  'severity-1': { zh: '轻微', en: 'light' },
  'severity-2': { zh: '严重', en: 'serious' },
  'severity-3': { zh: '重大', en: 'grave' },
  'kind-harassment': { zh: '骚扰', en: 'harassment' },
  'kind-marketing': { zh: '营销', en: 'marketing' },
  'kind-fraud': { zh: '诈骗', en: 'fraud' },
  'kind-content': { zh: '内容不当', en: 'content' },
  'kind-frequency': { zh: '过于频繁', en: 'frequency' },
  'kind-called-after-refusal': { zh: '拒绝后仍来电', en: 'called after refusal' },
  'kind-other': { zh: '其他', en: 'other' },
} as const satisfies Table;
