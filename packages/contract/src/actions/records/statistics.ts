import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import { recordFilters } from '../messages/get-uvms-send-record.ts';

const day = (zh: string, en: string) =>
  Type.String({
    ...notes(zh, en),
    pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    examples: ['2026-03-10'],
  });

const count = () => ({
  Sent: Type.Integer(notes('受理的消息', 'Messages accepted')),
  Dialled: Type.Integer(notes('其中已呼叫', 'Of these, dialled')),
  Answered: Type.Integer(notes('其中已接听', 'Of these, answered')),
  Unknown: Type.Integer(notes('其中结果未知', 'Of these, with an unknown result')),
  AnswerRatio: Type.Number(
    notes('接通率：接听 / 呼叫，0 至 1', 'Answer-seizure ratio: answered of dialled, 0 to 1'),
  ),
  AverageTalk: Type.Number(notes('平均通话秒数', 'Average talk of the answered, seconds')),
  TalkSeconds: Type.Integer(notes('通话总秒数', 'Talk in all, seconds')),
  Cost: Type.String({
    ...notes('由代金券与余额支付的费用，元', 'Paid by coupons and balance, yuan'),
    examples: ['1.2000'],
  }),
  Units: Type.Integer(
    notes('计费的条数与分钟数，含套餐支付', 'Messages and minutes charged, those of packages included'),
  ),
  Complaints: Type.Integer(
    notes(
      '投诉数，按呼叫之日计；经核查不属实的不计',
      'Complaints, on the day of the call; those found unfounded are left out',
    ),
  ),
  Per10000: Type.Optional(
    Type.Number(
      notes(
        '投诉率：每万次接通的投诉数；没有接通则没有',
        'Complaints in ten thousand answered calls; absent where none was answered',
      ),
    ),
  ),
});

const asked = () => ({
  StartDay: day('起始日，北京时间', 'First day, in Beijing time'),
  EndDay: day('截止日；跨度不超过 92 天', 'Last day; at most 92 days'),
  GroupBy: Type.Enum(['day', 'template', 'number', 'trunk', 'city', 'operator', 'purpose', 'destination'], {
    ...notes(
      '汇总方式：day 日，template 模板，number 外显号码，trunk 中继，city 被叫城市，operator 运营商，purpose 语音类型，destination 国家或地区',
      'By what it is counted; city and operator are the callee’s',
    ),
    examples: ['day'],
  }),
});

export const getUVMSSendStatistics = defineAction({
  name: 'GetUVMSSendStatistics',
  summary: {
    zh: '发送统计：按日、模板、外显号码、中继、城市、运营商、语音类型或国家汇总；按受理日（北京时间）计',
    en: 'Statistics of what was sent, by day, template, number shown, trunk, city, operator, purpose or country; a message counts on the day of its acceptance, in Beijing time',
  },
  permission: 'uvms:read',
  request: Type.Object({
    ...asked(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Object(count(), notes('合计', 'All together')),
    Data: Type.Array(
      Type.Object(
        {
          Key: Type.String(
            notes(
              '日期、模板 ID 等；未呼叫的消息没有号码与中继，其 Key 为空；* 为其余',
              'Day, template and so on; empty where there is none, as numbers and trunks of what was not dialled; * the rest',
            ),
          ),
          ...count(),
        },
        notes('一行统计', 'One line'),
      ),
      notes(
        '统计；至多 1000 行，其余并入 Key 为 * 的行',
        'The lines; at most 1,000, the rest is in the one whose Key is *',
      ),
    ),
  }),
  errors: ['PROJECT_UNKNOWN', 'STATISTICS_SPAN_INVALID', 'RECORD_SEARCH_TOO_WIDE'],
});

export const exportUVMSSendRecords = defineAction({
  name: 'ExportUVMSSendRecords',
  summary: {
    zh: '导出发送记录，按受理先后；成功时响应体是文件本身。无发送权限者看到的被叫号码已遮盖',
    en: 'Exports send records in the order of acceptance. The answer is the file itself. For who may not send, called numbers are masked',
  },
  permission: 'uvms:read',
  file: 'download',
  request: Type.Object({
    Format: Type.Enum(['csv', 'xlsx'], {
      ...notes('文件格式；xlsx 至多 100 万行', 'Kind of file; xlsx holds a million rows at most'),
      examples: ['csv'],
    }),
    ...recordFilters(),
    ProjectId: projectId(),
  }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'RECORD_SPAN_INVALID'],
});

export const exportUVMSSendStatistics = defineAction({
  name: 'ExportUVMSSendStatistics',
  summary: {
    zh: '导出发送统计：同样条件的全部统计行与合计；成功时响应体是文件本身',
    en: 'Exports statistics: every line of the same question, and all together. The answer is the file itself',
  },
  permission: 'uvms:read',
  file: 'download',
  request: Type.Object({
    Format: Type.Enum(['csv', 'xlsx'], { ...notes('文件格式', 'Kind of file'), examples: ['csv'] }),
    ...asked(),
    ProjectId: projectId(),
  }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'STATISTICS_SPAN_INVALID', 'RECORD_SEARCH_TOO_WIDE'],
});
