import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import {
  groupType,
  milliseconds,
  notes,
  numPerPage,
  page,
  projectId,
  purpose,
  sessionNo,
} from '../../fields.ts';

const seconds = (zh: string, en: string) =>
  Type.Optional(Type.Integer({ ...notes(zh, en), minimum: 0, maximum: 99_999_999_999 }));

const record = Type.Object(
  {
    SessionNo: sessionNo(),
    TaskNo: Type.String(
      notes('任务编号；单条发送时为消息编号', 'Id of the task; for a single send the message’s id'),
    ),
    Phone: Type.String(notes('被叫号码', 'Called number')),
    ShowNumber: Type.String(notes('外显号码', 'Number shown to the callee')),
    PreCost: Type.Integer(notes('预留的条数或分钟数', 'Messages or minutes reserved')),
    Purpose: purpose(),
    BrevityCode: Type.String(notes('国家或地区代码，如 CN', 'Country or region, e.g. CN')),
    CountryCode: Type.String(notes('国际区号，如 86', 'Country calling code, e.g. 86')),
    TemplateId: Type.String(notes('模板 ID', 'Template')),
    CallStartTime: milliseconds('开始呼叫时间，未呼叫为 0', 'Start of the call, 0 when none was made'),
    CallEndTime: milliseconds('结束时间，未结束为 0', 'End, 0 when not over'),
    Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
    ChannelId: Type.String(notes('中继', 'Trunk')),
    ReceiptResult: Type.Enum([1, 2, 3], notes('1 成功，2 失败，3 未知', '1 success, 2 failure, 3 unknown')),
    ReceiptDesc: Type.String(notes('原因说明', 'The reason in words')),
    ReceiveTime: milliseconds('回执时间，未结束为 0', 'When the receipt came, 0 when not over'),
    CallingCityCode: Type.String(
      notes(
        '主叫归属城市的区号，如 021；未知为空',
        'Area code of the calling number’s city, e.g. 021; empty when not known',
      ),
    ),
    CalledCityCode: Type.String(
      notes(
        '被叫归属城市的区号，如 010；未知为空',
        'Area code of the called number’s city, e.g. 010; empty when not known',
      ),
    ),
    CalledOperatorCode: Type.String(
      notes(
        '被叫号段的运营商：cmcc、cucc、ctcc；未知为空',
        'Operator of the called number’s segment: cmcc, cucc, ctcc; empty when not known',
      ),
    ),
    SubmitTime: milliseconds('提交时间', 'When it was accepted'),
    GroupType: groupType(),
    BillSecond: Type.Integer(notes('计费秒数', 'Seconds billed')),
    BillPeriod: Type.Integer(
      notes('计费周期秒数，按条计费为 0', 'Billing step in seconds, 0 when billed per message'),
    ),
  },
  notes('一条发送记录', 'One send record'),
);

/** By what records are looked for, in pages and in files. */
export const recordFilters = () => ({
  StartTime: seconds('开始时间，Unix 秒；默认 7 天前', 'From, Unix seconds; by default 7 days ago'),
  EndTime: seconds(
    '结束时间，Unix 秒；默认现在。跨度不超过 7 天，最早到半年前',
    'Until, Unix seconds; by default now. At most 7 days apart, not before half a year ago',
  ),
  FuzzySearch: Type.Optional(
    Type.String({
      ...notes('按主叫或被叫号码的一部分查找', 'Part of the calling or called number'),
      maxLength: 32,
    }),
  ),
  PhoneNumber: Type.Optional(
    Type.String({ ...notes('被叫号码，完全匹配', 'Called number, exact'), pattern: '^\\+?[0-9]{3,15}$' }),
  ),
  TaskNo: Type.Optional(Type.String({ ...notes('任务编号', 'Id of the task'), maxLength: 64 })),
  BrevityCode: Type.Optional(
    Type.String({ ...notes('国家或地区代码，如 CN', 'Country or region, e.g. CN'), pattern: '^[A-Z]{2}$' }),
  ),
  ExcludeBrevityCode: Type.Optional(
    Type.String({
      ...notes('排除的国家或地区代码', 'Country or region to leave out'),
      pattern: '^[A-Z]{2}$',
    }),
  ),
  Purpose: Type.Optional(
    Type.Enum(
      [1, 2, 3],
      notes('语音类型：1 验证码，2 通知，3 营销', 'Purpose: 1 code, 2 notice, 3 marketing'),
    ),
  ),
  TemplateId: Type.Optional(Type.String({ ...notes('模板 ID', 'Template'), maxLength: 64 })),
  CalledCityCode: Type.Optional(
    Type.String({
      ...notes('被叫归属城市的区号，如 010', 'Area code of the called number’s city, e.g. 010'),
      maxLength: 16,
    }),
  ),
  CalledOperatorCode: Type.Optional(
    Type.Enum(['cmcc', 'cucc', 'ctcc'], notes('被叫运营商', 'Operator of the called number')),
  ),
  CallingCityCode: Type.Optional(
    Type.String({
      ...notes('主叫归属城市的区号，如 021', 'Area code of the calling number’s city, e.g. 021'),
      maxLength: 16,
    }),
  ),
});

export const getUVMSSendRecord = defineAction({
  name: 'GetUVMSSendRecord',
  summary: { zh: '查询发送记录，按页返回', en: 'Lists send records, page by page' },
  permission: 'uvms:read',
  request: Type.Object({
    Page: page(),
    NumPerPage: numPerPage(10),
    OrderBy: Type.Optional(
      Type.Enum(['call_start_time', 'receive_time'], {
        ...notes('排序字段', 'Field to sort by'),
        default: 'call_start_time',
      }),
    ),
    OrderType: Type.Optional(
      Type.Enum(['asc', 'desc'], { ...notes('排序方向', 'Direction'), default: 'desc' }),
    ),
    ...recordFilters(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(
      notes(
        '符合条件的总数；100000 条以内精确，更多时为 100000，且只能翻到这里',
        'How many match: exact up to 100,000; where there are more it is that, and pages end there',
      ),
    ),
    Data: Type.Array(record, notes('本页的记录', 'The records of this page')),
  }),
  errors: ['RECORD_PAGE_TOO_DEEP', 'RECORD_SEARCH_TOO_WIDE', 'PROJECT_UNKNOWN', 'RECORD_SPAN_INVALID'],
});
