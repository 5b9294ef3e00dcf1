import type { RetCodeRow } from '../ret-codes.ts';

/** 18900–18929: numbers, their rent, and what is renewed by itself. */
export const NUMBER_CODES = {
  PACKAGE_NOT_RENEWABLE: {
    code: 18900,
    source: '3.7',
    retry: false,
    zh: '套餐包 {packageId} 不存在，或已续购过。请用 ListUVMSPackages 核对。',
    en: 'There is no package {packageId}, or it was bought again already. Check with ListUVMSPackages.',
  },
} as const satisfies Record<string, RetCodeRow>;
