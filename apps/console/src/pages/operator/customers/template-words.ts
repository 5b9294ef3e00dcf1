import type { Table } from '../../../words/language.ts';

export const TEMPLATE = {
  back: { zh: '返回客户', en: 'Back to the customer' },
  content: { zh: '内容', en: 'Text' },
  scene: { zh: '场景', en: 'Scene' },
  purpose: { zh: '语音类型', en: 'Purpose' },
  window: { zh: '时段', en: 'Hours' },
  allDay: { zh: '全天', en: 'all day' },
  dayOnly: { zh: '8:00–20:00', en: '8:00–20:00' },
  recording: { zh: '录音', en: 'A recording' },
  block: { zh: '停用', en: 'Block' },
  blockIntro: {
    zh: '立即停用，客户不能自行启用（4.3.8）；原因会告知客户。',
    en: 'It is disabled at once, and its customer cannot enable it (4.3.8); the reason is told.',
  },
  lift: { zh: '解除停用', en: 'Lift the block' },
  findings: { zh: '规则提示', en: 'Findings' },
  noHistory: {
    zh: '还没有审核或停用',
    en: 'Neither reviewed nor blocked yet',
  },
  history: { zh: '经过', en: 'History' },
  'by-customer': { zh: '客户', en: 'customer' },
  'by-operator': { zh: '运营', en: 'operator' },
} as const satisfies Table;
