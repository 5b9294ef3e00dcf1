import { HeraldError } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import { findCoupon } from '../../modules/ledger/index.ts';
import {
  applyCoupon,
  countUnpaid,
  insertOrder,
  LARGEST_TOP_UP,
  LEAST_TOP_UP,
  MOST_PACKAGES,
  MOST_UNPAID,
  type Order,
} from '../../modules/orders/index.ts';
import { bookInForce } from '../../modules/pricing/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { formatYuan } from '../../platform/money.ts';
import { type Random, randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';

export interface PlaceOrderDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  newId(): string;
  readonly limits: Limits;
}

export interface PackageWish {
  readonly accountId: string;
  /** Who orders: a member or key. */
  readonly by: string;
  readonly purpose: 1 | 2;
  readonly groupType: 1 | 2;
  /** Messages or minutes of one package; must be in the price book. */
  readonly quantity: bigint;
  readonly count: number;
  readonly couponId: string | undefined;
  /** 3.7: packages are not taken back, and whoever buys has said so. */
  readonly agreed: boolean;
}

/**
 * Prices a package order at the price book in force and writes it down, unpaid. Its price stands until it expires.
 * @throws HeraldError PACKAGE_TERMS_NOT_ACCEPTED, PACKAGE_UNKNOWN, COUPON_UNUSABLE, COUNT_LIMIT
 */
export async function orderPackage(deps: PlaceOrderDeps, wish: PackageWish): Promise<Order> {
  if (!wish.agreed) throw new HeraldError('PACKAGE_TERMS_NOT_ACCEPTED');
  const { accountId, purpose, groupType, quantity, count } = wish;
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const book = await bookInForce(tx, new Date(now));
    const price = book?.packages.find(
      (one) => one.purpose === purpose && one.groupType === groupType && one.quantity === quantity,
    );
    if (!book || !price || count < 1 || count > MOST_PACKAGES) {
      const offered = book?.packages
        .filter((one) => one.purpose === purpose && one.groupType === groupType)
        .map((one) => one.quantity);
      throw new HeraldError('PACKAGE_UNKNOWN', {
        quantity: String(quantity),
        offered: offered?.join(', ') || '—',
        mostCount: MOST_PACKAGES,
      });
    }
    const amount = price.amount * BigInt(count);
    const coupon =
      wish.couponId === undefined
        ? undefined
        : await takeOff(tx, accountId, wish.couponId, { amount, purpose, now });
    return place(tx, deps, {
      accountId,
      by: wish.by,
      amount,
      couponId: wish.couponId ?? null,
      couponAmount: coupon ?? 0n,
      detail: {
        kind: 'package',
        purpose,
        groupType,
        quantity: String(quantity),
        count,
        priceVersion: book.version,
      },
    });
  });
}

/** Writes down that an account is to be topped up, unpaid. @throws HeraldError TOP_UP_AMOUNT_INVALID, COUNT_LIMIT */
export async function orderTopUp(
  deps: PlaceOrderDeps,
  wish: { accountId: string; by: string; amount: bigint },
): Promise<Order> {
  const { accountId, by, amount } = wish;
  // Money comes in whole fen; prices may be finer.
  if (amount < LEAST_TOP_UP || amount > LARGEST_TOP_UP || amount % 100n !== 0n) {
    throw new HeraldError('TOP_UP_AMOUNT_INVALID', {
      least: formatYuan(LEAST_TOP_UP),
      largest: formatYuan(LARGEST_TOP_UP),
    });
  }
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    return place(tx, deps, {
      accountId,
      by,
      amount,
      couponId: null,
      couponAmount: 0n,
      detail: { kind: 'top-up' },
    });
  });
}

async function takeOff(
  tx: Tx,
  accountId: string,
  couponId: string,
  order: { amount: bigint; purpose: number; now: number },
): Promise<bigint> {
  const coupon = await findCoupon(tx, accountId, couponId);
  if (!coupon) throw new HeraldError('COUPON_UNKNOWN', { couponId });
  const verdict = applyCoupon({ ...coupon, expiresAt: coupon.expiresAt.getTime() }, order, order.now);
  if (verdict.ok) return verdict.amount;
  throw new HeraldError('COUPON_UNUSABLE', { couponId, ...COUPON_PROBLEMS[verdict.why] });
}

const COUPON_PROBLEMS = {
  expired: { problemZh: '已过期', problemEn: 'it has expired' },
  'used-up': { problemZh: '已用完', problemEn: 'it is used up' },
  'not-for-packages': { problemZh: '不能用于购买套餐包', problemEn: 'it does not pay for packages' },
  'other-purpose': { problemZh: '不适用于该语音类型', problemEn: 'it is for another purpose' },
} as const;

export type NewOrder = Pick<Order, 'accountId' | 'amount' | 'couponId' | 'couponAmount' | 'detail'> & {
  by: string;
};

/** The account is locked, so that however many are placed at once are counted one after the other. */
export async function place(tx: Tx, deps: PlaceOrderDeps, wish: NewOrder): Promise<Order> {
  const now = deps.clock.now();
  if ((await countUnpaid(tx, wish.accountId, new Date(now))) >= MOST_UNPAID) {
    throw new HeraldError('COUNT_LIMIT', {
      whatZh: '未付款订单',
      whatEn: 'unpaid orders',
      limit: MOST_UNPAID,
    });
  }
  return writeOrder(tx, deps, wish);
}

/** Writes an order down, unpaid, with a price that its caller has found. */
export async function writeOrder(
  tx: Tx,
  deps: Omit<PlaceOrderDeps, 'sql'>,
  { by, ...rest }: NewOrder,
): Promise<Order> {
  const now = deps.clock.now();
  const order: Order = {
    ...rest,
    orderId: `UVOD${formatDay(now)}${randomText(deps.random, 8)}`,
    ledgerId: deps.newId(),
    state: 'unpaid',
    createdBy: by,
    createdAt: new Date(now),
    expiresAt: new Date(now + deps.limits.orderPayHours * 3_600_000),
    endedAt: null,
  };
  await insertOrder(tx, order);
  return order;
}
