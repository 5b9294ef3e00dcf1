import type { Facts, SendRequest } from '../../src/flow/messages/admission.ts';
import { DEFAULT_LIMITS } from '../../src/modules/quotas/index.ts';
import { BUILT_IN, compileScreener } from '../../src/modules/screening/index.ts';
import type { Template } from '../../src/modules/templates/index.ts';
import { attribute, BEIJING_ZONE } from '../../src/platform/attribution.ts';
import { hanzi } from '../../src/platform/hanzi.ts';
import { TEN_IN_BEIJING } from './database.ts';

export const codeTemplate: Template = {
  templateId: 'T-code',
  name: 'code',
  purpose: 1,
  language: 'zh',
  content: '您的验证码是{1}。',
  allDay: true,
  status: 2,
};
export const noticeTemplate: Template = {
  ...codeTemplate,
  templateId: 'T-notice',
  purpose: 2,
  content: '您的订单{1}已发货。',
};

/** A code that every rule lets pass, or what is changed of it. */
export const sendRequest = (change: Partial<SendRequest> = {}): SendRequest => ({
  accountId: 'a',
  calledNumber: '+8613800000200',
  templateId: codeTemplate.templateId,
  values: ['A3F9'],
  fromNumber: undefined,
  groupType: undefined,
  projectId: undefined,
  holdForWindow: false,
  ...change,
});

/** The facts for it, or what is changed of them: active, capable, rich, never called before, ten in the morning. */
export const sendFacts = (change: Partial<Facts> = {}): Facts => ({
  now: TEN_IN_BEIJING,
  account: {
    accountId: 'a',
    status: 'active',
    capabilities: ['verification-code', 'notification'],
    stopped: [],
    enterpriseApproved: true,
    agreementVersion: 1,
    serviceEndsAt: null,
  },
  projectKnown: false,
  callee: attribute('+8613800000200'),
  template: codeTemplate,
  exclusiveNumbers: [],
  restingNumbers: new Map(),
  usableApps: new Set(),
  calleeRefuses: false,
  testCallee: false,
  screener: compileScreener(BUILT_IN, hanzi),
  recent: [],
  frequency: { 1: DEFAULT_LIMITS, 2: DEFAULT_LIMITS },
  capped: undefined,
  attention: { used: { 1: 0, 2: 0 }, budgets: { 1: 100, 2: 20 } },
  purses: [{ ledgerAccount: 'cash', commodity: 'CNY', available: 1_000_000n }],
  prices: [
    { purpose: 1, groupType: 1, prefix: '+86', amount: 1000n, stepSeconds: 0 },
    { purpose: 2, groupType: 1, prefix: '+86', amount: 1200n, stepSeconds: 60 },
    { purpose: 1, groupType: 2, prefix: '+86', amount: 1500n, stepSeconds: 0 },
  ],
  destinations: new Set(),
  spending: undefined,
  narrowings: [],
  zones: [BEIJING_ZONE],
  queueFullAt: undefined,
  ...change,
});
