import type { RetCodeRow } from '../ret-codes.ts';

/** 18101–18159: accounts, members, sessions, keys and apps’ secrets. */
export const ACCOUNT_CODES = {
  ACCOUNT_SUSPENDED: {
    code: 18101,
    source: '5.2',
    retry: false,
    zh: '账号已被暂停使用。请向平台运营方了解原因，并处理或申诉。',
    en: 'The account is suspended. Ask the operator of this service for the reason, and settle it or appeal.',
  },
  CAPABILITY_MISSING: {
    code: 18102,
    source: '2.1',
    retry: false,
    zh: '账号尚未开通通信能力“{capability}”。请先向平台运营方申请，审核通过后即可使用。',
    en: 'The capability "{capability}" has not been granted to this account. Apply to the operator of this service; it works once reviewed.',
  },
} as const satisfies Record<string, RetCodeRow>;
