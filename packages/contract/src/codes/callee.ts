import type { RetCodeRow } from '../ret-codes.ts';

/** 18201–18299: callee and numbers. */
export const CALLEE_CODES = {
  CALLED_NUMBER_INVALID: {
    code: 18201,
    source: 'api',
    retry: false,
    zh: '被叫号码 CalledNumber 不正确：{problemZh}。请使用 E.164 格式：“+国家码号码”，只含数字，例如 +8613800000200。',
    en: 'CalledNumber is invalid: {problemEn}. Write it as E.164: + country code and number, digits only, e.g. +8613800000200.',
  },
  DESTINATION_NOT_ENABLED: {
    code: 18202,
    source: 'rules',
    retry: false,
    zh: '目的地 {destination} 未对该账号开放。请向平台运营方申请国际通信能力并逐个开通目的地。',
    en: 'The destination {destination} is not enabled for this account. Apply to the operator of this service for the international capability; destinations are enabled one by one.',
  },
  FROM_NUMBER_UNKNOWN: {
    code: 18203,
    source: 'api',
    retry: false,
    zh: 'FromNumber {fromNumber} 不是该账号可用的专享号码。请核对号码，或不传 FromNumber 以使用随机号码。',
    en: 'FromNumber {fromNumber} is not an active exclusive number of this account. Check the number, or leave FromNumber out to use a random number.',
  },
  FROM_NUMBER_MISSING: {
    code: 18204,
    source: 'api',
    retry: false,
    zh: 'GroupType 为 2（专享号码）时必须有专享号码可用。请传 FromNumber，或把 GroupType 设为 1。',
    en: 'GroupType 2 (exclusive) needs an exclusive number. Give FromNumber, or set GroupType to 1.',
  },
  GROUP_TYPE_CONFLICT: {
    code: 18205,
    source: 'api',
    retry: false,
    zh: 'GroupType 为 1（随机号码）时不能指定 FromNumber。请去掉其中一个。',
    en: 'FromNumber cannot be given with GroupType 1 (random). Leave one of them out.',
  },
  CALLEE_REFUSES: {
    code: 18206,
    source: '4.3.2',
    retry: false,
    zh: '被叫已拒绝接听此类呼叫，不能再次呼叫。请从名单中移除该号码。',
    en: 'The callee has refused further calls and must not be called again. Remove the number from your list.',
  },
  LISTED_NUMBER_INVALID: {
    code: 18220,
    source: '4.3.2',
    retry: false,
    zh: '号码 {number} 不正确，整批未处理。请使用 E.164 格式，例如 +8613800000200。',
    en: 'The number {number} is not valid, and nothing of the batch was done. Write E.164, e.g. +8613800000200.',
  },
} as const satisfies Record<string, RetCodeRow>;
