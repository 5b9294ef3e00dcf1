import { HeraldError } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import {
  balanceOf,
  CASH,
  CNY,
  couponAccount,
  findCoupon,
  insertPackage,
  issuedAccount,
  packageAccount,
  postTransfers,
  REVENUE,
  type Transfer,
  unitCommodity,
} from '../../modules/ledger/index.ts';
import {
  dueOf,
  endOrder,
  lockOrder,
  nextOrderState,
  type Order,
  type OrderDetail,
} from '../../modules/orders/index.ts';
import { monthsLater } from '../../platform/beijing-time.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { NotifyDeps } from '../notices/notify.ts';
import { renewNumber, startProvisioning } from '../numbers/hand-over-rent.ts';

/** What paying works with. */
export type PayDeps = NotifyDeps & { readonly limits: Limits };

/**
 * Pays an order from the balance and hands over what was bought, in one transaction: paid and delivered, or neither.
 * @throws HeraldError ORDER_UNKNOWN, ORDER_OVER, ORDER_NEEDS_PROVIDER, COUPON_UNUSABLE, BALANCE_INSUFFICIENT
 */
export async function payFromBalance(
  deps: PayDeps & { sql: Sql },
  wanted: { accountId: string; orderId: string },
): Promise<Order> {
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [wanted.accountId]);
    const order = await takeUnpaid(tx, wanted, now);
    // The balance cannot fill itself.
    if (order.detail.kind === 'top-up')
      throw new HeraldError('ORDER_NEEDS_PROVIDER', { orderId: order.orderId });
    return deliver(tx, deps, order, now);
  });
}

/**
 * An order that can still be decided, held until the transaction ends.
 * @throws HeraldError ORDER_UNKNOWN, ORDER_OVER
 */
export async function takeUnpaid(
  tx: Tx,
  wanted: { accountId: string; orderId: string },
  now: number,
): Promise<Order> {
  const order = await lockOrder(tx, wanted.accountId, wanted.orderId);
  if (!order) throw new HeraldError('ORDER_UNKNOWN', { orderId: wanted.orderId });
  // The job that ends what was not paid in time may be a little behind.
  const state = order.state === 'unpaid' && order.expiresAt.getTime() <= now ? 'expired' : order.state;
  if (!nextOrderState(state, 'pay')) throw new HeraldError('ORDER_OVER', { orderId: wanted.orderId, state });
  return order;
}

/**
 * Takes the price out of coupon and balance, and hands over what was bought. The account and the order are locked, and
 * the order can be paid. Its transfers bear its own id, so all of this happens once at most.
 * @throws HeraldError COUPON_UNUSABLE, BALANCE_INSUFFICIENT, for numbers those of their states: nothing was done
 */
export async function deliver(tx: Tx, deps: PayDeps, order: Order, now: number): Promise<Order> {
  const { detail } = order;
  const at = new Date(now);
  switch (detail.kind) {
    case 'top-up':
      break;
    case 'package':
      await checkCover(tx, order, now);
      await handOverPackage(tx, deps.limits.packageMonths, order, detail, now);
      break;
    case 'number-rent':
      await startProvisioning(tx, deps, order, detail, now);
      break;
    case 'number-renewal':
      await renewNumber(tx, deps, order, detail, now);
  }
  await endOrder(tx, order, 'paid', at);
  return { ...order, state: 'paid', endedAt: at };
}

async function handOverPackage(
  tx: Tx,
  months: number,
  order: Order,
  detail: Extract<OrderDetail, { kind: 'package' }>,
  now: number,
): Promise<void> {
  const { accountId } = order;
  const { purpose, groupType } = detail;
  const at = new Date(now);
  const commodity = unitCommodity(purpose, groupType);
  const quantity = BigInt(detail.quantity) * BigInt(detail.count);
  await insertPackage(tx, {
    accountId,
    packageId: order.orderId,
    purpose,
    groupType,
    quantity,
    boughtAt: at,
    expiresAt: new Date(monthsLater(now, months)),
  });
  const issue: Transfer = {
    accountId,
    id: order.ledgerId,
    kind: 'issue',
    debit: issuedAccount(commodity),
    credit: packageAccount(order.orderId),
    commodity,
    amount: quantity,
  };
  await postTransfers(tx, [...purchaseOf(order), issue], at);
}

/** Coupon and balance may have been used since the order was placed. */
async function checkCover(tx: Tx, order: Order, now: number): Promise<void> {
  const { accountId, couponId, couponAmount } = order;
  if (couponId !== null) {
    const coupon = await findCoupon(tx, accountId, couponId);
    if (!coupon || coupon.available < couponAmount || coupon.expiresAt.getTime() <= now) {
      throw new HeraldError('COUPON_UNUSABLE', {
        couponId,
        problemZh: '下单后已被使用或已过期',
        problemEn: 'it was used or has expired since the order was placed',
      });
    }
  }
  const due = dueOf(order);
  const cash = await balanceOf(tx, accountId, CASH);
  if (cash < due) {
    throw new HeraldError('BALANCE_INSUFFICIENT', { due: formatYuan(due), available: formatYuan(cash) });
  }
}

function purchaseOf(order: Order): Transfer[] {
  const { accountId, ledgerId: id, couponId, couponAmount } = order;
  const purchase = { accountId, id, kind: 'purchase', credit: REVENUE, commodity: CNY } as const;
  const parts: Transfer[] = [];
  if (couponId !== null) {
    parts.push({ ...purchase, part: 1, debit: couponAccount(couponId), amount: couponAmount });
  }
  const due = dueOf(order);
  if (due > 0n) parts.push({ ...purchase, debit: CASH, amount: due });
  return parts;
}
