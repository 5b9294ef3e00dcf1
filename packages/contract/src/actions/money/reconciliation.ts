import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';

const trunkId = () =>
  Type.String({ ...notes('中继 ID', 'Trunk'), minLength: 1, maxLength: 64, examples: ['trunk-1'] });

const day = () =>
  Type.String({
    ...notes('日期（北京时间）', 'Day, in Beijing time'),
    pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    examples: ['2026-03-10'],
  });

const runId = () =>
  Type.String({
    ...notes('对账编号', 'Reconciliation'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

const run = () =>
  Type.Object(
    {
      RunId: runId(),
      TrunkId: trunkId(),
      Day: day(),
      FileSha256: Type.String(notes('文件的 SHA-256，十六进制', 'SHA-256 of the file, in hex')),
      Matched: Type.Integer(notes('两边一致的呼叫', 'Calls of which both sides tell the same')),
      Differing: Type.Integer(
        notes('是否接通不同，或秒数相差超过 1 秒', 'Answered by one side only, or more than a second apart'),
      ),
      MissingThere: Type.Integer(notes('运营商没有的已接通呼叫', 'Answered calls that the carrier has not')),
      MissingHere: Type.Integer(notes('平台没有的已接通呼叫', 'Answered calls that the platform has not')),
      Unreadable: Type.Integer(notes('不能识别的行', 'Rows that cannot be read')),
      Resolved: Type.Integer(
        notes('由此得知结果的未知回执', 'Unknown receipts of which the file tells the result'),
      ),
      OurSeconds: Type.String(notes('平台的通话秒数合计', 'Seconds of talk, as the platform has them')),
      TheirSeconds: Type.String(notes('运营商的通话秒数合计', 'Seconds of talk, as the carrier has them')),
      RunBy: Type.String(notes('提交对账的运营人员', 'Who of the staff ran it')),
      Time: milliseconds('对账时间', 'When'),
    },
    notes('一次对账', 'One reconciliation'),
  );

export const reconcileUVMSCarrier = defineAction({
  name: 'ReconcileUVMSCarrier',
  summary: {
    zh: '用运营商一天的话单（CSV，UTF-8，至多 32 MiB、20 万行）与一条中继的呼叫对账；参数放在查询串中，文件为请求体。未知的回执由此得到结果，费用不变',
    en: 'Compares a carrier’s call records of a day (CSV in UTF-8, at most 32 MiB and 200,000 rows) with the calls of a trunk. Parameters are in the query, the body is the file. Unknown receipts are resolved from it; no charge changes',
  },
  realm: 'operator',
  permission: 'ops:finance',
  file: 'upload',
  request: Type.Object({
    TrunkId: trunkId(),
    Day: day(),
    Columns: Type.Optional(
      Type.Array(
        Type.String({ pattern: '^(callId|callee|start|answer|seconds|result)=.{1,64}$', maxLength: 80 }),
        {
          ...notes(
            '列名不能自动识别时，指明各列：字段=列名。字段：callId 为 SIP Call-ID，callee 被叫号码，start 开始时间，answer 应答时间，seconds 通话秒数，result 结果码',
            'Which columns these are, where their headers are not understood: field=header. Fields: callId (SIP Call-ID), callee (called number), start, answer (times), seconds (of talk), result (code)',
          ),
          maxItems: 6,
          examples: [['seconds=billsec']],
        },
      ),
    ),
  }),
  response: Type.Object({ Reconciliation: run() }),
  errors: [
    'FILE_BODY_MISSING',
    'FILE_TOO_LARGE',
    'FILE_CUT_OFF',
    'RECONCILIATION_TRUNK_UNKNOWN',
    'RECONCILIATION_DAY_INVALID',
    'RECONCILIATION_FILE_INVALID',
  ],
});

export const listUVMSReconciliations = defineAction({
  name: 'ListUVMSReconciliations',
  summary: { zh: '查询对账，最近的在前', en: 'Lists reconciliations, the latest first' },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({ TrunkId: Type.Optional(trunkId()), Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(run(), notes('本页的对账', 'The reconciliations of this page')),
  }),
  errors: [],
});

const verdict = () =>
  Type.Enum(
    ['differing', 'missing-there', 'missing-here', 'unreadable'],
    notes(
      'differing 不一致，missing-there 运营商没有，missing-here 平台没有，unreadable 不能识别',
      'differing, missing-there (at the carrier), missing-here, or unreadable',
    ),
  );

export const getUVMSReconciliation = defineAction({
  name: 'GetUVMSReconciliation',
  summary: {
    zh: '查询一次对账及其差异，逐页；差异至多保留 1 万条',
    en: 'One reconciliation and what differs in it, page by page; at most 10,000 lines are kept',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    RunId: runId(),
    Verdict: Type.Optional(verdict()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Reconciliation: run(),
    Total: Type.Integer(notes('符合条件的差异条数', 'Lines that match')),
    Data: Type.Array(
      Type.Object(
        {
          Verdict: verdict(),
          AccountId: Type.String(
            notes('账号，平台没有时为空', 'Account; empty where there is no call of ours'),
          ),
          SessionNo: Type.String(notes('消息编号', 'The message')),
          FileLine: Type.Integer(
            notes('文件中的行号，没有时为 0', 'Line of the file, 0 where there is none'),
          ),
          CallId: Type.String(notes('呼叫的 SIP Call-ID', 'SIP Call-ID of the call')),
          Phone: Type.String(notes('被叫号码，已脱敏', 'Called number, masked')),
          StartTime: milliseconds('开始时间，不知道时为 0', 'Start, 0 where it is not known'),
          OurSeconds: Type.Optional(Type.Integer(notes('平台的秒数', 'Seconds, as the platform has them'))),
          TheirSeconds: Type.Optional(
            Type.Integer(notes('运营商的秒数', 'Seconds, as the carrier has them')),
          ),
          TheirResult: Type.String(notes('运营商的结果码', 'The carrier’s result code')),
          Reason: Type.Enum(
            ['', 'no-key', 'callee', 'start', 'other-day', 'answer', 'seconds', 'too-long'],
            notes(
              '不能识别的原因：no-key 缺少 Call-ID 或号码与时间，callee 号码，start 开始时间，other-day 不是当天，answer 应答时间，seconds 秒数，too-long 过长',
              'Why a row is unreadable: no-key (neither Call-ID nor number and start), or its callee, start, other-day (not of the day), answer, seconds, too-long',
            ),
          ),
        },
        notes('一条差异', 'One line'),
      ),
      notes('本页的差异', 'The lines of this page'),
    ),
  }),
  errors: ['RECONCILIATION_UNKNOWN'],
});
