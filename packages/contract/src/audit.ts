import type { Action } from './action.ts';

/** Actions that begin with one of these change nothing. */
const READING_VERBS = new Set([
  'Check',
  'Describe',
  'Diff',
  'Download',
  'Get',
  'Hear',
  'Inspect',
  'List',
  'Preview',
  'Query',
  'Test',
  'Try',
]);
const READING = new Set(['VerifyUVMSLedger', 'VerifyUVMSAuditLog']);
/** 4.3.1: by these the staff sees what is masked elsewhere, so that looking is an act. */
const LOOKING = new Set([
  'GetUVMSReview',
  'DownloadUVMSReviewFile',
  'DownloadUVMSRectificationFile',
  'HearUVMSMessage',
  'HearUVMSImprovementRecording',
]);
/** Tests that ring somebody. */
const RINGING = new Set(['TestUVMSTrunk']);
/** Of what anybody may call, what changes who may come in. */
const BY_ANYBODY = new Set(['AcceptInvitation', 'ResetPassword']);
/** Many, and each kept elsewhere for what it is: messages, what was read of the inbox. */
const NOT_ADMINISTRATIVE = new Set<string | undefined>(['uvms:send', 'notices:read']);
const NO_ACTS = new Set(['Logout', 'UploadUVMSFile']);

/**
 * 4.2.11: whether a call of the Action leaves a row in the audit log. All do that change something, but for sends, files
 * that nothing uses yet, and coming and going; a new Action is audited unless its name begins with a reading verb.
 */
export function isAudited({ name, realm = 'customer', permission }: Action): boolean {
  if (LOOKING.has(name) || RINGING.has(name)) return true;
  if (realm === 'public') return BY_ANYBODY.has(name);
  if (READING.has(name) || NO_ACTS.has(name) || NOT_ADMINISTRATIVE.has(permission)) return false;
  return !READING_VERBS.has(/^[A-Z][a-z]+/.exec(name)?.[0] ?? '');
}

export const AUDIT_ACTORS = {
  operator: { zh: '运营人员', en: 'The operator’s staff' },
  member: { zh: '客户成员', en: 'A member of the account' },
  key: { zh: 'API 密钥', en: 'An API key' },
  app: { zh: '应用', en: 'An app' },
  anybody: { zh: '未登录者', en: 'Somebody not logged in' },
  callee: { zh: '被叫', en: 'A callee' },
  platform: { zh: '平台自动', en: 'The platform by itself' },
} as const;

export type AuditActor = keyof typeof AUDIT_ACTORS;

/** One act, as it is kept and exported. */
export interface AuditRecord {
  /** The account whose chain it is in, '' for the platform's. */
  readonly accountId: string;
  /** From 1, without a gap. */
  readonly seq: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly actor: AuditActor;
  readonly actorId: string;
  readonly ip: string;
  readonly requestId: string;
  readonly act: string;
  /** The account that it concerns, or ''. */
  readonly subjectAccount: string;
  /** 0: done; else what its caller was told after a part of it had been done. */
  readonly retCode: number;
  /** JSON. */
  readonly detail: string;
}

/** What the hash of a record is over, after the 32 bytes of the hash before it (of nothing, for the first): UTF-8. */
export function auditText(record: AuditRecord): string {
  const { accountId, seq, at, actor, actorId, ip, requestId, act, subjectAccount, retCode, detail } = record;
  return JSON.stringify([
    'herald.audit.v1',
    accountId,
    seq,
    at,
    actor,
    actorId,
    ip,
    requestId,
    act,
    subjectAccount,
    retCode,
    detail,
  ]);
}

/** What the signature of a chain's head is over: UTF-8. */
export function auditHeadText(head: { accountId: string; seq: number; hash: string }): string {
  return JSON.stringify(['herald.audit-head.v1', head.accountId, head.seq, head.hash]);
}

/** The first line of an exported chain. Hashes are hex; keys and signatures base64. */
export interface AuditExportHead {
  readonly format: 'herald.audit.v1';
  readonly exportedAt: number;
  readonly accountId: string;
  /** The last record of the chain. */
  readonly seq: number;
  readonly hash: string;
  readonly signature: string;
  readonly keyId: string;
  /** Ed25519 public keys (raw, 32 bytes) by id. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A further line: the record and its hash in hex. */
export type AuditExportLine = AuditRecord & { readonly hash: string };
