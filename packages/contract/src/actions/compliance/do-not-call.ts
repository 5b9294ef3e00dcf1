import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId } from '../qualification/fields.ts';

const phoneNumbers = () =>
  Type.Array(Type.String({ minLength: 1, maxLength: 20 }), {
    ...notes(
      '号码（E.164），至多 100 个；有一个不正确则整批不处理',
      'Numbers (E.164), at most 100; nothing is done where one is not valid',
    ),
    minItems: 1,
    maxItems: 100,
    examples: [['+8613800000200']],
  });

const phoneNumber = () =>
  Type.String({
    ...notes('号码（E.164）', 'A number (E.164)'),
    minLength: 1,
    maxLength: 20,
    examples: ['+8613800000200'],
  });

const remark = () => Type.String({ ...notes('备注', 'Remark'), maxLength: 200 });
const reason = () => Type.String({ ...notes('原因', 'Why'), minLength: 1, maxLength: 200 });
const count = (zh: string, en: string) => Type.Integer(notes(zh, en));
const whose = () =>
  Type.Optional(
    Type.String({
      ...notes('客户账号；不传则对所有客户', 'The customer’s account; without it, for all customers'),
      minLength: 1,
      maxLength: 64,
    }),
  );

const listed = () => ({
  Phone: Type.String(notes('号码，已脱敏', 'Number, masked')),
  Source: Type.String(
    notes(
      '来源：customer 客户自己；其余为被叫的拒绝或运营方登记，客户不能移除',
      'Source: customer (by the customer himself); any other is a refusal, or the operator’s, and is not the customer’s to remove',
    ),
  ),
  Registry: Type.Optional(
    Type.String(notes('外部名单的名称，由其导入时', 'The outside registry, where one was imported')),
  ),
  Remark: remark(),
  CreateTime: milliseconds('时间', 'When'),
});

export const batchCreateUVMSBlacklistPhone = defineAction({
  name: 'BatchCreateUVMSBlacklistPhone',
  summary: {
    zh: '把号码加入本账号的拒呼名单：不再受理，已受理未呼叫的也不再呼叫',
    en: 'Puts numbers on the account’s do-not-call list: nothing is accepted for them, and what waits is not dialled',
  },
  permission: 'uvms:configure',
  request: Type.Object({ PhoneNumbers: phoneNumbers(), Remark: Type.Optional(remark()) }),
  response: Type.Object({ Added: count('新加入的个数', 'How many are new') }),
  errors: ['LISTED_NUMBER_INVALID'],
});

export const batchDeleteUVMSBlacklistPhone = defineAction({
  name: 'BatchDeleteUVMSBlacklistPhone',
  summary: {
    zh: '从拒呼名单移除本账号自己加入的号码；被叫自己的拒绝不能由客户移除（4.3.2）',
    en: 'Takes off numbers that the account listed by itself; a callee’s own refusal is not the customer’s to take back (4.3.2)',
  },
  permission: 'uvms:configure',
  request: Type.Object({ PhoneNumbers: phoneNumbers() }),
  response: Type.Object({ Removed: count('移除的个数', 'How many were taken off') }),
  errors: ['LISTED_NUMBER_INVALID'],
});

export const queryUVMSBlacklistPhone = defineAction({
  name: 'QueryUVMSBlacklistPhone',
  summary: { zh: '查询本账号的拒呼名单，最近的在前', en: 'The account’s do-not-call list, the latest first' },
  permission: 'uvms:read',
  request: Type.Object({ PhoneNumber: Type.Optional(phoneNumber()), Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: count('总数', 'How many there are'),
    Data: Type.Array(
      Type.Object(listed(), notes('一个号码', 'One number')),
      notes('本页的号码', 'The numbers of this page'),
    ),
  }),
  errors: ['LISTED_NUMBER_INVALID'],
});

export const batchCreateUVMSDoNotCall = defineAction({
  name: 'BatchCreateUVMSDoNotCall',
  summary: {
    zh: '登记被叫的拒绝，对一个客户或所有客户，立即生效',
    en: 'Enters refusals of callees, for one customer or for all, at once',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: whose(),
    PhoneNumbers: phoneNumbers(),
    Source: Type.Enum(
      ['operator', 'complaint', 'registry'],
      notes(
        '来源：operator 运营方，complaint 投诉，registry 外部登记',
        'Source: operator, complaint, or registry (an outside one)',
      ),
    ),
    Reason: reason(),
  }),
  response: Type.Object({ Added: count('新加入的个数', 'How many are new') }),
  errors: ['LISTED_NUMBER_INVALID'],
});

export const batchDeleteUVMSDoNotCall = defineAction({
  name: 'BatchDeleteUVMSDoNotCall',
  summary: {
    zh: '被叫撤回拒绝时移除其号码；原因与操作人记入审计记录',
    en: 'Takes numbers off whose owners take their refusal back; why and by whom is in the audit log',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ AccountId: whose(), PhoneNumbers: phoneNumbers(), Reason: reason() }),
  response: Type.Object({ Removed: count('移除的个数', 'How many were taken off') }),
  errors: ['LISTED_NUMBER_INVALID'],
});

export const queryUVMSDoNotCall = defineAction({
  name: 'QueryUVMSDoNotCall',
  summary: {
    zh: '查询拒呼名单：某号码拒绝了谁，或某客户被谁拒绝',
    en: 'The do-not-call list: whom a number refuses, or who refuses a customer',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    PhoneNumber: Type.Optional(phoneNumber()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: count('总数', 'How many there are'),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('客户账号，空为所有客户', 'The customer; empty: all of them')),
          ...listed(),
        },
        notes('一条拒绝', 'One refusal'),
      ),
      notes('本页的拒绝', 'The refusals of this page'),
    ),
  }),
  errors: ['LISTED_NUMBER_INVALID'],
});
