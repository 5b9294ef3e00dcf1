import type { Words } from './words.ts';

/** States of what is applied for: edited as draft or rejected only, decided by a reviewer. */
export const QUALIFICATION_STATES = {
  draft: { zh: '草稿', en: 'draft' },
  'in-review': { zh: '审核中', en: 'in review' },
  approved: { zh: '已通过', en: 'approved' },
  rejected: { zh: '未通过', en: 'rejected' },
} as const satisfies Record<string, Words>;
export type QualificationState = keyof typeof QUALIFICATION_STATES;

/** Papers of an enterprise, each judged on its own. */
export const MATERIALS = {
  'business-licence': { zh: '营业执照', en: 'Business licence' },
  'commitment-letter': { zh: '承诺函', en: 'Commitment letter' },
  'contact-authorisation': { zh: '联系人授权书', en: 'Authorisation of the contact' },
} as const satisfies Record<string, Words>;
export type Material = keyof typeof MATERIALS;

/** 2.1, 4.1.1: what an account can be granted, and whether its application needs material. */
export const CAPABILITIES = {
  'verification-code': { words: { zh: '语音验证码', en: 'Verification codes' }, needsMaterial: false },
  notification: { words: { zh: '语音通知', en: 'Notifications' }, needsMaterial: false },
  navigation: { words: { zh: '智能导航', en: 'Key-press navigation' }, needsMaterial: false },
  international: { words: { zh: '国际语音', en: 'International messages' }, needsMaterial: false },
  recording: { words: { zh: '通话录音', en: 'Recording' }, needsMaterial: true },
  'number-application': { words: { zh: '号码申请', en: 'Application for numbers' }, needsMaterial: true },
} as const satisfies Record<string, { words: Words; needsMaterial: boolean }>;
export type Capability = keyof typeof CAPABILITIES;

/** What an app is, and what tells it from every other. */
export const APP_KINDS = {
  app: {
    words: { zh: 'APP', en: 'App' },
    identifier: { zh: '包名或 Bundle ID', en: 'Package or bundle id' },
  },
  'mini-program': {
    words: { zh: '小程序或公众号', en: 'Mini-program or official account' },
    identifier: { zh: 'AppID 或原始 ID', en: 'AppID or original id' },
  },
  website: {
    words: { zh: '网站', en: 'Website' },
    identifier: { zh: 'ICP 备案号', en: 'ICP record' },
  },
  other: { words: { zh: '其他', en: 'Other' }, identifier: { zh: '唯一名称', en: 'A name of its own' } },
} as const satisfies Record<string, { words: Words; identifier: Words }>;
export type AppKind = keyof typeof APP_KINDS;

/** Letters that are filled in, stamped and uploaded. */
export const LETTERS = {
  commitment: { zh: '承诺函', en: 'Commitment letter' },
  authorisation: { zh: '联系人授权书', en: 'Authorisation of the contact' },
  'app-ownership': { zh: '应用授权书', en: 'Authorisation of an app' },
} as const satisfies Record<string, Words>;
export type Letter = keyof typeof LETTERS;
