import type { Table } from '../../../words/language.ts';

export const SIGNS = {
  title: { zh: '线索', en: 'Signs' },
  intro: {
    zh: '每日在已发送的内容中寻找转售（4.3.5）与偏离备案（4.2.7 b）的迹象。线索本身不产生处置：核实后忽略、要求整改或作出处置，再标为已处理。',
    en: 'What was said is looked through each day for signs of resale (4.3.5) and of deviation from what was filed (4.2.7 b). Nothing follows by itself: look into it, dismiss it, or order or impose what follows, and settle it.',
  },
  none: { zh: '没有线索：每日检查一次，发现即列出', en: 'There are no signs; it is looked for once a day' },
  'kind-brands': { zh: '变量中有多个无关单位', en: 'unrelated organisations in variables' },
  'kind-lengths': { zh: '变量长度突增（%）', en: 'variables grew suddenly (%)' },
  'kind-deviations': { zh: '抽查认定偏离', en: 'found to deviate in sampling' },
  found: { zh: '发现', en: 'Found' },
  figure: { zh: '数字 / 阈值', en: 'Figure / threshold' },
  examples: { zh: '例子', en: 'Examples' },
  openOnly: { zh: '只看未处理', en: 'Open only' },
  settle: { zh: '标为已处理', en: 'Settle' },
  settled: { zh: '已处理', en: 'settled' },
  open: { zh: '未处理', en: 'open' },
  became: { zh: '如何处理（仅内部可见）', en: 'What became of it (for the staff alone)' },
} as const satisfies Table;
