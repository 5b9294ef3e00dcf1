import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId } from '../qualification/fields.ts';

const sessionNo = () =>
  Type.String({ ...notes('消息编号', 'SessionNo of the message'), minLength: 1, maxLength: 64 });

const verdict = () =>
  Type.Enum(
    ['as-filed', 'deviates'],
    notes('as-filed 与备案一致，deviates 偏离备案', 'as-filed, or deviates from what was filed'),
  );

export const exportUVMSEvidence = defineAction({
  name: 'ExportUVMSEvidence',
  summary: {
    zh: '导出一条消息或一件投诉的证据包（ZIP，已签名）：备案、判断轨迹、信令、同意与录音、审计记录；可用 herald verify-evidence 离线验证',
    en: 'The evidence of a message, or of a complaint, as one signed ZIP: what was filed, the decision trail, the SIP trace, consents and recordings, the audit log; herald verify-evidence proves it without a server',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({
    AccountId: accountId(),
    SessionNo: Type.Optional(sessionNo()),
    ComplaintId: Type.Optional(
      Type.String({
        ...notes('对该消息的投诉；与 SessionNo 二选一', 'A complaint about it, instead of SessionNo'),
        maxLength: 64,
      }),
    ),
  }),
  response: Type.Object({}),
  errors: ['MESSAGE_NOT_FOUND', 'COMPLAINT_UNKNOWN', 'COMPLAINT_NOBODYS', 'EVIDENCE_OF'],
});

export const sampleUVMSMessages = defineAction({
  name: 'SampleUVMSMessages',
  summary: {
    zh: '抽检：随机抽取已接听的消息，备案内容与实际播报并列',
    en: 'Draws answered messages at random, to hold what was said against what was filed',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    Days: Type.Optional(
      Type.Integer({
        ...notes('最近多少天', 'Of how many of the last days'),
        minimum: 1,
        maximum: 30,
        default: 7,
      }),
    ),
    Count: Type.Optional(
      Type.Integer({ ...notes('至多抽取条数', 'How many, at most'), minimum: 1, maximum: 50, default: 10 }),
    ),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          AccountId: accountId(),
          SessionNo: sessionNo(),
          AccountName: Type.String(notes('账号名称', 'Name of the account')),
          TemplateId: Type.String(notes('模板或流程', 'Template or flow')),
          Purpose: Type.Integer(notes('语音类型', 'Purpose')),
          Phone: Type.String(notes('被叫，已脱敏', 'The callee, masked')),
          AnswerTime: milliseconds('接听时间', 'When it was answered'),
          Filed: Type.String(notes('备案内容，{n} 为变量', 'What was filed; {n} are its variables')),
          Spoken: Type.String(notes('实际播报', 'What was said')),
          Fits: Type.Boolean(
            notes('播报除变量外是否与备案一致', 'Whether it is what was filed, but for the variables'),
          ),
          Recorded: Type.Boolean(
            notes('是否为录音模板，须试听', 'Whether a recording was played, which has to be heard'),
          ),
        },
        notes('一条消息', 'One message'),
      ),
      notes('抽取的消息', 'What was drawn'),
    ),
  }),
  errors: [],
});

export const hearUVMSMessage = defineAction({
  name: 'HearUVMSMessage',
  summary: {
    zh: '试听一条消息播报的内容（WAV），由保存的脚本重新生成；流程为一个节点',
    en: 'What a message said as a WAV file, made anew from the script that is kept; of a flow, one node',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({
    AccountId: accountId(),
    SessionNo: sessionNo(),
    Node: Type.Optional(
      Type.String({
        ...notes('流程的节点，默认起始节点', 'Node of a flow, by default its first'),
        maxLength: 64,
      }),
    ),
  }),
  response: Type.Object({}),
  errors: ['MESSAGE_NOT_FOUND', 'PREVIEW_BUSY'],
});

export const judgeUVMSSample = defineAction({
  name: 'JudgeUVMSSample',
  summary: {
    zh: '记录抽检结论；偏离备案时可同时停用模板（4.3.8），客户会收到原因',
    en: 'Keeps the verdict on a message; one that deviates can have its template disabled with it (4.3.8), and the customer is told why',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: accountId(),
    SessionNo: sessionNo(),
    Verdict: verdict(),
    Reason: Type.String({ ...notes('说明', 'Why'), minLength: 1, maxLength: 500 }),
    Block: Type.Optional(
      Type.Boolean({
        ...notes('是否停用其模板或流程', 'Whether its template or flow is disabled'),
        default: false,
      }),
    ),
  }),
  response: Type.Object({}),
  errors: ['MESSAGE_NOT_FOUND', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE'],
});

export const listUVMSSamples = defineAction({
  name: 'ListUVMSSamples',
  summary: { zh: '查询抽检结论，最近的在前', en: 'Verdicts on messages, the latest first' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    Verdict: Type.Optional(verdict()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: accountId(),
          SessionNo: sessionNo(),
          Time: milliseconds('时间', 'When'),
          OperatorId: Type.String(notes('谁做的', 'By whom')),
          Verdict: verdict(),
          Reason: Type.String(notes('说明', 'Why')),
        },
        notes('一条结论', 'One verdict'),
      ),
      notes('本页的结论', 'The verdicts of this page'),
    ),
  }),
  errors: [],
});
