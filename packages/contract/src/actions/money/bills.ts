import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { yuan } from './fields.ts';

const MONTH = '^20[0-9]{2}-(0[1-9]|1[0-2])$';

const month = (zh = '账期（北京时间）', en = 'Month, in Beijing time') =>
  Type.String({ ...notes(zh, en), pattern: MONTH, examples: ['2026-03'] });

const commodity = () =>
  Type.String(notes('CNY 或套餐单位，如 code.random', 'CNY or a package unit such as code.random'));

const amount = (zh: string, en: string) =>
  Type.String({
    ...notes(
      `${zh}：元（四位小数），套餐单位为整数`,
      `${en}: yuan with four decimals, package units as a whole number`,
    ),
    examples: ['0.1000'],
  });

const bill = () =>
  Type.Object(
    {
      Month: month(),
      Closed: Type.Boolean(
        notes('是否已出账；出账后不再改变', 'Whether it is closed; it then changes no more'),
      ),
      Opening: yuan('期初余额（含冻结）', 'Balance when the month began, with what is reserved'),
      TopUps: yuan('充值', 'Topped up'),
      Fees: yuan('费用合计', 'Fees, all of them'),
      Usage: yuan('其中：用量', 'Of these: use'),
      Packages: yuan('其中：套餐包', 'Of these: packages'),
      Rent: yuan('其中：号码月租与最低消费补足', 'Of these: rent and monthly minimum of numbers'),
      PaidByCoupon: yuan('其中由代金券支付', 'Paid by coupons'),
      PaidByBalance: yuan('其中由余额支付', 'Paid from the balance'),
      PaidByPrepaid: yuan('其中由预付月租支付', 'Paid from rent that had been paid ahead'),
      Prepaid: yuan('从余额预付的号码月租', 'Rent paid ahead, out of the balance'),
      Refunded: yuan('退回余额的预付月租', 'Rent paid ahead, back to the balance'),
      Forfeited: yuan('违约扣除', 'Forfeited'),
      PaidBack: yuan('服务终止后退还的余额', 'Balance that was paid back once the service had ended'),
      TakenBack: yuan('充值冲正与归还欠款', 'Top-ups taken back from the balance, and debt repaid'),
      Closing: yuan('期末余额（含冻结）', 'Balance when the month ended, or now'),
      Units: Type.Array(
        Type.Object(
          { Commodity: commodity(), Used: Type.String(notes('已使用', 'Used')) },
          notes('一种套餐单位', 'One kind of package unit'),
        ),
        notes('由套餐包支付的用量', 'Use that packages paid for'),
      ),
    },
    notes('一个月的账单', 'The bill of one month'),
  );

export const listUBillOverview = defineAction({
  name: 'ListUBillOverview',
  summary: {
    zh: '查询各月账单总额，最近的月份在前；消息计入其结算的月份',
    en: 'Totals of the bills by month, the latest first; a message is billed in the month in which it was settled',
  },
  permission: 'billing:read',
  request: Type.Object({
    From: Type.Optional(month('起始账期，默认最近 12 个月', 'First month; by default the last 12 months')),
    To: Type.Optional(month('截止账期，默认本月', 'Last month, by default this one')),
  }),
  response: Type.Object({ Data: Type.Array(bill(), notes('账单', 'Bills')) }),
  errors: ['BILL_MONTHS_INVALID'],
});

export const getUBillSummary = defineAction({
  name: 'GetUBillSummary',
  summary: {
    zh: '查询一个月的账单，按日、模板、语音类型、号码类型或目的地汇总',
    en: 'The bill of one month, summed by day, template, purpose, number group or destination',
  },
  permission: 'billing:read',
  request: Type.Object({
    Month: month(),
    GroupBy: Type.Enum(
      ['day', 'template', 'purpose', 'group', 'destination'],
      notes(
        '汇总方式：day 日，template 模板，purpose 语音类型，group 号码类型，destination 目的地',
        'By what it is summed',
      ),
    ),
  }),
  response: Type.Object({
    Bill: bill(),
    Rows: Type.Array(
      Type.Object(
        {
          Key: Type.String(
            notes(
              '日、模板 ID、语音类型、号码类型或国家码；非用量的费用为空',
              'Day, template, purpose, group or country; empty for fees that are not of use',
            ),
          ),
          Commodity: commodity(),
          Messages: Type.Integer(notes('计费消息数', 'Messages charged')),
          Count: Type.Integer(notes('条数或分钟数', 'Messages or minutes')),
          Amount: amount('金额', 'Amount'),
        },
        notes('一行汇总', 'One sum'),
      ),
      notes(
        '费用汇总；至多 1000 行，其余并入 Key 为 * 的行',
        'Sums of fees; at most 1,000, the rest is in those whose Key is *',
      ),
    ),
  }),
  errors: ['BILL_MONTHS_INVALID'],
});

