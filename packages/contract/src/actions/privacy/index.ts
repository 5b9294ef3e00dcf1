import { type TProperties, Type } from 'typebox';
import { defineAction } from '../../action.ts';
import {
  consentedCall,
  consentInbound,
  consentKind,
  milliseconds,
  notes,
  numPerPage,
  page,
  revokedKind,
} from '../../fields.ts';
import { exportUVMSAccountData, exportUVMSCustomerData, exportUVMSNumberData } from './export.ts';
import { hearUVMSImprovementRecording, listUVMSImprovementRecordings } from './improvement.ts';
import { getUVMSMasterKeys } from './master-keys.ts';
import { listUVMSRetention } from './retention.ts';

const phoneNumber = () =>
  Type.String({
    ...notes('号码（E.164）', 'The number (E.164)'),
    minLength: 1,
    maxLength: 20,
    examples: ['+8613800000200'],
  });

const erasureId = () => Type.String(notes('删除请求 ID', 'Id of the request'));

const count = (zh: string, en: string) => Type.Integer(notes(zh, en));

const erasure = () => ({
  ErasureId: erasureId(),
  Phone: Type.String(notes('号码，已脱敏；完成后为空', 'The number, masked; empty once it is done')),
  WholeAccount: Type.Boolean(notes('是否为整个账号', 'Whether it is of a whole account')),
  AskedBy: Type.Enum(
    ['callee', 'customer', 'operator'],
    notes('由谁请求：被叫、客户或运营方', 'Who asked: the callee, the customer, or the operator'),
  ),
  AskTime: milliseconds('请求时间', 'When it was asked for'),
  DoneTime: milliseconds('完成时间，未完成为 0', 'When it was done, 0 while it is not'),
  Messages: count('已删除号码与文字的消息数', 'Messages that lost number and text'),
  Rows: count('已删除的任务行数', 'Rows of lists'),
  Files: count('已删除的录音和名单文件数', 'Recordings and lists'),
  CallsIn: count('已删除主叫的来电数', 'Calls that came in and lost their caller'),
});

const erasures = <Fields extends TProperties>(fields: Fields) =>
  Type.Object({
    Total: count('总数', 'How many there are'),
    Data: Type.Array(
      Type.Object(fields, notes('一次删除', 'One erasure')),
      notes('本页的删除', 'The erasures of this page'),
    ),
  });

const accountOf = () =>
  Type.String(notes('所属客户，空为所有客户', 'At which customer; empty: at all of them'));

export const eraseUVMSNumber = defineAction({
  name: 'EraseUVMSNumber',
  summary: {
    zh: '删除本账号所存某号码的数据：消息中的号码与文字、按键、录音、名单行；账目保留。由后台任务完成，等待中的消息结束后才完成',
    en: 'Erases what the account holds of a number: number and text of messages, keys, recordings, rows of lists; money rows stay. A job does it, and is done once nothing to the number waits',
  },
  permission: 'uvms:configure',
  request: Type.Object({ PhoneNumber: phoneNumber() }),
  response: Type.Object({ ErasureId: erasureId() }),
  errors: ['LISTED_NUMBER_INVALID', 'COUNT_LIMIT'],
});

export const listUVMSNumberErasures = defineAction({
  name: 'ListUVMSNumberErasures',
  summary: {
    zh: '本账号的删除请求，最近的在前',
    en: 'Erasures that the account asked for, the latest first',
  },
  permission: 'uvms:read',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: erasures(erasure()),
  errors: [],
});

export const eraseUVMSData = defineAction({
  name: 'EraseUVMSData',
  summary: {
    zh: '删除某号码在一个客户或所有客户处的数据；或在服务终止后删除一个账号的全部被叫数据（4.2.9、4.2.10）',
    en: 'Erases what is held of a number, at one customer or everywhere; or, once its service has ended, all data of callees of an account (4.2.9, 4.2.10)',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    PhoneNumber: Type.Optional(phoneNumber()),
    AccountId: Type.Optional(
      Type.String({
        ...notes('客户账号；不传则为所有客户', 'The customer’s account; without it, every customer'),
        minLength: 1,
        maxLength: 64,
      }),
    ),
    Reason: Type.String({ ...notes('原因', 'Why'), minLength: 1, maxLength: 200 }),
  }),
  response: Type.Object({ ErasureId: erasureId() }),
  errors: ['LISTED_NUMBER_INVALID', 'ERASURE_UNCLEAR'],
});

