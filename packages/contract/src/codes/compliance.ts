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
  LEXICON_CHANGED: {
    code: 18781,
    source: '4.2.2',
    retry: false,
    zh: '词库已是第 {version} 版，不是您修改时的版本。请重新查询后再修改。',
    en: 'The lexicon is at version {version} by now, which is not the one you changed. Query it again, then change it.',
  },
  LEXICON_VERSION_UNKNOWN: {
    code: 18782,
    source: '4.2.2',
    retry: false,
    zh: '词库没有第 {version} 版。请用 ListUVMSLexiconVersions 查看已有版本。',
    en: 'The lexicon has no version {version}. ListUVMSLexiconVersions shows which there are.',
  },
  LEXICON_TERM_INVALID: {
    code: 18783,
    source: '4.2.2',
    retry: false,
    zh: '词语“{term}”不能使用：{problemZh}。请修改后重试。',
    en: 'The term "{term}" cannot be used: {problemEn}. Change it and try again.',
  },
} as const satisfies Record<string, RetCodeRow>;
