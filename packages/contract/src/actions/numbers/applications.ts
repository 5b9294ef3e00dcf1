import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, numPerPage, page } from '../../fields.ts';
import { order, payment, provider } from '../money/fields.ts';
import { application, applicationForm, applicationId, applicationState, history } from './fields.ts';

export const stateOf = () => Type.Object({ ApplicationId: applicationId(), State: applicationState() });

export const applyUVMSNumber = defineAction({
  name: 'ApplyUVMSNumber',
  summary: {
    zh: '新建号码申请；默认存为草稿，Submit=true 则同时提交初审',
    en: 'Begins an application for numbers: a draft, or with Submit=true one that goes to the first check at once',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    ...applicationForm(),
    Submit: Type.Optional(
      Type.Boolean({ ...notes('是否同时提交', 'Whether it is submitted at once'), default: false }),
    ),
  }),
  response: stateOf(),
  errors: ['COUNT_LIMIT', 'NUMBER_APPLICATION_INVALID', 'CAPABILITY_MISSING', 'ENTERPRISE_NOT_APPROVED'],
});

export const updateUVMSNumberApplication = defineAction({
  name: 'UpdateUVMSNumberApplication',
  summary: { zh: '修改号码申请的草稿', en: 'Changes an application that is a draft' },
  permission: 'enterprise:write',
  request: Type.Object({ ApplicationId: applicationId(), ...applicationForm() }),
  response: stateOf(),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE'],
});

export const submitUVMSNumberApplication = defineAction({
  name: 'SubmitUVMSNumberApplication',
  summary: {
    zh: '提交号码申请，等待平台初审；须有 number-application 能力与已通过的企业',
    en: 'Submits an application for the operator’s first check; it needs the capability number-application and an approved enterprise',
  },
  permission: 'enterprise:write',
  request: Type.Object({ ApplicationId: applicationId() }),
  response: stateOf(),
  errors: [
    'NUMBER_APPLICATION_UNKNOWN',
    'NUMBER_APPLICATION_STATE',
    'NUMBER_APPLICATION_INVALID',
    'CAPABILITY_MISSING',
    'ENTERPRISE_NOT_APPROVED',
  ],
});

export const withdrawUVMSNumberApplication = defineAction({
  name: 'WithdrawUVMSNumberApplication',
  summary: {
    zh: '撤回待初审的号码申请，回到草稿',
    en: 'Takes an application back before its first check; it is a draft again',
  },
  permission: 'enterprise:write',
  request: Type.Object({ ApplicationId: applicationId() }),
  response: stateOf(),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE'],
});

export const cancelUVMSNumberApplication = defineAction({
  name: 'CancelUVMSNumberApplication',
  summary: {
    zh: '取消草稿或待付款的号码申请',
    en: 'Cancels an application that is a draft or waits to be paid',
  },
  permission: 'enterprise:write',
  request: Type.Object({ ApplicationId: applicationId() }),
  response: stateOf(),
  errors: ['NUMBER_APPLICATION_UNKNOWN', 'NUMBER_APPLICATION_STATE'],
});

export const queryUVMSNumberApplications = defineAction({
  name: 'QueryUVMSNumberApplications',
  summary: {
    zh: '查询号码申请、运营商的答复与开通进度（最近的在前）',
    en: 'Lists applications for numbers, what the carrier offers and how far they are provided, the latest first',
  },
  permission: 'uvms:read',
  request: Type.Object({
    ApplicationId: Type.Optional(applicationId()),
    State: Type.Optional(applicationState()),
    Page: page(),
    NumPerPage: numPerPage(10),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(application(), notes('本页的申请', 'The applications of this page')),
    History: history(),
  }),
  errors: ['NUMBER_APPLICATION_UNKNOWN'],
});

export const orderUVMSNumbers = defineAction({
  name: 'OrderUVMSNumbers',
  summary: {
    zh: '按运营商的答复选择数量并下单：一次付清一期月租（通常 12 个月）；此前未付的订单随之取消',
    en: 'Chooses from what the carrier offers and orders it: a term’s rent at once, twelve months unless the operator has set another; an earlier order that was not paid is cancelled',
  },
  permission: 'billing:pay',
  request: Type.Object({
    ApplicationId: applicationId(),
    Choices: Type.Array(
      Type.String({
        pattern: '^UVNC[0-9a-z]{8,40},[1-9][0-9]{0,3}$',
        examples: ['UVNC20260310abcdefghij,2'],
      }),
      {
        ...notes('每行“答复行编号,数量”', 'Lines "answered line,quantity"'),
        minItems: 1,
        maxItems: 100,
        examples: [['UVNC20260310abcdefghij,2']],
      },
    ),
    Provider: Type.Optional(provider()),
  }),
  response: Type.Object({ Order: order(), Payment: Type.Optional(payment()) }),
  errors: [
    'NUMBER_APPLICATION_UNKNOWN',
    'NUMBER_APPLICATION_STATE',
    'NUMBER_CHOICE_INVALID',
    'COUNT_LIMIT',
    'BALANCE_INSUFFICIENT',
    'PROVIDER_UNKNOWN',
  ],
});
