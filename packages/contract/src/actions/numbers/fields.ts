import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';
import {
  NUMBER_APPLICATION_STATES,
  NUMBER_KINDS,
  NUMBER_STATES,
  type NumberApplicationState,
  type NumberKind,
  type NumberState,
} from '../../numbers.ts';
import { yuan } from '../money/fields.ts';

export const applicationId = () =>
  Type.String({
    ...notes('号码申请编号', 'The application'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVNA20260310abcdefghij'],
  });
export const answerId = () =>
  Type.String({
    ...notes('答复行编号', 'The answered line'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVNC20260310abcdefghij'],
  });
export const accountId = () =>
  Type.String({ ...notes('账号 ID', 'Account'), minLength: 1, maxLength: 64, examples: ['demo'] });
export const reason = (zh = '原因，留存备查，并告知客户', en = 'Why; it is kept, and the customer is told') =>
  Type.String({ ...notes(zh, en), minLength: 1, maxLength: 500, examples: ['No such numbers'] });
/** A number by its digits, in a request. */
export const number = () =>
  Type.String({
    ...notes('号码，E.164', 'The number, E.164'),
    pattern: '^\\+[1-9][0-9]{3,14}$',
    examples: ['+862151860001'],
  });

export const numberKind = () =>
  Type.Enum(
    Object.keys(NUMBER_KINDS) as NumberKind[],
    notes(
      '号码类型：landline 普通固话，vanity 靓号固话，95，1010',
      'Kind: landline, vanity (landline with a pattern), 95, 1010',
    ),
  );
export const applicationState = () =>
  Type.Enum(
    Object.keys(NUMBER_APPLICATION_STATES) as NumberApplicationState[],
    notes(
      '状态：draft 草稿，to-review 待初审，with-carrier 运营商处理中，to-pay 待付款，provisioning 开通中，done 已完成，cancelled 已取消',
      'State: draft, to-review, with-carrier, to-pay, provisioning, done, cancelled',
    ),
  );
export const numberState = () =>
  Type.Enum(
    Object.keys(NUMBER_STATES) as NumberState[],
    notes(
      '状态：to-provision 待开通，active 使用中，cancelling 注销中（可用至月底），cancelled 已注销，expired 已到期',
      'State: to-provision, active, cancelling (works until its month ends), cancelled, expired',
    ),
  );

const AREA = '0[1-9][0-9]{1,2}';
const PATTERN = '(AAAA|ABCD|AABB|ABAB|\\*AAA|AAA\\*|\\*ABC|ABC\\*)';

/** What is filled in of an application. */
export const applicationForm = () => ({
  Kind: numberKind(),
  TemplateIds: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    ...notes(
      '示例模板：将用这些号码播报的、已通过的模板',
      'Approved templates that will be spoken with the numbers',
    ),
    minItems: 1,
    maxItems: 10,
    examples: [['UVVT20260310abcdefghij']],
  }),
  PeakConcurrency: Type.Integer({
    ...notes('峰值并发（路）', 'Calls at once, at the peak'),
    minimum: 1,
    maximum: 10_000,
    examples: [50],
  }),
  DailyMinutes: Type.Integer({
    ...notes('日均通话分钟数，100 的整数倍', 'Minutes of talk a day, in hundreds'),
    minimum: 100,
    maximum: 10_000_000,
    examples: [2000],
  }),
  AverageSeconds: Type.Integer({
    ...notes('平均通话秒数', 'Seconds of an average call'),
    minimum: 1,
    maximum: 3600,
    examples: [20],
  }),
  Lines: Type.Array(
    Type.String({
      pattern: `^(${AREA})?,(${AREA}(\\|${AREA}){0,4})?,[1-9][0-9]{0,3},${PATTERN}?$`,
      maxLength: 64,
      examples: ['021,020|0755,2,'],
    }),
    {
      ...notes(
        '号码需求，每行“首选城市区号,备选区号（以 | 分隔）,数量,样式”；全国号码（95、1010）不填城市；样式仅靓号填写：AAAA ABCD AABB ABAB *AAA AAA* *ABC ABC*',
        'Lines "area code,alternatives by |,quantity,pattern"; 95 and 1010 belong to no city; a pattern is for vanity numbers: AAAA ABCD AABB ABAB *AAA AAA* *ABC ABC*',
      ),
      minItems: 1,
      maxItems: 20,
      examples: [['021,020|0755,2,']],
    },
  ),
});

const line = () =>
  Type.Object(
    {
      Line: Type.Integer(notes('行号，从 1 开始', 'Line, from 1')),
      FirstCity: Type.String(notes('首选城市区号', 'Area code of the first choice')),
      Alternatives: Type.Array(Type.String(), notes('备选城市区号', 'Area codes that would do')),
      Quantity: Type.Integer(notes('数量', 'How many')),
      Pattern: Type.String(notes('样式，非靓号为空', 'Pattern, empty where it is no vanity number')),
    },
    notes('一行需求', 'One line'),
  );

