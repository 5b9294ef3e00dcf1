import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { stateOf } from './applications.ts';
import {
  accountId,
  answerId,
  application,
  applicationId,
  applicationState,
  history,
  number,
  numberState,
  ownedNumberFields,
  reason,
} from './fields.ts';

export const listUVMSNumberApplications = defineAction({
  name: 'ListUVMSNumberApplications',
  summary: {
    zh: '运营方查询各账号的号码申请；可只列出超期的',
    en: 'The operator’s list of applications of all accounts; with OverdueOnly those whose time is over',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    ApplicationId: Type.Optional(applicationId()),
    State: Type.Optional(applicationState()),
    OverdueOnly: Type.Optional(Type.Boolean(notes('只列出超期的', 'Only those whose time is over'))),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(application(), notes('本页的申请', 'The applications of this page')),
    History: history(),
  }),
  errors: ['NUMBER_APPLICATION_UNKNOWN'],
});

export const exportUVMSNumberApplication = defineAction({
  name: 'ExportUVMSNumberApplication',
  summary: {
    zh: '导出移交给运营商的文件：企业登记信息、用途示例与号码需求（含敏感信息，导出留痕）',
    en: 'The file for the carrier: the enterprise as registered, examples of what is said, and what is asked for; that it was made is recorded',
  },
  realm: 'operator',
  permission: 'ops:operate',
  file: 'download',
  request: Type.Object({
    AccountId: accountId(),
    ApplicationId: applicationId(),
    Carrier: Type.String({
      ...notes('移交给哪家运营商', 'The carrier it is for'),
      minLength: 1,
      maxLength: 64,
      examples: ['China Telecom'],
    }),
    Format: Type.Optional(Type.Enum(['csv', 'xlsx'], notes('格式，默认 csv', 'Format, csv by default'))),
  }),
  response: Type.Object({}),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE', 'ENTERPRISE_NOT_APPROVED'],
});

export const answerUVMSNumberApplication = defineAction({
  name: 'AnswerUVMSNumberApplication',
  summary: {
    zh: '登记运营商的答复；客户随即可以在期限内选择数量并付款',
    en: 'Takes down what the carrier offers; the customer can then choose and pay, for 7 days',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    AccountId: accountId(),
    ApplicationId: applicationId(),
    Answers: Type.Array(
      Type.String({
        pattern:
          '^[1-9][0-9]?,(0[1-9][0-9]{1,2})?,[0-9]{1,7}(\\.[0-9]{1,4})?,[1-9][0-9]{0,3}(,[1-9][0-9]{0,6},[0-9]{1,5}(\\.[0-9]{1,4})?)?$',
        examples: ['1,021,30,2'],
      }),
      {
        ...notes(
          '每行“需求行号,区号,月租（元）,可用数量[,每月最低分钟数,每分钟补足价格（元）]”',
          'Lines "line,area code,monthly rent in yuan,available[,minimum minutes a month,yuan for each that falls short]"',
        ),
        minItems: 1,
        maxItems: 100,
        examples: [['1,021,30,2']],
      },
    ),
  }),
  response: stateOf(),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE', 'NUMBER_ANSWER_INVALID'],
});

