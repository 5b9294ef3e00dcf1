import type { ComplaintKind } from '../../modules/complaints/index.ts';

export const COMPLAINT_KIND_WORDS: Readonly<Record<ComplaintKind, { zh: string; en: string }>> = {
  harassment: { zh: '骚扰', en: 'harassment' },
  marketing: { zh: '营销', en: 'marketing' },
  fraud: { zh: '诈骗', en: 'fraud' },
  content: { zh: '内容不当', en: 'what was said' },
  frequency: { zh: '过于频繁', en: 'too many calls' },
  'called-after-refusal': { zh: '拒绝后仍来电', en: 'called after a refusal' },
  other: { zh: '其他', en: 'something else' },
};