const answer = () =>
  Type.Object(
    {
      AnswerId: answerId(),
      Line: Type.Integer(notes('对应的需求行', 'The line that it answers')),
      CityCode: Type.String(notes('区号，全国号码为空', 'Area code, empty for the whole country')),
      City: Type.String(notes('城市', 'City')),
      Monthly: yuan('每个号码的月租', 'Rent of one number for a month'),
      MinimumMinutes: Type.Integer(
        notes('每个号码每月最低通话分钟数，0 为无', 'Minutes a month that each number owes, 0: none'),
      ),
      MinutePrice: yuan('不足最低分钟数时每分钟补足的价格', 'Price of each minute that falls short'),
      Available: Type.Integer(notes('可用数量', 'How many there are')),
      Chosen: Type.Integer(notes('已付款数量', 'How many were paid for')),
      Delivered: Type.Integer(notes('已开通数量', 'How many of these are provided')),
      Remaining: Type.Integer(notes('待开通数量', 'How many are still to be provided')),
    },
    notes('运营商对一行的答复', 'What the carrier offers for a line'),
  );

const event = () =>
  Type.Object(
    {
      Event: Type.String(notes('事件', 'What was done')),
      By: Type.Enum(
        ['member', 'operator', 'clock'],
        notes('由谁：member 客户，operator 运营方，clock 到期自动', 'By whom: member, operator, clock'),
      ),
      Remark: Type.String(notes('说明', 'Remark')),
      Time: milliseconds('时间', 'When'),
    },
    notes('一条经过', 'One thing that was done'),
  );

const termMonths = () =>
  Type.Integer(
    notes('每次付清的月数：开通或续费的一期', 'Months that are paid at once: a term, and a renewal'),
  );

export const application = () =>
  Type.Object(
    {
      AccountId: Type.String(notes('账号 ID', 'Account')),
      ApplicationId: applicationId(),
      State: applicationState(),
      Kind: numberKind(),
      TemplateIds: Type.Array(Type.String(), notes('示例模板', 'Example templates')),
      PeakConcurrency: Type.Integer(notes('峰值并发', 'Calls at once')),
      DailyMinutes: Type.Integer(notes('日均分钟数', 'Minutes a day')),
      AverageSeconds: Type.Integer(notes('平均通话秒数', 'Seconds of an average call')),
      Lines: Type.Array(line(), notes('需求', 'What is asked for')),
      Answers: Type.Array(
        answer(),
        notes('运营商的答复，未答复为空', 'What the carrier offers, empty until it answers'),
      ),
      TermMonths: termMonths(),
      OrderId: Type.String(notes('付款订单，没有则为空', 'The order that pays for it, empty when none')),
      Reason: Type.String(notes('退回或取消的原因', 'Why it was given back or cancelled')),
      Carrier: Type.String(
        notes('已移交的运营商，未移交为空', 'To whom it was handed over, empty until then'),
      ),
      CreateTime: milliseconds('创建时间', 'When it was made'),
      UpdateTime: milliseconds('最近变更时间', 'When it last changed'),
      DueTime: milliseconds(
        '本状态应完成的时间，没有期限为 0',
        'By when this state is to be over, 0 where nobody is waited for',
      ),
      Overdue: Type.Boolean(notes('是否已超期', 'Whether that has passed')),
    },
    notes('一个号码申请', 'One application'),
  );

export const history = () =>
  Type.Array(event(), notes('经过，最早的在前', 'What was done, the earliest first'));

export const ownedNumberFields = () => ({
  Number: Type.String(notes('号码', 'The number')),
  State: numberState(),
  Usable: Type.Boolean(notes('现在能否外显', 'Whether it can be shown now')),
  WhyNot: Type.String(notes('不能外显的原因，可用为空', 'Why it cannot be shown, empty where it can')),
  Kind: numberKind(),
  CityCode: Type.String(notes('归属地区号，全国号码为空', 'Area code, empty for the whole country')),
  City: Type.String(notes('归属城市', 'City')),
  Monthly: yuan('月租', 'Rent of a month'),
  TermMonths: termMonths(),
  MinimumMinutes: Type.Integer(notes('每月最低通话分钟数', 'Minutes a month that it owes')),
  MinutePrice: yuan('不足最低分钟数时每分钟补足的价格', 'Price of each minute that falls short'),
  AutoRenew: Type.Boolean(notes('是否自动续费', 'Whether it is renewed by itself')),
  ActivateTime: milliseconds('开通时间，未开通为 0', 'Since when it works, 0 when not yet'),
  ExpireTime: milliseconds(
    '到期时间，按月付费为 0',
    'Until when it is paid, 0 where it is rented by the month',
  ),
  Concurrency: Type.Integer(notes('最大并发呼叫，0 为不限', 'Calls at one time; 0: no limit')),
  Cps: Type.Integer(notes('每秒呼叫数，0 为不限', 'Calls started in a second; 0: no limit')),
  DailyLimit: Type.Integer(notes('每日呼叫数（北京时间），0 为不限', 'Calls a day in Beijing; 0: no limit')),
  Owes: yuan('未付清的月租与最低消费', 'Rent and minimum that are not paid'),
  PausedReason: Type.String(
    notes('被平台暂停的原因，未暂停为空', 'Why the operator has paused it, empty when not'),
  ),
});
