import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { groupType, milliseconds, notes, numPerPage, page, purpose } from '../../fields.ts';
import { order, orderId, orderKind, payment, provider, yuan, yuanInput } from './fields.ts';

const placed = () =>
  Type.Object({
    Order: order(),
    Payment: Type.Optional(payment()),
  });

const paymentState = () =>
  Type.Enum(
    ['pending', 'succeeded', 'failed'],
    notes('状态：pending 待完成，succeeded 成功，failed 失败', 'State: pending, succeeded, failed'),
  );

export const buyUVMSPackage = defineAction({
  name: 'BuyUVMSPackage',
  summary: {
    zh: '购买套餐包；购买后不支持退订，剩余资源不支持退款',
    en: 'Buys packages; they cannot be cancelled or refunded once bought',
  },
  permission: 'billing:pay',
  request: Type.Object({
    Purpose: purpose(),
    GroupType: groupType(),
    Quantity: Type.Integer({
      ...notes(
        '套餐规格：条数或分钟数，见 QueryUVMSPrices',
        'Size: messages or minutes, see QueryUVMSPrices',
      ),
      minimum: 1,
      maximum: 1_000_000_000,
      examples: [10_000],
    }),
    Count: Type.Optional(
      Type.Integer({ ...notes('份数', 'How many'), minimum: 1, maximum: 100, default: 1 }),
    ),
    CouponId: Type.Optional(
      Type.String({ ...notes('代金券，至多一张', 'A coupon, at most one'), maxLength: 64 }),
    ),
    Agree: Type.Boolean({
      ...notes(
        '已知悉：套餐包购买后不支持退订，剩余资源不支持退款',
        'It is understood that packages cannot be cancelled or refunded',
      ),
      examples: [true],
    }),
    Provider: Type.Optional(provider()),
  }),
  response: placed(),
  errors: [
    'COUNT_LIMIT',
    'PACKAGE_TERMS_NOT_ACCEPTED',
    'PACKAGE_UNKNOWN',
    'COUPON_UNKNOWN',
    'COUPON_UNUSABLE',
    'BALANCE_INSUFFICIENT',
    'PROVIDER_UNKNOWN',
  ],
});

export const topUp = defineAction({
  name: 'TopUp',
  summary: {
    zh: '充值：下单并返回付款方式',
    en: 'Tops up the balance: places an order and says how to pay it',
  },
  permission: 'billing:pay',
  request: Type.Object({ Amount: yuanInput('充值金额', 'Amount'), Provider: provider() }),
  response: placed(),
  errors: ['TOP_UP_AMOUNT_INVALID', 'PROVIDER_UNKNOWN', 'COUNT_LIMIT'],
});

export const payUVMSOrder = defineAction({
  name: 'PayUVMSOrder',
  summary: { zh: '为待付款的订单付款', en: 'Pays an order that waits for it' },
  permission: 'billing:pay',
  request: Type.Object({ OrderId: orderId(), Provider: provider() }),
  response: placed(),
  errors: [
    'ORDER_UNKNOWN',
    'ORDER_OVER',
    'ORDER_NEEDS_PROVIDER',
    'COUPON_UNUSABLE',
    'BALANCE_INSUFFICIENT',
    'PROVIDER_UNKNOWN',
  ],
});

export const cancelUVMSOrder = defineAction({
  name: 'CancelUVMSOrder',
  summary: { zh: '取消待付款的订单', en: 'Cancels an order that was not paid' },
  permission: 'billing:pay',
  request: Type.Object({ OrderId: orderId() }),
  response: Type.Object({ Order: order() }),
  errors: ['ORDER_UNKNOWN', 'ORDER_OVER', 'PACKAGE_NOT_REFUNDABLE'],
});

export const getUVMSOrder = defineAction({
  name: 'GetUVMSOrder',
  summary: { zh: '查询一个订单及其支付', en: 'One order and its payments' },
  permission: 'billing:read',
  request: Type.Object({ OrderId: orderId() }),
  response: Type.Object({
    Order: order(),
    Payments: Type.Array(
      Type.Object(
        {
          PaymentId: Type.String(notes('支付编号', 'Id of the payment')),
          Provider: Type.String(notes('支付方式', 'Provider')),
          State: paymentState(),
          Amount: yuan('金额', 'Amount'),
          CreateTime: milliseconds('发起时间', 'When it was begun'),
        },
        notes('一次支付', 'One payment'),
      ),
      notes('支付记录，最新的在前', 'Payments, the newest first'),
    ),
  }),
  errors: ['ORDER_UNKNOWN'],
});

