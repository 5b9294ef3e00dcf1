import type { Table } from '../../../words/language.ts';
import { SANCTION } from '../../../words/sanction-words.ts';

export const SANCTIONS = {
  ...SANCTION,
  title: { zh: '处置', en: 'Sanctions' },
  intro: {
    zh: '警告、限制、应用下线或删除、暂停、终止：立即生效，告知原因、条款与申诉方式。申诉与自动处置由人复核。',
    en: 'Warning, restriction, app offline or deleted, suspension, termination: at once, with the reason, the clause and the way to appeal. Appeals and automatic ones are reviewed by people.',
  },
  impose: { zh: '作出处置', en: 'Impose one' },
  imposeIntro: {
    zh: '立即生效；客户仍可查询与导出。',
    en: 'It counts at once; the customer can still read and export.',
  },
  none: {
    zh: '没有处置：由您作出，或达到阈值时自动作出',
    en: 'There are no sanctions; you impose them, or thresholds do',
  },
  toReview: { zh: '只看待复核', en: 'To review only' },
  until: { zh: '截止（空为直到解除）', en: 'Until (empty: until it is lifted)' },
  ends: { zh: '截止', en: 'Until' },
  appId: { zh: '应用 ID（应用下线、删除时填写）', en: 'App (for those of an app)' },
  capabilities: { zh: '限制的能力（限制时选择）', en: 'Capabilities (for a restriction)' },
  targetId: { zh: '模板、流程或号码（停用时填写）', en: 'Template, flow or number (to take out of use)' },
  perMinute: { zh: '每分钟最多发送（限制时填写）', en: 'Most sends a minute (for a restriction)' },
  perDay: { zh: '每日最多发送（限制时填写）', en: 'Most sends a day (for a restriction)' },
  clause: { zh: '依据条款', en: 'Clause' },
  figures: { zh: '自动处置的依据', en: 'Figures it was decided on' },
  appeal: { zh: '申诉', en: 'Appeal' },
  decision: { zh: '复核结论', en: 'Decision' },
  review: { zh: '复核', en: 'Review' },
  uphold: { zh: '维持', en: 'uphold' },
  lift: { zh: '解除', en: 'lift' },
} as const satisfies Table;
