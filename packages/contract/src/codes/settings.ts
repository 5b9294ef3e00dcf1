import type { RetCodeRow } from '../ret-codes.ts';

/** 18701–18709: settings of an account. */
export const SETTINGS_CODES = {
  RECEIPT_URL_INVALID: {
    code: 18701,
    source: 'api',
    retry: false,
    zh: '回执地址不可用：{problemZh}。请使用公网可达的 http 或 https 地址，不含用户名和密码。',
    en: 'The receipt URL cannot be used: {problemEn}. Use an http or https address on the public internet, without user name and password.',
  },
} as const satisfies Record<string, RetCodeRow>;