export const listUVMSOrders = defineAction({
  name: 'ListUVMSOrders',
  summary: { zh: '查询订单，按页返回', en: 'Lists orders, page by page' },
  permission: 'billing:read',
  request: Type.Object({
    Kind: Type.Optional(orderKind()),
    State: Type.Optional(
      Type.Enum(['unpaid', 'paid', 'cancelled', 'expired'], notes('订单状态', 'State of the order')),
    ),
    Page: page(),
    NumPerPage: numPerPage(10),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(order(), notes('本页的订单', 'The orders of this page')),
  }),
  errors: [],
});

export const listUVMSPayments = defineAction({
  name: 'ListUVMSPayments',
  summary: {
    zh: '运营方查询各账号的支付，以及转账由谁确认（最近的在前）',
    en: 'The operator’s list of payments of all accounts, and who confirmed a transfer, the latest first',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    AccountId: Type.Optional(Type.String({ ...notes('账号 ID', 'Account'), minLength: 1, maxLength: 64 })),
    Provider: Type.Optional(provider()),
    State: Type.Optional(paymentState()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('账号 ID', 'Account')),
          PaymentId: Type.String(notes('支付编号', 'Id of the payment')),
          OrderId: orderId(),
          Provider: Type.String(notes('支付方式', 'Provider')),
          State: paymentState(),
          Amount: yuan('金额', 'Amount'),
          Reference: Type.String(
            notes('渠道或银行流水号，没有则为空', 'The provider’s reference, empty when none'),
          ),
          ConfirmedBy: Type.String(
            notes(
              '确认到账的运营人员 ID；由支付渠道告知的为空',
              'Who of the staff confirmed it, empty where the provider did',
            ),
          ),
          CreateTime: milliseconds('发起时间', 'When it was begun'),
          DoneTime: milliseconds('完成时间，未完成为 0', 'When it was done, 0 when not yet'),
        },
        notes('一次支付', 'One payment'),
      ),
      notes('本页的支付', 'The payments of this page'),
    ),
  }),
  errors: [],
});

export const confirmBankTransfer = defineAction({
  name: 'ConfirmBankTransfer',
  summary: {
    zh: '运营方确认一笔对公转账已到账；款项进入客户余额，订单随即支付',
    en: 'The operator confirms that a bank transfer has arrived; it goes to the balance, and the order is paid',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    PaymentId: Type.String({ ...notes('支付编号', 'Id of the payment'), minLength: 1, maxLength: 64 }),
    BankReference: Type.String({
      ...notes('银行流水号，同一流水只入账一次', 'The bank’s reference; each counts once'),
      minLength: 1,
      maxLength: 64,
      pattern: '^[A-Za-z0-9_-]+$',
    }),
    Amount: yuanInput('到账金额', 'Amount that arrived'),
  }),
  response: Type.Object({
    Result: Type.Enum(
      ['delivered', 'kept-as-balance', 'failed', 'known'],
      notes(
        'delivered 订单已支付，kept-as-balance 订单已结束、款项留在余额，known 此前已确认',
        'delivered: the order is paid; kept-as-balance: the order was over, the money stays in the balance; known: confirmed before',
      ),
    ),
  }),
  errors: ['PAYMENT_UNKNOWN', 'PAYMENT_MISMATCH', 'PAYMENT_REFERENCE_USED', 'PAYMENT_TAKEN_BEFORE'],
});

export const reverseUVMSPayment = defineAction({
  name: 'ReverseUVMSPayment',
  summary: {
    zh: '冲正一笔误确认或被付款方撤回的入账；余额不足的部分先取消等待中消息的预留，仍不足的记为欠款。每笔支付只冲正一次',
    en: 'Takes back a payment that was confirmed by mistake or called back by the payer. What the balance does not hold comes from waiting messages, which are held, and else is owed. A payment is taken back once',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    PaymentId: Type.String({ ...notes('支付编号', 'Id of the payment'), minLength: 1, maxLength: 64 }),
    Reason: Type.String({
      ...notes('原因，告知客户并留存', 'Why; the customer is told, and it is kept'),
      minLength: 1,
      maxLength: 500,
      examples: ['The transfer was recalled by the bank'],
    }),
  }),
  response: Type.Object({
    Amount: yuan('冲正金额', 'What was taken back'),
    Owed: yuan('其中记为欠款', 'Of it, what is owed now'),
    Held: Type.Integer(notes('因此暂停的消息数', 'Messages that are held because of it')),
  }),
  errors: ['PAYMENT_UNKNOWN', 'PAYMENT_NOT_TAKEN'],
});
