import type { Words } from './words.ts';

/** How long a kind of data is kept. */
interface Kept extends Words {
  readonly clause: string;
  /** `setting`: so many days as the operator sets; `days`: always so many; `always`; `never`: made when it is asked for. */
  readonly kept:
    | { readonly setting: string }
    | { readonly days: number }
    | { readonly always: true }
    | { readonly never: true };
}

/** Kinds whose period is a setting. */
export const RETENTION_KINDS = [
  'callees',
  'recordings',
  'tasks',
  'records',
  'complaints',
  'sign-ins',
  'materials',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** 4.2.9, 4.2.10, 12.5: everything that is kept of people and customers, how long, and by which clause. */
export const RETENTION = {
  callees: {
    clause: '4.2.9',
    kept: { setting: 'RETENTION_CALLEE_DAYS' },
    zh: '消息的号码与文字、呼入的主叫',
    en: 'Numbers and texts of messages, callers of calls that came in',
  },
  recordings: {
    clause: '4.3.9',
    kept: { setting: 'RETENTION_RECORDING_DAYS' },
    zh: '通话录音',
    en: 'Recordings of calls',
  },
  tasks: {
    clause: '4.2.9',
    kept: { setting: 'RETENTION_TASK_DAYS' },
    zh: '已结束的任务及其名单',
    en: 'Tasks that are over, with their lists',
  },
  records: {
    clause: '4.2.9',
    kept: { setting: 'RETENTION_RECORD_DAYS' },
    zh: '发送记录与回执（按月；此后归档为不含号码与文字的密封文件）',
    en: 'Send records and receipts, by the month; then they are archived as sealed files without numbers and texts',
  },
  complaints: {
    clause: '4.3.6',
    kept: { setting: 'RETENTION_COMPLAINT_DAYS' },
    zh: '已办结投诉的陈述与脱敏号码',
    en: 'Words and masks of complaints that are over',
  },
  'sign-ins': {
    clause: '4.2.4',
    kept: { setting: 'RETENTION_SIGN_IN_DAYS' },
    zh: '已结束的登录会话（时间、地址、设备）',
    en: 'Sessions that are over: when, from where, with what',
  },
  materials: {
    clause: '12.5',
    kept: { setting: 'RETENTION_MATERIAL_DAYS' },
    zh: '服务终止后的资质材料与录音模板文件',
    en: 'Materials and audio of templates, after the service has ended',
  },
  terminated: {
    clause: '4.2.10',
    kept: { days: 30 },
    zh: '服务终止后的全部被叫数据',
    en: 'All data of callees, after the service has ended',
  },
  portal: {
    clause: '4.3.2',
    kept: { days: 1 },
    zh: '被叫自助页的验证码与会话',
    en: 'Codes and sessions of the page for callees',
  },
  evidence: {
    clause: '4.2.11',
    kept: { never: true },
    zh: '证据包（读取时生成，不保存）',
    en: 'Evidence bundles: made as they are read, and not kept',
  },
  exports: {
    clause: '4.2.10',
    kept: { never: true },
    zh: '导出文件（读取时生成，不保存）',
    en: 'Exports: made as they are read, and not kept',
  },
  refusals: {
    clause: '4.3.2',
    kept: { always: true },
    zh: '拒呼名单（只存带密钥摘要）',
    en: 'Refusals, by a keyed hash',
  },
  consents: {
    clause: '4.3.9',
    kept: { always: true },
    zh: '录音同意的依据（删除号码后不含被叫）',
    en: 'Proofs of consents; without the callee, once the number is erased',
  },
  audit: { clause: '4.2.11', kept: { always: true }, zh: '审计记录', en: 'The audit log' },
  money: { clause: '3.4', kept: { always: true }, zh: '账本与账单', en: 'Ledger and bills' },
} as const satisfies Readonly<Record<string, Kept>> & Readonly<Record<RetentionKind, Kept>>;
