/** 10⁻⁴ yuan. */
type Amount = bigint;

export type OrderState = 'unpaid' | 'paid' | 'cancelled' | 'expired';
export type OrderEvent = 'pay' | 'cancel' | 'expire';

/** An order is decided once: whatever comes after (a late payment, say) finds it over. */
const TRANSITIONS: Readonly<Record<OrderState, Readonly<Partial<Record<OrderEvent, OrderState>>>>> = {
  unpaid: { pay: 'paid', cancel: 'cancelled', expire: 'expired' },
  paid: {},
  cancelled: {},
  expired: {},
};

/** The state after an event, or undefined where the event cannot be in that state. */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState | undefined {
  return TRANSITIONS[state][event];
}

/** What is bought. */
export type OrderDetail =
  | { kind: 'top-up' }
  | {
      kind: 'package';
      purpose: 1 | 2;
      groupType: 1 | 2;
      /** Messages or minutes of one package. */
      quantity: string;
      /** How many packages. */
      count: number;
      /** Price book version of the price. */
      priceVersion: number;
    }
  | {
      kind: 'number-rent';
      applicationId: string;
      /** How many of each answered line. */
      choices: readonly { answerId: string; quantity: number }[];
      /** Paid ahead for each number. */
      months: number;
    }
  | {
      kind: 'number-renewal';
      number: string;
      /** The first month that is paid: months since January of year 0. */
      fromMonth: number;
      months: number;
      /** Rent of one month. */
      monthly: string;
    };

export type OrderKind = OrderDetail['kind'];

/** What is to be paid once the coupon is taken off. */
export const dueOf = (order: { amount: Amount; couponAmount: Amount }): Amount =>
  order.amount - order.couponAmount;

/** Orders of an account that wait to be paid. */
export const MOST_UNPAID = 100;
/** Packages of one order. */
export const MOST_PACKAGES = 100;

export const LEAST_TOP_UP: Amount = 10_000n;
export const LARGEST_TOP_UP: Amount = 10_000_000n * 10_000n;

/** A coupon as far as an order must know it. */
export interface OrderCoupon {
  available: Amount;
  scope: readonly string[];
  purposes: readonly number[];
  /** ms */
  expiresAt: number;
}

export type CouponVerdict =
  | { ok: true; amount: Amount }
  | { ok: false; why: 'expired' | 'used-up' | 'not-for-packages' | 'other-purpose' };

/** What one coupon takes off a package order (3.5: at most one, never more than the order). */
export function applyCoupon(
  coupon: OrderCoupon,
  order: { amount: Amount; purpose: number },
  now: number,
): CouponVerdict {
  if (coupon.expiresAt <= now) return { ok: false, why: 'expired' };
  if (!coupon.scope.includes('package')) return { ok: false, why: 'not-for-packages' };
  if (!coupon.purposes.includes(order.purpose)) return { ok: false, why: 'other-purpose' };
  if (coupon.available <= 0n) return { ok: false, why: 'used-up' };
  if (coupon.available < order.amount) return { ok: true, amount: coupon.available };
  return { ok: true, amount: order.amount };
}
