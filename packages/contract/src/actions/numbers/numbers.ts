import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, numPerPage, page } from '../../fields.ts';
import { order, payment, provider } from '../money/fields.ts';
import { history, number, numberState, ownedNumberFields, reason } from './fields.ts';

const one = () => Type.Object({ Number: number(), State: numberState() });

export const queryUVMSNumbers = defineAction({
  name: 'QueryUVMSNumbers',
  summary: {
    zh: '查询账号的专享号码：状态、归属地、月租、到期时间、能否外显',
    en: 'The account’s exclusive numbers: state, city, rent, until when they are paid, whether they can be shown',
  },
  permission: 'uvms:read',
  request: Type.Object({
    Number: Type.Optional(number()),
    State: Type.Optional(numberState()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(
        {
          ...ownedNumberFields(),
          InboundFlowId: Type.String(
            notes(
              '接听呼入的导航流程，没有则为空',
              'The flow that answers calls to it, empty where none does',
            ),
          ),
        },
        notes('一个号码', 'One number'),
      ),
      notes('本页的号码', 'The numbers of this page'),
    ),
  }),
  errors: ['NUMBER_NOT_FOUND'],
});

export const updateUVMSNumber = defineAction({
  name: 'UpdateUVMSNumber',
  summary: {
    zh: '开启或关闭号码的自动续费：到期前数天起从余额续费一期（见 QueryUVMSLimits）',
    en: 'Turns renewal of a number on or off: from some days before its end it is renewed by a term from the balance (QueryUVMSLimits)',
  },
  permission: 'billing:pay',
  request: Type.Object({
    Number: number(),
    AutoRenew: Type.Boolean({
      ...notes('是否自动续费', 'Whether it is renewed by itself'),
      examples: [true],
    }),
  }),
  response: one(),
  errors: ['NUMBER_NOT_FOUND', 'NUMBER_STATE'],
});

export const renewUVMSNumber = defineAction({
  name: 'RenewUVMSNumber',
  summary: {
    zh: '为号码续费一期，自现到期日起；到期后一段时间内仍可续费并恢复（见 QueryUVMSLimits）',
    en: 'Renews a number by a term from its end; for some days after its end that brings it back (QueryUVMSLimits)',
  },
  permission: 'billing:pay',
  request: Type.Object({ Number: number(), Provider: Type.Optional(provider()) }),
  response: Type.Object({ Order: order(), Payment: Type.Optional(payment()) }),
  errors: [
    'NUMBER_NOT_FOUND',
    'NUMBER_STATE',
    'NUMBER_PAID_FAR_AHEAD',
    'COUNT_LIMIT',
    'BALANCE_INSUFFICIENT',
    'PROVIDER_UNKNOWN',
  ],
});

export const cancelUVMSNumber = defineAction({
  name: 'CancelUVMSNumber',
  summary: {
    zh: '申请注销号码，由平台审核；通过后可用至当月月底，未开始的月份退回余额',
    en: 'Asks to give a number up, which the operator reviews; it then works until its month ends, and months not begun go back to the balance',
  },
  permission: 'billing:pay',
  request: Type.Object({ Number: number(), Reason: reason('注销原因', 'Why it is given up') }),
  response: one(),
  errors: ['NUMBER_NOT_FOUND', 'NUMBER_STATE', 'NUMBER_TOO_YOUNG', 'NUMBER_OWES', 'NUMBER_UNDER_SANCTION'],
});

export const withdrawUVMSNumberCancellation = defineAction({
  name: 'WithdrawUVMSNumberCancellation',
  summary: {
    zh: '撤回审核中的注销申请',
    en: 'Takes a request to give a number up back, while it is in review',
  },
  permission: 'billing:pay',
  request: Type.Object({ Number: number() }),
  response: one(),
  errors: ['NUMBER_NOT_FOUND', 'NUMBER_STATE'],
});

export const listUVMSNumberHistory = defineAction({
  name: 'ListUVMSNumberHistory',
  summary: {
    zh: '查询一个专享号码的经过：开通、续费、暂停、退订等，由谁、为何',
    en: 'What was done with an exclusive number, by whom and why: provided, renewed, paused, given up',
  },
  permission: 'uvms:read',
  request: Type.Object({ Number: number() }),
  response: Type.Object({ Number: number(), History: history() }),
  errors: ['NUMBER_NOT_FOUND'],
});
