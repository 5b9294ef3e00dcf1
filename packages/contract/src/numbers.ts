import type { Words } from './words.ts';

/** Kinds of numbers that can be applied for. */
export const NUMBER_KINDS = {
  landline: { zh: '普通固话', en: 'Landline' },
  vanity: { zh: '靓号固话', en: 'Vanity landline' },
  '95': { zh: '95 号码', en: '95 number' },
  '1010': { zh: '1010 号码', en: '1010 number' },
} as const satisfies Record<string, Words>;

export type NumberKind = keyof typeof NUMBER_KINDS;

/** How the last four digits of a vanity number look; `*` is any digit, ABC are digits that rise by one. */
export const VANITY_PATTERNS = ['AAAA', 'ABCD', 'AABB', 'ABAB', '*AAA', 'AAA*', '*ABC', 'ABC*'] as const;

export type VanityPattern = (typeof VANITY_PATTERNS)[number];

/** How an application stands. */
export const NUMBER_APPLICATION_STATES = {
  draft: { zh: '草稿', en: 'draft' },
  'to-review': { zh: '待初审', en: 'to review' },
  'with-carrier': { zh: '运营商处理中', en: 'with the carrier' },
  'to-pay': { zh: '待付款', en: 'to pay' },
  provisioning: { zh: '开通中', en: 'provisioning' },
  done: { zh: '已完成', en: 'done' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const satisfies Record<string, Words>;

export type NumberApplicationState = keyof typeof NUMBER_APPLICATION_STATES;

/** How a number stands. */
export const NUMBER_STATES = {
  'to-provision': { zh: '待开通', en: 'to provision' },
  active: { zh: '使用中', en: 'active' },
  cancelling: { zh: '注销中', en: 'cancelling' },
  cancelled: { zh: '已注销', en: 'cancelled' },
  expired: { zh: '已到期', en: 'expired' },
} as const satisfies Record<string, Words>;

export type NumberState = keyof typeof NUMBER_STATES;