export const listUVMSErasures = defineAction({
  name: 'ListUVMSErasures',
  summary: { zh: '所有删除请求，最近的在前', en: 'All erasures that were asked for, the latest first' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: Type.Optional(Type.String({ ...notes('客户账号', 'Account'), minLength: 1, maxLength: 64 })),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: erasures({ ...erasure(), AccountId: accountOf() }),
  errors: [],
});

export const listUVMSConsents = defineAction({
  name: 'ListUVMSConsents',
  summary: {
    zh: '被叫（呼入时为主叫）对录音、对将录音用于改进服务的同意与拒绝及其依据：消息或呼入、所播问题、按键、时间、流程版本（4.3.9），最近的在前',
    en: 'Consents of callees, and of those who call in, to being recorded and to the use of that to improve the service, and refusals, with their proof: message or call, question as spoken, key, time, version of the flow (4.3.9); the latest first',
  },
  permission: 'uvms:read',
  request: Type.Object({
    SessionNo: Type.Optional(consentedCall()),
    Kind: Type.Optional(consentKind()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: count('总数', 'How many there are'),
    Data: Type.Array(
      Type.Object(
        {
          SessionNo: consentedCall(),
          Inbound: consentInbound(),
          FlowId: Type.String(notes('流程 ID', 'The flow')),
          FlowVersion: count(
            '流程版本，询问的措辞以其为准',
            'Version of the flow, whose words the question was in',
          ),
          Node: Type.String(notes('询问的节点', 'The node that asked')),
          Kind: consentKind(),
          Question: Type.String(
            notes(
              '所播的问题；消息文字已删除时为备案的措辞',
              'The question as it was spoken; as it was filed, once the text of the message is erased',
            ),
          ),
          Given: Type.Boolean(notes('是否同意', 'Whether it was yes')),
          Key: Type.String(notes('表示同意的按键，不同意为空', 'The key for yes, empty for no')),
          Time: milliseconds('回答时间', 'When it was said'),
          RevokeTime: milliseconds('撤回时间，未撤回为 0', 'When it was taken back, 0 while it stands'),
          RevokedBy: Type.String(
            notes('由谁撤回：callee 或 customer', 'Who took it back: callee or customer'),
          ),
        },
        notes('一次回答', 'One answer'),
      ),
      notes('本页的回答', 'The answers of this page'),
    ),
  }),
  errors: [],
});

export const revokeUVMSConsent = defineAction({
  name: 'RevokeUVMSConsent',
  summary: {
    zh: '应被叫要求撤回一条消息或一次呼入的录音同意：录音立即不可再听并删除；或仅撤回将其用于改进服务的同意。依据保留',
    en: 'Takes back, at the callee’s wish, the consent to record a message, or a call that came in: the recording is heard no more and deleted; or only that it improves the service. The proof stays',
  },
  permission: 'uvms:configure',
  request: Type.Object({ SessionNo: consentedCall(), Kind: revokedKind() }),
  response: Type.Object({}),
  errors: ['CONSENT_UNKNOWN'],
});

/** What is held of people who are called, and its end. */
export const PRIVACY_ACTIONS = {
  EraseUVMSNumber: eraseUVMSNumber,
  ListUVMSNumberErasures: listUVMSNumberErasures,
  EraseUVMSData: eraseUVMSData,
  ListUVMSErasures: listUVMSErasures,
  ListUVMSConsents: listUVMSConsents,
  RevokeUVMSConsent: revokeUVMSConsent,
  ListUVMSImprovementRecordings: listUVMSImprovementRecordings,
  HearUVMSImprovementRecording: hearUVMSImprovementRecording,
  ExportUVMSAccountData: exportUVMSAccountData,
  ExportUVMSCustomerData: exportUVMSCustomerData,
  ExportUVMSNumberData: exportUVMSNumberData,
  GetUVMSMasterKeys: getUVMSMasterKeys,
  ListUVMSRetention: listUVMSRetention,
} as const;
