import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId } from '../qualification/fields.ts';

const signId = () =>
  Type.String({
    ...notes('线索编号', 'The sign'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

const operator = { realm: 'operator', permission: 'ops:comply' } as const;

const listUVMSSigns = defineAction({
  name: 'ListUVMSSigns',
  summary: {
    zh: '查询转售与偏离备案的线索，最近的在前；线索本身不产生任何处置',
    en: 'Signs of resale and of deviation from what was filed, the latest first; nothing follows from them by itself',
  },
  ...operator,
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    Open: Type.Optional(Type.Boolean(notes('只看未处理的', 'Only those that are open'))),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          SignId: signId(),
          AccountId: Type.String(notes('客户账号', 'The customer')),
          Kind: Type.Enum(
            ['brands', 'lengths', 'deviations'],
            notes(
              'brands 变量中出现多个无关的单位或品牌（4.3.5），lengths 变量长度突增（百分比，4.2.7 b），deviations 抽查认定偏离（4.2.7 b）',
              'brands: many unrelated organisations in variables (4.3.5); lengths: variables grew suddenly (percent, 4.2.7 b); deviations: found by the sampling audit (4.2.7 b)',
            ),
          ),
          TemplateId: Type.String(notes('所涉模板，没有为空', 'The template, or empty')),
          Figure: Type.Integer(notes('数字', 'The figure')),
          Threshold: Type.Integer(notes('达到即为线索', 'At which it is a sign')),
          Examples: Type.Array(
            Type.String(notes('名称及次数，或消息编号', 'A name with its count, or a message')),
            notes('例子，至多 10 个', 'Examples, at most 10'),
          ),
          FindTime: milliseconds('发现时间', 'When it was found'),
          SeenTime: milliseconds('最近一次看到', 'When it was seen last'),
          SettledBy: Type.String(notes('处理人，未处理为空', 'Who settled it; empty: nobody yet')),
          SettleTime: Type.Optional(milliseconds('处理时间', 'When it was settled')),
          Reason: Type.String(notes('如何处理', 'What became of it')),
        },
        notes('一条线索', 'One sign'),
      ),
      notes('本页', 'Of this page'),
    ),
  }),
  errors: [],
});

const settleUVMSSign = defineAction({
  name: 'SettleUVMSSign',
  summary: {
    zh: '处理一条线索：忽略，或已要求整改、已处置；一个月内除非翻倍不再提示',
    en: 'Settles a sign: dismissed, or what was ordered or imposed; it comes back a month later, or twice as strong',
  },
  ...operator,
  request: Type.Object({
    SignId: signId(),
    Reason: Type.String({
      ...notes('如何处理，仅内部可见', 'What became of it, for the staff alone'),
      minLength: 2,
      maxLength: 500,
    }),
  }),
  response: Type.Object({}),
  errors: ['SIGN_UNKNOWN'],
});

/** Signs that something is wrong, for people to look at. */
export const SIGN_ACTIONS = { ListUVMSSigns: listUVMSSigns, SettleUVMSSign: settleUVMSSign } as const;
