import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { AUDIT_ACTORS, type AuditActor } from '../../audit.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId, keysOf } from '../qualification/fields.ts';
import {
  exportUVMSEvidence,
  hearUVMSMessage,
  judgeUVMSSample,
  listUVMSSamples,
  sampleUVMSMessages,
} from './evidence.ts';

const seconds = (zh: string, en: string) =>
  Type.Integer({ ...notes(`${zh}，Unix 秒`, `${en}, Unix seconds`), minimum: 0, maximum: 32_503_680_000 });

const act = () =>
  Type.String({
    ...notes(
      '做了什么：Action 名称，或平台自动处理的名称',
      'What was done: an Action, or what the platform did',
    ),
    minLength: 1,
    maxLength: 64,
    examples: ['UpdateOperator'],
  });

const actorId = () =>
  Type.String({
    ...notes(
      '谁做的：运营人员、成员、密钥或应用的 ID',
      'Who did it: id of one of the staff, member, key or app',
    ),
    minLength: 1,
    maxLength: 128,
  });

/** What lists of acts are asked by. */
const range = {
  Act: Type.Optional(act()),
  ActorId: Type.Optional(actorId()),
  StartTime: Type.Optional(seconds('开始时间，默认 30 天前', 'From, by default 30 days ago')),
  EndTime: Type.Optional(seconds('结束时间，默认现在', 'Until, by default now')),
  Page: page(),
  NumPerPage: numPerPage(),
};

const records = () =>
  Type.Array(
    Type.Object(
      {
        Chain: Type.String(
          notes('所在的记录链：账号，平台为空', 'The chain it is in: an account, or empty for the platform'),
        ),
        Seq: Type.Integer(notes('在链中的序号，从 1 连续', 'Its place in the chain, from 1 without a gap')),
        Time: milliseconds('时间', 'When'),
        Actor: Type.Enum(
          keysOf<AuditActor>(AUDIT_ACTORS),
          notes(
            'operator 运营人员，member 成员，key 密钥，app 应用，anybody 未登录者，callee 被叫，platform 平台自动',
            'operator (staff), member, key, app, anybody (not logged in), callee, or platform (by itself)',
          ),
        ),
        ActorId: Type.String(notes('谁做的', 'Who did it')),
        Ip: Type.String(notes('来源地址', 'Source address')),
        RequestId: Type.String(notes('请求 ID', 'Id of the request')),
        Act: Type.String(notes('做了什么', 'What was done')),
        SubjectAccountId: Type.String(notes('涉及的账号，没有则为空', 'The account concerned, or empty')),
        RetCodeOfAct: Type.Integer(
          notes(
            '0 已完成；否则为部分完成后被拒绝的返回码',
            '0: done; else the RetCode by which it was refused after a part of it had been done',
          ),
        ),
        Detail: Type.String(
          notes(
            '请求内容（JSON），不含密钥、姓名和完整号码',
            'What was asked, as JSON, without secrets, names and whole numbers',
          ),
        ),
        Hash: Type.String(notes('哈希，十六进制', 'Hash, in hex')),
      },
      notes('一条审计记录', 'One act'),
    ),
    notes('本页的审计记录', 'The acts of this page'),
  );

const total = () => Type.Integer(notes('总数', 'How many there are'));

export const listAuditLogs = defineAction({
  name: 'ListAuditLogs',
  summary: {
    zh: '查询本账号的审计记录：成员、密钥、安全设置及其他更改，最近的在前',
    en: 'Lists the audit log of the account: what was changed of members, keys, security and the rest, the latest first',
  },
  permission: 'members:manage',
  request: Type.Object(range),
  response: Type.Object({ Total: total(), Data: records() }),
  errors: [],
});

export const listUVMSAuditLogs = defineAction({
  name: 'ListUVMSAuditLogs',
  summary: {
    zh: '查询全部审计记录（运营人员、客户与平台自动处理），最近的在前',
    en: 'Lists the audit log of everybody (staff, customers, and the platform by itself), the latest first',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    Chain: Type.Optional(
      Type.Enum(
        ['all', 'platform'],
        notes('all 全部（默认），platform 仅平台自身的链', 'all (default), or the platform’s own chain'),
      ),
    ),
    AccountId: Type.Optional(accountId()),
    ...range,
  }),
  response: Type.Object({ Total: total(), Data: records() }),
  errors: [],
});

export const exportUVMSAuditLog = defineAction({
  name: 'ExportUVMSAuditLog',
  summary: {
    zh: '导出一条记录链（JSON Lines）：首行为已签名的链头与公钥，可用 herald verify audit 离线验证',
    en: 'One whole chain as JSON Lines: the signed head and the public keys, then every record; herald verify audit proves it without a server',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({ AccountId: Type.Optional(accountId()) }),
  response: Type.Object({}),
  errors: ['AUDIT_EMPTY'],
});

export const verifyUVMSAuditLog = defineAction({
  name: 'VerifyUVMSAuditLog',
  summary: {
    zh: '验证每条记录链：从第一条到已签名的链头，记录未被更改或移除',
    en: 'Proves every chain of the audit log from its first record to its signed head: nothing was changed or removed',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({}),
  response: Type.Object({
    Chains: Type.Integer(notes('链数', 'Chains')),
    Records: Type.Integer(notes('已验证的记录数', 'Records that were proved')),
    Total: Type.Integer(notes('有问题的链数', 'Chains with a fault')),
    Faults: Type.Array(
      Type.Object(
        {
          Chain: Type.String(
            notes('记录链：账号，平台为空', 'The chain: an account, or empty for the platform'),
          ),
          Seq: Type.Integer(notes('从哪条记录起', 'From which record on')),
          Fault: Type.Enum(
            ['changed', 'missing', 'head', 'signature', 'no-head'],
            notes(
              'changed 记录被更改，missing 记录缺失，head 与链头不符，signature 签名无效，no-head 缺少链头',
              'changed, missing, head (does not end as its head says), signature (void), no-head',
            ),
          ),
        },
        notes('一处问题', 'One fault'),
      ),
      notes('至多 100 处', 'At most 100'),
    ),
  }),
  errors: [],
});

export const AUDIT_ACTIONS = {
  ExportUVMSEvidence: exportUVMSEvidence,
  SampleUVMSMessages: sampleUVMSMessages,
  HearUVMSMessage: hearUVMSMessage,
  JudgeUVMSSample: judgeUVMSSample,
  ListUVMSSamples: listUVMSSamples,
  ListAuditLogs: listAuditLogs,
  ListUVMSAuditLogs: listUVMSAuditLogs,
  ExportUVMSAuditLog: exportUVMSAuditLog,
  VerifyUVMSAuditLog: verifyUVMSAuditLog,
} as const;
