import type { Db, Tx } from '../../platform/db.ts';
import type { OrderDetail, OrderState } from './rules.ts';

/** What somebody wants to buy; amounts in 10⁻⁴ yuan. */
export interface Order {
  accountId: string;
  orderId: string;
  /** Id of its transfers in the ledger. */
  ledgerId: string;
  detail: OrderDetail;
  state: OrderState;
  /** Before the coupon. */
  amount: bigint;
  couponId: string | null;
  couponAmount: bigint;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

const columns = (db: Db) => db`
  account_id AS "accountId", order_id AS "orderId", ledger_id AS "ledgerId", detail, state, amount,
  coupon_id AS "couponId", coupon_amount AS "couponAmount", created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", ended_at AS "endedAt"`;

export async function insertOrder(tx: Tx, order: Omit<Order, 'state' | 'endedAt'>): Promise<void> {
  await tx`
    INSERT INTO orders (account_id, order_id, ledger_id, kind, detail, amount, coupon_id, coupon_amount, created_by,
      created_at, expires_at)
    VALUES (${order.accountId}, ${order.orderId}, ${order.ledgerId}, ${order.detail.kind},
      ${JSON.stringify(order.detail)}::text::jsonb, ${order.amount}, ${order.couponId}, ${order.couponAmount},
      ${order.createdBy}, ${order.createdAt}, ${order.expiresAt})`;
}

/** One order, locked until the transaction ends: who pays, cancels or lets it expire decides alone. */
export async function lockOrder(tx: Tx, accountId: string, orderId: string): Promise<Order | undefined> {
  const [row] = await tx<Order[]>`
    SELECT ${columns(tx)} FROM orders WHERE account_id = ${accountId} AND order_id = ${orderId} FOR UPDATE`;
  return row;
}

export async function findOrder(db: Db, accountId: string, orderId: string): Promise<Order | undefined> {
  const [row] = await db<Order[]>`
    SELECT ${columns(db)} FROM orders WHERE account_id = ${accountId} AND order_id = ${orderId}`;
  return row;
}

/** One page of an account's orders, newest first. */
export async function listOrders(
  db: Db,
  filter: {
    accountId: string;
    kind: string | undefined;
    state: OrderState | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; orders: Order[] }> {
  const where = db`
    WHERE account_id = ${filter.accountId}
      ${filter.kind === undefined ? db`` : db`AND kind = ${filter.kind}`}
      ${filter.state === undefined ? db`` : db`AND state = ${filter.state}`}`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM orders ${where}`;
  const orders = await db<Order[]>`
    SELECT ${columns(db)} FROM orders ${where}
    ORDER BY created_at DESC, order_id DESC LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, orders };
}

/** Orders of an account that wait to be paid, those over whose end has not been noted left out. */
export async function countUnpaid(tx: Tx, accountId: string, at: Date): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    SELECT count(*)::int AS count FROM orders
    WHERE account_id = ${accountId} AND state = 'unpaid' AND expires_at > ${at}`;
  return row?.count ?? 0;
}

/** Ends an order that is locked. */
export async function endOrder(
  tx: Tx,
  order: Pick<Order, 'accountId' | 'orderId'>,
  state: Exclude<OrderState, 'unpaid'>,
  at: Date,
): Promise<void> {
  await tx`
    UPDATE orders SET state = ${state}, ended_at = ${at}
    WHERE account_id = ${order.accountId} AND order_id = ${order.orderId} AND state = 'unpaid'`;
}

/** Unpaid orders whose time is over, at most `limit`. */
export async function overdueOrders(
  db: Db,
  at: Date,
  limit: number,
): Promise<{ accountId: string; orderId: string }[]> {
  return await db<{ accountId: string; orderId: string }[]>`
    SELECT account_id AS "accountId", order_id AS "orderId" FROM orders
    WHERE state = 'unpaid' AND expires_at <= ${at} ORDER BY expires_at LIMIT ${limit}`;
}

export type PaymentState = 'pending' | 'succeeded' | 'failed';

/** One attempt to pay an order through a provider. */
export interface Payment {
  accountId: string;
  paymentId: string;
  orderId: string;
  provider: string;
  state: PaymentState;
  amount: bigint;
  providerRef: string | null;
  /** The operator who said that the money is there; null where the provider did. */
  confirmedBy: string | null;
  createdAt: Date;
}

const paymentColumns = (db: Db) => db`
  account_id AS "accountId", payment_id AS "paymentId", order_id AS "orderId", provider, state, amount,
  provider_ref AS "providerRef", confirmed_by AS "confirmedBy", created_at AS "createdAt"`;

export async function insertPayment(
  tx: Tx,
  payment: Omit<Payment, 'state' | 'providerRef' | 'confirmedBy'>,
): Promise<void> {
  await tx`
    INSERT INTO payments (account_id, payment_id, order_id, provider, amount, created_at)
    VALUES (${payment.accountId}, ${payment.paymentId}, ${payment.orderId}, ${payment.provider}, ${payment.amount},
      ${payment.createdAt})`;
}

/** The payment that a provider speaks of: it knows the id that it was given, and no account. */
export async function findPayment(db: Db, paymentId: string): Promise<Payment | undefined> {
  const [row] = await db<
    Payment[]
  >`SELECT ${paymentColumns(db)} FROM payments WHERE payment_id = ${paymentId}`;
  return row;
}

/** One payment, locked until the transaction ends. */
export async function lockPayment(
  tx: Tx,
  accountId: string,
  paymentId: string,
): Promise<Payment | undefined> {
  const [row] = await tx<Payment[]>`
    SELECT ${paymentColumns(tx)} FROM payments
    WHERE account_id = ${accountId} AND payment_id = ${paymentId} FOR UPDATE`;
  return row;
}

/** The payment by which a provider may still pay an order, whose amount never changes. */
export async function pendingPayment(
  tx: Tx,
  order: { accountId: string; orderId: string; provider: string },
): Promise<string | undefined> {
  const [row] = await tx<{ paymentId: string }[]>`
    SELECT payment_id AS "paymentId" FROM payments
    WHERE account_id = ${order.accountId} AND order_id = ${order.orderId} AND provider = ${order.provider}
      AND state = 'pending' LIMIT 1`;
  return row?.paymentId;
}

export async function paymentsOf(db: Db, accountId: string, orderId: string): Promise<Payment[]> {
  return await db<Payment[]>`
    SELECT ${paymentColumns(db)} FROM payments
    WHERE account_id = ${accountId} AND order_id = ${orderId} ORDER BY created_at DESC LIMIT 50`;
}

/** What a payment came to; one that has failed may succeed later, and none the other way. */
export async function endPayment(
  tx: Tx,
  payment: Pick<Payment, 'accountId' | 'paymentId'>,
  end: { state: 'succeeded' | 'failed'; providerRef: string | null; confirmedBy: string | null; at: Date },
): Promise<void> {
  await tx`
    UPDATE payments SET state = ${end.state}, provider_ref = ${end.providerRef},
      confirmed_by = ${end.confirmedBy}, done_at = ${end.at}
    WHERE account_id = ${payment.accountId} AND payment_id = ${payment.paymentId} AND state <> 'succeeded'`;
}
