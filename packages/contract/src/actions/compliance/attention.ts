import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';

const perDay = () =>
  Type.Integer({
    ...notes(
      '一个被叫一天（被叫当地）最多接到的次数，所有客户合计',
      'The most calls to one callee in a day of his, over all customers',
    ),
    minimum: 1,
    maximum: 10_000,
    examples: [20],
  });

export const setUVMSAttentionBudget = defineAction({
  name: 'SetUVMSAttentionBudget',
  summary: {
    zh: '设置一个被叫一天最多接到多少次呼叫，所有客户合计；验证码与通知分别计',
    en: 'Sets how often one callee is rung in a day over all customers; codes and notices are counted apart',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    Purpose: Type.Enum(['1', '2'], notes('语音类型：1 验证码，2 通知', 'Purpose: 1 codes, 2 notices')),
    PerDay: perDay(),
  }),
  response: Type.Object({}),
  errors: [],
});

export const getUVMSAttentionBudgets = defineAction({
  name: 'GetUVMSAttentionBudgets',
  summary: {
    zh: '查询一个被叫一天最多接到多少次呼叫',
    en: 'How often one callee is rung in a day over all customers',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({}),
  response: Type.Object({ Codes: perDay(), Notices: perDay() }),
  errors: [],
});
