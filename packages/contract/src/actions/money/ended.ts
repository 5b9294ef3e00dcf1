import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId, reason, yuan } from './fields.ts';

const state = () =>
  Type.Enum(
    ['waiting', 'outstanding', 'returned', 'forfeited', 'empty'],
    notes(
      '余额处于：waiting 在途消息结束后还会退回预留，outstanding 待处理，returned 已退还，forfeited 已作违约金，empty 没有可退的余额',
      'Where the balance stands: waiting (messages on their way still hold money of it), outstanding, returned, forfeited, empty (there was nothing to give back)',
    ),
  );

export const listUVMSEndedBalances = defineAction({
  name: 'ListUVMSEndedBalances',
  summary: {
    zh: '服务已终止的账号及其余额：为何、何时终止，还有多少，已退还或作违约金多少，下一步做什么；最近终止的在前',
    en: 'Accounts whose service has ended, and their balance: why and when it ended, what is left, what went back or was kept as damages, and what is next; the latest end first',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    State: Type.Optional(state()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    TotalOutstanding: yuan('符合条件的待退还金额合计', 'What is to be given back of all that match'),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('账号 ID', 'Account')),
          Name: Type.String(notes('账号名称', 'Its name')),
          EndReason: Type.Enum(
            ['terminated', 'agreement-refused'],
            notes(
              '终止原因：terminated 因违约被终止，agreement-refused 拒绝协议变更（12.3）',
              'Why it ended: terminated for breach, or a change of the agreement was refused (12.3)',
            ),
          ),
          Clause: Type.String(notes('终止所依据的条款', 'Clause that the end rests on')),
          Reason: Type.String(notes('处置所写的原因', 'Reason that the sanction gave')),
          EndTime: milliseconds('终止时间', 'When it ended'),
          Balance: yuan('余额', 'Balance'),
          Reserved: yuan('在途消息预留', 'Held by messages on their way'),
          Owed: yuan('欠款', 'What is owed'),
          Outstanding: yuan('待退还：余额先抵欠款', 'To be given back: the balance, less what is owed'),
          Returned: yuan('终止后已退还', 'What went back since it ended'),
          Forfeited: yuan('终止后已作违约金', 'What was kept as damages since it ended'),
          State: state(),
          DoneTime: milliseconds(
            '最近一次处理时间，没有为 0',
            'When it was last dealt with, 0 where it was not',
          ),
          NextStep: Type.Enum(
            ['wait', 'return', 'return-or-forfeit', 'none'],
            notes(
              '下一步：wait 等在途消息结束，return 退还（ReturnUVMSBalance），return-or-forfeit 退还或作违约金（ForfeitUVMSBalance），none 无',
              'What is next: wait until messages on their way are over, return (ReturnUVMSBalance), return-or-forfeit (that, or ForfeitUVMSBalance), none',
            ),
          ),
        },
        notes('一个账号', 'One account'),
      ),
      notes('本页的账号', 'The accounts of this page'),
    ),
  }),
  errors: [],
});

export const forfeitUVMSBalance = defineAction({
  name: 'ForfeitUVMSBalance',
  summary: {
    zh: '账号因违约终止后，将其余额记为违约金（需同时具备财务与合规权限）',
    en: 'Takes the balance of an account that was terminated for breach as damages (needs ops:finance and ops:comply)',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    AccountId: accountId(),
    Clause: Type.String({
      ...notes('依据的条款', 'Clause that it rests on'),
      pattern: '^[0-9]{1,2}(\\.[0-9]{1,2}){0,3}$',
      examples: ['9.2'],
    }),
    Reason: reason(),
  }),
  response: Type.Object({ Amount: yuan('扣除金额', 'What was taken') }),
  errors: ['ACCOUNT_UNKNOWN', 'ACCOUNT_NOT_TERMINATED', 'NOTHING_TO_FORFEIT'],
});

export const returnUVMSBalance = defineAction({
  name: 'ReturnUVMSBalance',
  summary: {
    zh: '服务终止后（被终止，或客户拒绝协议变更），把余额记为已退还客户：先抵欠款；代金券与套餐包不退（3.5、3.7）。款项由财务另行汇出',
    en: 'Once a service has ended (terminated, or a change of the agreement refused), books its balance as paid back to the customer: what is owed is taken first; coupons and packages do not become money (3.5, 3.7). The money itself is sent by finance',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    AccountId: accountId(),
    Reference: Type.String({
      ...notes('汇款凭证号', 'Reference of the transfer by which it goes back'),
      minLength: 1,
      maxLength: 100,
    }),
    Reason: reason(),
  }),
  response: Type.Object({ Amount: yuan('退还金额', 'What went back') }),
  errors: ['ACCOUNT_UNKNOWN', 'SERVICE_NOT_ENDED', 'NOTHING_TO_RETURN'],
});
