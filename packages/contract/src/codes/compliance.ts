import type { RetCodeRow } from '../ret-codes.ts';

/** 18780–18799: audit and compliance. */
export const COMPLIANCE_CODES = {
  AUDIT_EMPTY: {
    code: 18780,
    source: '4.2.11',
    retry: false,
    zh: '没有账号“{accountId}”的审计记录。请核对账号；平台自身的记录请不传 AccountId。',
    en: 'There are no audit records of account "{accountId}". Check the account; leave AccountId out for those of the platform itself.',
  },
} as const satisfies Record<string, RetCodeRow>;
