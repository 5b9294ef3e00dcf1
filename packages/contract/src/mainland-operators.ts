import type { Words } from './words.ts';

/** The mainland's operators, as callees' numbers belong to them. */
export const MAINLAND_OPERATORS = {
  cmcc: { zh: '中国移动', en: 'China Mobile' },
  cucc: { zh: '中国联通', en: 'China Unicom' },
  ctcc: { zh: '中国电信', en: 'China Telecom' },
} as const satisfies Record<string, Words>;

export type MainlandOperator = keyof typeof MAINLAND_OPERATORS;
