import type { RetCodeRow } from '../ret-codes.ts';

/** 18501–18599: money. */
export const MONEY_CODES = {
  FUNDS_INSUFFICIENT: {
    code: 18501,
    source: '3.6',
    retry: true,
    zh: '套餐余量与账户余额不足以支付本次呼叫。请充值或购买套餐包，到账后自动恢复。',
    en: 'Neither packages nor balance can pay for this call. Top up or buy a package; sending resumes by itself.',
  },
  PRICE_MISSING: {
    code: 18502,
    source: '3.2',
    retry: false,
    zh: '目的地 {destination} 没有生效的价格，不能呼叫。请联系平台。',
    en: 'There is no price in force for {destination}, so it cannot be called. Ask the operator.',
  },
} as const satisfies Record<string, RetCodeRow>;
