import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId, reason, yuan, yuanInput } from './fields.ts';

const scope = () =>
  Type.Array(Type.Enum(['usage', 'package']), {
    ...notes('可用于：usage 用量，package 购买套餐包', 'Pays for: usage, package'),
    maxItems: 2,
    examples: [['usage']],
  });
const purposes = () =>
  Type.Array(Type.Enum(['1', '2']), {
    ...notes('适用的语音类型：1 验证码，2 通知', 'Purposes: 1 code, 2 notice'),
    maxItems: 2,
    examples: [['1', '2']],
  });
const source = () =>
  Type.Enum(
    ['campaign', 'trial', 'compensation'],
    notes('来源：campaign 活动，trial 免费试用，compensation 服务补偿', 'campaign, trial or compensation'),
  );
export const listUVMSCoupons = defineAction({
  name: 'ListUVMSCoupons',
  summary: {
    zh: '查询代金券；有效的在前，先到期的在前',
    en: 'Lists coupons: those that are good first, the soonest to expire before the others',
  },
  permission: 'billing:read',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage(10) }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          CouponId: Type.String(notes('代金券编号', 'Coupon')),
          Source: source(),
          State: Type.Enum(
            ['good', 'used', 'expired'],
            notes('good 有效，used 已用完，expired 已过期作废', 'good, used up, or expired'),
          ),
          Amount: yuan('面额', 'Amount given'),
          Available: yuan('可用', 'What is left'),
          Scope: scope(),
          Purposes: purposes(),
          GrantTime: milliseconds('发放时间', 'When it was given'),
          ExpireTime: milliseconds('到期时间', 'Until when it is good'),
        },
        notes('一张代金券', 'One coupon'),
      ),
      notes('本页的代金券', 'The coupons of this page'),
    ),
  }),
  errors: [],
});

export const grantUVMSCoupon = defineAction({
  name: 'GrantUVMSCoupon',
  summary: {
    zh: '按活动向账号发放代金券或免费试用额度；同一活动每个账号只发一次',
    en: 'Gives accounts a coupon of a campaign, or a free trial; an account gets each campaign once',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    CampaignId: Type.String({
      ...notes(
        '活动编号，即代金券编号；再次使用时条件须相同',
        'The campaign, and the coupon’s id; its terms are the same each time',
      ),
      pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$',
      examples: ['spring-2026'],
    }),
    AccountIds: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      ...notes('账号 ID，至多 200 个', 'Accounts, at most 200'),
      maxItems: 200,
      examples: [['demo']],
    }),
    Source: Type.Optional(
      Type.Enum(
        ['campaign', 'trial'],
        notes(
          'campaign 活动（默认），trial 免费试用：告知截止日期与其后的价格',
          'campaign (the default), or trial: its end and the prices that follow are told',
        ),
      ),
    ),
    Amount: yuanInput('面额', 'Amount'),
    Scope: Type.Optional(scope()),
    Purposes: Type.Optional(purposes()),
    ExpireTime: Type.Integer({
      ...notes('到期时间，Unix 毫秒', 'Until when it is good, Unix milliseconds'),
      minimum: 0,
      maximum: 9_999_999_999_999,
    }),
    Reason: reason(),
  }),
  response: Type.Object({
    Granted: Type.Array(Type.String(), notes('本次发放的账号', 'Accounts that were given it now')),
    Known: Type.Array(Type.String(), notes('此前已发放的账号', 'Accounts that had it already')),
    Unknown: Type.Array(
      Type.String(),
      notes('不存在或已终止的账号', 'Accounts that there are not, or that have ended'),
    ),
  }),
  errors: ['COUPON_TERMS_INVALID', 'CAMPAIGN_DIFFERS'],
});

export const grantUVMSCompensation = defineAction({
  name: 'GrantUVMSCompensation',
  summary: {
    zh: '以代金券补偿一次服务中断；同月补偿之和不超过该月服务费，超出部分不发',
    en: 'Compensates for an outage by a coupon; all of a month together is no more than the fees of that month, and what exceeds them is cut off',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    IncidentId: Type.String({
      ...notes('事件编号；每个账号只补偿一次', 'The incident; an account is compensated for it once'),
      pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$',
      examples: ['inc-20260310'],
    }),
    AccountId: accountId(),
    Month: Type.String({
      ...notes('受影响的月份', 'The month that it fell into'),
      pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$',
      examples: ['2026-03'],
    }),
    Amount: yuanInput('应补偿金额', 'What is due'),
    ExpireTime: Type.Integer({
      ...notes('代金券到期时间，Unix 毫秒', 'Until when the coupon is good, Unix milliseconds'),
      minimum: 0,
      maximum: 9_999_999_999_999,
    }),
    Reason: reason(),
  }),
  response: Type.Object({
    CouponId: Type.String(notes('代金券编号', 'The coupon')),
    Amount: yuan('实际发放', 'What was given'),
    Cap: yuan('该月服务费', 'Fees of that month'),
  }),
  errors: ['ACCOUNT_UNKNOWN', 'COUPON_TERMS_INVALID', 'COMPENSATION_EXHAUSTED', 'CAMPAIGN_DIFFERS'],
});

export const listUVMSGrants = defineAction({
  name: 'ListUVMSGrants',
  summary: {
    zh: '查询运营方发放的代金券、试用额度与补偿，以及由谁发放（最近的在前）',
    en: 'Lists the coupons, trials and compensations that the operator gave, and who gave them, the latest first',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    Source: Type.Optional(source()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('账号 ID', 'Account')),
          CouponId: Type.String(notes('代金券编号', 'Coupon')),
          Source: source(),
          Amount: yuan('面额', 'Amount given'),
          Available: yuan('可用', 'What is left'),
          Month: Type.String(notes('所补偿的月份，非补偿为空', 'Month compensated for, empty otherwise')),
          GrantedBy: Type.String(
            notes('发放人（运营人员 ID），未知为空', 'Who of the staff gave it, empty when not known'),
          ),
          Reason: Type.String(notes('原因', 'Why')),
          GrantTime: milliseconds('发放时间', 'When it was given'),
          ExpireTime: milliseconds('到期时间', 'Until when it is good'),
        },
        notes('一次发放', 'One grant'),
      ),
      notes('本页的发放', 'The grants of this page'),
    ),
  }),
  errors: [],
});

export const verifyUVMSLedger = defineAction({
  name: 'VerifyUVMSLedger',
  summary: {
    zh: '核对总账：余额等于各笔记账之和，账单等于总账；列出不符之处',
    en: 'Proves the ledger: balances are the sums of their postings, closed bills are what was posted; lists what is not so',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({}),
  response: Type.Object({
    Transfers: Type.String(notes('核对的记账笔数', 'How many transfers were read')),
    Total: Type.Integer(notes('不符之处的数量', 'How many faults there are')),
    Faults: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('账号', 'Account; empty for all together')),
          LedgerAccount: Type.String(notes('账户、编号或账期', 'Ledger account, id or month')),
          Fault: Type.String(notes('不符之处', 'What is wrong')),
        },
        notes('一处不符', 'One fault'),
      ),
      notes('不符之处，至多 100 条', 'The faults, at most 100'),
    ),
  }),
  errors: [],
});
