import type { RetCodeRow } from '../ret-codes.ts';

/** 18850–18899: the operator’s own staff. */
export const OPERATOR_CODES = {
  OPERATOR_NOT_FOUND: {
    code: 18850,
    source: '4.2.4',
    retry: false,
    zh: '运营人员 {operatorId} 不存在。请用 ListOperators 查看。',
    en: 'There is nobody {operatorId} among the staff. ListOperators shows who is.',
  },
  OPERATOR_EXISTS: {
    code: 18851,
    source: '4.2.4',
    retry: false,
    zh: '该邮箱已是运营人员或已被邀请。请修改该人员，或移除后重新邀请。',
    en: 'This address is one of the staff or invited already. Change that person, or remove and invite again.',
  },
  LAST_ADMIN: {
    code: 18852,
    source: '4.2.4',
    retry: false,
    zh: '至少需要一名可登录的管理员。请先指定另一名管理员。',
    en: 'There must be at least one administrator who can log in. Make somebody else an administrator first.',
  },
} as const satisfies Record<string, RetCodeRow>;