export const listUBillDetail = defineAction({
  name: 'ListUBillDetail',
  summary: {
    zh: '逐条查询一个月的账单：每条对应一笔记账，按时间先后',
    en: 'The lines of a bill, in the order of time: each is one posting of the ledger',
  },
  permission: 'billing:read',
  request: Type.Object({
    Month: month(),
    Kind: Type.Optional(
      Type.Enum(
        ['usage', 'order', 'movement'],
        notes(
          'usage 用量，order 套餐包与月租，movement 充值、代金券及其他；默认全部',
          'usage, order (packages and rent), movement (top-ups, coupons and the like); all by default',
        ),
      ),
    ),
    Limit: Type.Optional(
      Type.Integer({ ...notes('最多返回几条', 'How many at most'), minimum: 1, maximum: 1000, default: 100 }),
    ),
    Cursor: Type.Optional(
      Type.String({
        ...notes('上一页返回的 NextCursor', 'NextCursor of the page before'),
        maxLength: 120,
      }),
    ),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Time: milliseconds('记账时间', 'When it was posted'),
          Kind: Type.String(
            notes(
              'charge 用量，purchase 套餐包，rent 月租，minimum 最低消费补足，prepay 预付月租，refund 退回预付月租，top-up 充值，issue 套餐到账，grant 代金券发放，write-off 过期作废，forfeit 违约扣除，return 退还余额',
              'Kind of posting: charge, purchase, rent, minimum, prepay, refund, top-up, issue, grant, write-off, forfeit, return',
            ),
          ),
          Commodity: commodity(),
          Amount: amount('金额', 'Amount'),
          Payer: Type.Enum(
            ['balance', 'coupon', 'package', 'prepaid', ''],
            notes(
              '由余额、代金券、套餐包或预付月租（prepaid）支付；入账为空',
              'What paid: balance, coupon, package, or rent paid ahead (prepaid); empty for what came in',
            ),
          ),
          PayerId: Type.String(
            notes('代金券、套餐包或预付月租的订单编号', 'The coupon, package, or order of rent paid ahead'),
          ),
          SessionNo: Type.String(notes('消息编号', 'The message')),
          OrderId: Type.String(notes('订单编号', 'The order')),
          Subject: Type.String(notes('模板、号码或代金券', 'Template, number or coupon')),
          Phone: Type.String(notes('被叫号码，已脱敏', 'Called number, masked')),
          Destination: Type.String(notes('目的地', 'Destination')),
          Seconds: Type.Integer(notes('通话秒数', 'Seconds of talk')),
          Count: Type.Integer(
            notes(
              '条数或分钟数；同一消息由多方支付时只计在第一条',
              'Messages or minutes; of a message paid by several, in its first line alone',
            ),
          ),
        },
        notes('一笔记账', 'One posting'),
      ),
      notes('本页', 'This page'),
    ),
    NextCursor: Type.String(notes('下一页的 Cursor，没有则为空', 'Cursor of the next page, empty when none')),
  }),
  errors: ['BILL_MONTHS_INVALID', 'BILL_CURSOR_INVALID'],
});

export const getBillDataFileUrl = defineAction({
  name: 'GetBillDataFileUrl',
  summary: {
    zh: '取得账单文件的下载地址：csv 为全部明细，pdf 为账单与汇总；十分钟内有效',
    en: 'An address to download a bill from: csv holds every line, pdf the bill with its sums; good for ten minutes',
  },
  permission: 'billing:read',
  request: Type.Object({
    Month: month(),
    Format: Type.Enum(['csv', 'pdf'], notes('文件格式', 'Format')),
  }),
  response: Type.Object({
    Url: Type.String(
      notes(
        '下载地址，无需登录；平台未设置对外地址时相对于接口地址',
        'The address, good without a login; relative to that of the API where the operator has set no public one',
      ),
    ),
    ExpireTime: milliseconds('失效时间', 'Until when it is good'),
  }),
  errors: ['BILL_MONTHS_INVALID'],
});

export const downloadUBill = defineAction({
  name: 'DownloadUBill',
  summary: {
    zh: '下载账单文件；地址由 GetBillDataFileUrl 给出',
    en: 'The file of a bill, at the address that GetBillDataFileUrl gives',
  },
  realm: 'public',
  file: 'download',
  request: Type.Object({
    Token: Type.String({ ...notes('下载凭证', 'The right to download it'), minLength: 1, maxLength: 1000 }),
  }),
  response: Type.Object({}),
  errors: ['BILL_LINK_INVALID'],
});