export const closeUVMSNumberApplication = defineAction({
  name: 'CloseUVMSNumberApplication',
  summary: {
    zh: '结束不能（完全）满足的申请：已付款而未开通的部分退回客户余额',
    en: 'Ends an application that cannot be met, or not in full: what was paid for and is not provided goes back to the balance',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({ AccountId: accountId(), ApplicationId: applicationId(), Reason: reason() }),
  response: Type.Object({
    ApplicationId: applicationId(),
    State: applicationState(),
    Refunded: Type.String(notes('退回余额的金额，元', 'What went back to the balance, yuan')),
  }),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE'],
});

export const deliverUVMSNumbers = defineAction({
  name: 'DeliverUVMSNumbers',
  summary: {
    zh: '登记为一个答复行开通的号码，可分批；Activate=false 先登记为待开通',
    en: 'Enters numbers that were provided for an answered line, in as many batches as it takes; with Activate=false they are kept as to provision',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    AccountId: accountId(),
    AnswerId: answerId(),
    Numbers: Type.Array(number(), {
      ...notes(
        '号码，一次至多 500 个，全部有效才登记',
        'The numbers, at most 500; all of them are taken, or none',
      ),
      minItems: 1,
      maxItems: 500,
      examples: [['+862151860009']],
    }),
    Activate: Type.Optional(
      Type.Boolean({
        ...notes(
          '是否立即开通；月租自开通当月起计',
          'Whether they work from now on; rent begins with this month',
        ),
        default: true,
      }),
    ),
  }),
  response: Type.Object({
    ApplicationId: applicationId(),
    State: applicationState(),
    Remaining: Type.Integer(notes('该行待开通的数量', 'How many of this line are still to be provided')),
  }),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE', 'NUMBERS_NOT_DELIVERABLE'],
});

export const importUVMSPoolNumbers = defineAction({
  name: 'ImportUVMSPoolNumbers',
  summary: {
    zh: '向随机号码池导入号码；归属地按号段识别，也可指定',
    en: 'Adds numbers to the pool of the random group; their city is known by their digits, or given',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    Numbers: Type.Array(
      Type.String({ pattern: '^\\+[1-9][0-9]{3,14}(,0[1-9][0-9]{1,2})?$', examples: ['+862151860010,021'] }),
      {
        ...notes('每行“号码[,区号]”，一次至多 500 个', 'Lines "number[,area code]", at most 500'),
        minItems: 1,
        maxItems: 500,
        examples: [['+862151860010,021']],
      },
    ),
  }),
  response: Type.Object({
    Added: Type.Integer(notes('新增数量', 'How many are new')),
    Known: Type.Integer(notes('此前已在池中的数量', 'How many were in the pool already')),
  }),
  errors: ['POOL_NUMBERS_INVALID'],
});

export const listUVMSNumbers = defineAction({
  name: 'ListUVMSNumbers',
  summary: {
    zh: '运营方查询全部号码：号码池与各账号的专享号码',
    en: 'The operator’s list of all numbers: the pool and the exclusive ones of accounts',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    Group: Type.Optional(
      Type.Enum(
        ['pool', 'exclusive'],
        notes('pool 随机号码池，exclusive 专享号码；默认全部', 'pool, or exclusive; all by default'),
      ),
    ),
    AccountId: Type.Optional(accountId()),
    State: Type.Optional(numberState()),
    CityCode: Type.Optional(
      Type.String({ ...notes('区号', 'Area code'), pattern: '^0[1-9][0-9]{1,2}$', examples: ['021'] }),
    ),
    PausedOnly: Type.Optional(Type.Boolean(notes('只列出被暂停的', 'Only those that are paused'))),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('账号 ID，号码池为空', 'Account, empty for the pool')),
          ...ownedNumberFields(),
          PausedBy: Type.String(notes('暂停者（运营人员 ID）', 'Who of the staff paused it')),
          PauseTime: milliseconds('暂停时间，未暂停为 0', 'When it was paused, 0 when it is not'),
        },
        notes('一个号码', 'One number'),
      ),
      notes('本页的号码', 'The numbers of this page'),
    ),
  }),
  errors: [],
});

export const pauseUVMSNumber = defineAction({
  name: 'PauseUVMSNumber',
  summary: {
    zh: '暂停一个号码（号码池或专享），注明原因；立即不再外显',
    en: 'Takes a number of the pool or of an account out of use, with a reason; it is shown no more at once',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({ Number: number(), Reason: reason() }),
  response: Type.Object({ Number: number() }),
  errors: ['NUMBER_NOT_FOUND'],
});

export const resumeUVMSNumber = defineAction({
  name: 'ResumeUVMSNumber',
  summary: { zh: '恢复被暂停的号码', en: 'Puts a number that was paused back into use' },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({ Number: number() }),
  response: Type.Object({ Number: number() }),
  errors: ['NUMBER_NOT_FOUND'],
});
