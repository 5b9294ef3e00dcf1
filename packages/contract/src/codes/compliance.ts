import type { RetCodeRow } from '../ret-codes.ts';

/** 18780–18799: audit, compliance and complaints. */
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
  COMPLAINT_UNKNOWN: {
    code: 18784,
    source: '4.3.6',
    retry: false,
    zh: '没有投诉“{complaintId}”。请用 QueryUVMSComplaints（运营方用 ListUVMSComplaints）查看。',
    en: 'There is no complaint "{complaintId}". QueryUVMSComplaints (for the operator, ListUVMSComplaints) shows which there are.',
  },
  COMPLAINT_STATE: {
    code: 18785,
    source: '4.3.6',
    retry: false,
    zh: '投诉处于“{state}”状态，不能进行此操作。请查询其当前状态。',
    en: 'The complaint is in the state "{state}", in which this cannot be done. Query it to see what is next.',
  },
  COMPLAINT_NOBODYS: {
    code: 18786,
    source: '4.3.6',
    retry: false,
    zh: '没有找到被投诉的呼叫，不知道转交给谁。请在 AccountId 中指明客户，或直接办结。',
    en: 'No call was found for this complaint, so it is not known to whom it goes. Name the customer in AccountId, or close it.',
  },
  COMPLAINT_FILE_INVALID: {
    code: 18787,
    source: '4.3.6',
    retry: false,
    zh: '投诉文件无法导入：{problemZh}。文件应为 UTF-8 的 CSV，三列依次为号码、时间、类别。',
    en: 'The file of complaints cannot be imported: {problemEn}. It must be CSV in UTF-8 with number, time and kind.',
  },
} as const satisfies Record<string, RetCodeRow>;
