import type { Table } from '../../../words/language.ts';

export const SAMPLES = {
  title: { zh: '抽查', en: 'Sampling' },
  intro: {
    zh: '随机抽取已接通的消息，核对实际播报与备案内容是否一致（4.3.8）。',
    en: 'Answered messages, drawn at random: what was said is held against what was filed (4.3.8).',
  },
  draw: { zh: '抽取 10 条', en: 'Draw ten' },
  drawn: { zh: '抽取的消息', en: 'Drawn' },
  verdicts: { zh: '结论', en: 'Verdicts' },
  noneDrawn: { zh: '近 7 天没有已接通的消息', en: 'No message was answered in the last 7 days' },
  noVerdicts: {
    zh: '还没有结论：抽取几条，听过后给出',
    en: 'No verdicts yet: draw some messages, listen, and say',
  },
  filed: { zh: '备案', en: 'Filed' },
  spoken: { zh: '播报', en: 'Spoken' },
  fits: { zh: '内容相符', en: 'fits' },
  differs: { zh: '内容不符', en: 'differs' },
  hear: { zh: '保存播报', en: 'Save the sound' },
  evidence: { zh: '证据包', en: 'Evidence' },
  asFiled: { zh: '一致', en: 'As filed' },
  deviates: { zh: '偏离', en: 'It deviates' },
  deviatesIntro: {
    zh: '原因会告知客户；可同时停用模板（4.3.8）。',
    en: 'The customer is told why; its template can be disabled with it (4.3.8).',
  },
  block: { zh: '同时停用模板', en: 'Disable the template' },
  'verdict-as-filed': { zh: '一致', en: 'as filed' },
  'verdict-deviates': { zh: '偏离', en: 'deviates' },
  message: { zh: '消息', en: 'Message' },
} as const satisfies Table;
