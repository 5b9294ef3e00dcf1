import { HeraldError, type ResponseOf } from '@herald/contract';
import { beginPayment } from '../../../flow/money/confirm-payment.ts';
import { payFromBalance } from '../../../flow/money/pay-order.ts';
import type { PaymentProvider } from '../../../flow/money/payment-provider.ts';
import { dueOf, type Order } from '../../../modules/orders/index.ts';
import { formatYuan } from '../../../platform/money.ts';
import type { Caller } from '../../deps.ts';
import type { MoneyDeps } from './deps.ts';

type OrderAnswer = ResponseOf<'GetUVMSOrder'>['Order'];
export type Placed = ResponseOf<'PayUVMSOrder'>;

export const BALANCE = 'balance';

/** How orders of whatever are paid. */
export interface Payer {
  /** @throws HeraldError PROVIDER_UNKNOWN */
  providerNamed(name: string): PaymentProvider;
  /** Pays by the balance at once, or says how to pay. */
  pay(caller: Caller, orderId: string, by: string): Promise<Placed>;
  /** What an order that was just placed is answered with: paid, or begun to be, where a way to pay was named. */
  placed(caller: Caller, order: Order, by: string | undefined): Promise<Placed>;
}

export function payer(deps: MoneyDeps): Payer {
  const { providers } = deps;

  function providerNamed(name: string) {
    const provider = providers.find((one) => one.name === name);
    if (provider) return provider;
    const offered = [BALANCE, ...providers.map((one) => one.name)].join(', ');
    throw new HeraldError('PROVIDER_UNKNOWN', { provider: name, offered });
  }

  /** Pays by the balance at once, or says how to pay. */
  async function pay(caller: Caller, orderId: string, by: string): Promise<Placed> {
    const { accountId, language } = caller;
    if (by === BALANCE) return { Order: orderAnswer(await payFromBalance(deps, { accountId, orderId })) };
    const provider = providerNamed(by);
    const begun = await beginPayment(deps, { accountId, orderId, provider: by });
    if (!begun) return { Order: orderAnswer(await payFromBalance(deps, { accountId, orderId })) };
    const { order, paymentId, amount } = begun;
    const { payUrl, words } = await provider.start({ paymentId, orderId, amount });
    return {
      Order: orderAnswer(order),
      Payment: {
        PaymentId: paymentId,
        Provider: by,
        Amount: formatYuan(amount),
        PayUrl: payUrl,
        Instructions: words[language],
      },
    };
  }

  return {
    providerNamed,
    pay,
    placed: async (caller, order, by) =>
      by === undefined ? { Order: orderAnswer(order) } : pay(caller, order.orderId, by),
  };
}

/** Who ordered, as it is kept with the order. */
export function callerName({ principal }: Caller): string {
  switch (principal.kind) {
    case 'key':
      return `key:${principal.publicKey}`;
    case 'app':
      return `app:${principal.appKey}`;
    case 'member':
      return `member:${principal.memberId}`;
  }
}

/** An order in the contract's words. */
export function orderAnswer(order: Order): OrderAnswer {
  const { detail } = order;
  return {
    OrderId: order.orderId,
    Kind: detail.kind,
    Subject: subjectOf(order),
    State: order.state,
    Amount: formatYuan(order.amount),
    CouponId: order.couponId ?? '',
    CouponAmount: formatYuan(order.couponAmount),
    Due: formatYuan(dueOf(order)),
    ...(detail.kind === 'package'
      ? {
          Package: {
            Purpose: detail.purpose,
            GroupType: detail.groupType,
            Quantity: Number(detail.quantity),
            Count: detail.count,
            PriceVersion: detail.priceVersion,
          },
        }
      : {}),
    CreateTime: order.createdAt.getTime(),
    ExpireTime: order.expiresAt.getTime(),
    EndTime: order.endedAt?.getTime() ?? 0,
  };
}

function subjectOf({ detail }: Order): string {
  switch (detail.kind) {
    case 'number-rent':
      return detail.applicationId;
    case 'number-renewal':
      return detail.number;
    default:
      return '';
  }
}
