import { HeraldError } from '@herald/contract';
import {
  endOrder,
  lockOrder,
  nextOrderState,
  type Order,
  overdueOrders,
} from '../../modules/orders/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { takeUnpaid } from './pay-order.ts';

const MOST_AT_ONCE = 200;

/**
 * Cancels an order that was not paid. A package that was is neither cancelled nor refunded (3.7), and there is no other
 * way to ask for it.
 * @throws HeraldError ORDER_UNKNOWN, ORDER_OVER, PACKAGE_NOT_REFUNDABLE
 */
export async function cancelOrder(
  deps: { sql: Sql; clock: Clock },
  wanted: { accountId: string; orderId: string },
): Promise<Order> {
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    const found = await lockOrder(tx, wanted.accountId, wanted.orderId);
    if (found?.state === 'paid' && found.detail.kind === 'package') {
      throw new HeraldError('PACKAGE_NOT_REFUNDABLE', { packageId: found.orderId });
    }
    const order = await takeUnpaid(tx, wanted, now);
    await endOrder(tx, order, 'cancelled', new Date(now));
    return { ...order, state: 'cancelled', endedAt: new Date(now) };
  });
}

/** Ends orders that were not paid in time, each by itself. @returns how many */
export async function expireOrders(deps: { sql: Sql; clock: Clock }): Promise<number> {
  const at = new Date(deps.clock.now());
  const overdue = await overdueOrders(deps.sql, at, MOST_AT_ONCE);
  let ended = 0;
  for (const { accountId, orderId } of overdue) {
    ended += await inTransaction(deps.sql, async (tx) => {
      const order = await lockOrder(tx, accountId, orderId);
      if (!order || !nextOrderState(order.state, 'expire')) return 0;
      await endOrder(tx, order, 'expired', at);
      return 1;
    });
  }
  return ended;
}
