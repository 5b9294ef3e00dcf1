import { Type } from 'typebox';
import { groupType, milliseconds, notes, purpose } from '../../fields.ts';

/** A customer's account. */
export const accountId = () =>
  Type.String({ ...notes('账号 ID', 'Account'), minLength: 1, maxLength: 64, examples: ['demo'] });
/** Why finance does something; it is kept. */
export const reason = () =>
  Type.String({
    ...notes('原因，留存备查', 'Why; it is kept'),
    minLength: 1,
    maxLength: 500,
    examples: ['New year'],
  });

/** An amount in an answer: yuan with four decimals. */
export const yuan = (zh: string, en: string) =>
  Type.String({ ...notes(`${zh}，元`, `${en}, yuan`), examples: ['128.5000'] });

/** An amount in a request: yuan with up to four decimals. */
export const yuanInput = (zh: string, en: string) =>
  Type.String({
    ...notes(`${zh}，元`, `${en}, yuan`),
    pattern: '^[0-9]{1,12}(\\.[0-9]{1,4})?$',
    examples: ['100.00'],
  });

export const orderId = () =>
  Type.String({
    ...notes('订单编号', 'Order'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVOD20260310abcdefgh'],
  });

export const orderKind = () =>
  Type.Enum(
    ['top-up', 'package', 'number-rent', 'number-renewal'],
    notes(
      '订单类型：top-up 充值，package 套餐包，number-rent 号码月租（一期），number-renewal 号码续费',
      'Kind of order: top-up, package, number-rent (a term of numbers applied for), number-renewal',
    ),
  );

export const order = () =>
  Type.Object(
    {
      OrderId: orderId(),
      Kind: orderKind(),
      Subject: Type.String(
        notes(
          '号码订单所属的申请编号或号码，其他为空',
          'Application or number of an order for numbers, else empty',
        ),
      ),
      State: Type.Enum(
        ['unpaid', 'paid', 'cancelled', 'expired'],
        notes(
          '状态：unpaid 待付款，paid 已付款，cancelled 已取消，expired 已过期',
          'State: unpaid, paid, cancelled, expired',
        ),
      ),
      Amount: yuan('订单金额', 'Amount of the order'),
      CouponId: Type.String(notes('使用的代金券，没有则为空', 'Coupon used, empty when none')),
      CouponAmount: yuan('代金券抵扣', 'Taken off by the coupon'),
      Due: yuan('应付金额', 'To be paid'),
      Package: Type.Optional(
        Type.Object(
          {
            Purpose: purpose(),
            GroupType: groupType(),
            Quantity: Type.Integer(notes('每份的条数或分钟数', 'Messages or minutes of one')),
            Count: Type.Integer(notes('份数', 'How many')),
            PriceVersion: Type.Integer(notes('价格表版本', 'Version of the price book')),
          },
          notes('所购套餐包', 'The package'),
        ),
      ),
      CreateTime: milliseconds('下单时间', 'When it was placed'),
      ExpireTime: milliseconds('付款截止时间', 'Until when it can be paid'),
      EndTime: milliseconds('结束时间，未结束为 0', 'When it was decided, 0 when not yet'),
    },
    notes('一个订单', 'One order'),
  );

export const provider = () =>
  Type.String({
    ...notes(
      '支付方式：balance 余额，或平台开通的支付渠道，如 bank-transfer',
      'How to pay: balance, or a provider that the operator offers, such as bank-transfer',
    ),
    pattern: '^[a-z][a-z0-9-]{0,31}$',
    examples: ['balance'],
  });

/** How to go on where a provider is to be paid. */
export const payment = () =>
  Type.Object(
    {
      PaymentId: Type.String(notes('支付编号', 'Id of the payment')),
      Provider: Type.String(notes('支付方式', 'Provider')),
      Amount: yuan('应付金额', 'To be paid'),
      PayUrl: Type.String(notes('付款页面，没有则为空', 'Page to pay at, empty when there is none')),
      Instructions: Type.String(notes('付款说明', 'What to do')),
    },
    notes('待完成的支付', 'A payment to be made'),
  );

export const priceRow = () =>
  Type.Object(
    {
      Purpose: purpose(),
      GroupType: groupType(),
      Prefix: Type.String(
        notes('被叫号码前缀，最长匹配', 'Start of the called number; the longest match counts'),
      ),
      Amount: yuan('每单位价格', 'Price of one unit'),
      StepSeconds: Type.Enum(
        [0, 6, 60],
        notes(
          '计费单位：0 按条，6 或 60 按秒数步长',
          'Unit: 0 a message, else a started step of so many seconds',
        ),
      ),
    },
    notes('一行价格', 'One price'),
  );

export const packageRow = () =>
  Type.Object(
    {
      Purpose: purpose(),
      GroupType: groupType(),
      Quantity: Type.Integer(notes('条数或分钟数', 'Messages or minutes')),
      Amount: yuan('整包价格', 'Price of all of it'),
    },
    notes('一种套餐包', 'One package'),
  );

export const priceBook = () =>
  Type.Object(
    {
      Version: Type.Integer(notes('版本', 'Version')),
      AnnounceTime: milliseconds('公布时间', 'When it was announced'),
      EffectiveTime: milliseconds('生效时间', 'When it takes effect'),
      Prices: Type.Array(priceRow(), notes('按量价格', 'Prices by use')),
      Packages: Type.Array(packageRow(), notes('套餐包价格', 'Prices of packages')),
    },
    notes('一版价格表', 'One version of the price book'),
  );
