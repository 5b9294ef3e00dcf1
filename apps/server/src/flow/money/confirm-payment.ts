import { HeraldError } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import {
  balanceOf,
  CASH,
  CNY,
  EXTERNAL,
  OWED,
  postTransfers,
  repaymentOf,
} from '../../modules/ledger/index.ts';
import {
  dueOf,
  endPayment,
  findPayment,
  insertPayment,
  lockPayment,
  type Order,
  type Payment,
  pendingPayment,
} from '../../modules/orders/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Sql, sqlState, type Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { deliver, type PayDeps, takeUnpaid } from './pay-order.ts';

/**
 * Begins to pay an order through a provider: from now on the provider may say that it was paid. Who asks again before
 * it has said anything gets the same payment, and cannot be taken twice for what is one.
 * @returns undefined where nothing is due, because a coupon pays for all of it
 * @throws HeraldError ORDER_UNKNOWN, ORDER_OVER
 */
export async function beginPayment(
  deps: { sql: Sql; clock: Clock; newId(): string },
  wanted: { accountId: string; orderId: string; provider: string },
): Promise<{ order: Order; paymentId: string; amount: bigint } | undefined> {
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    const order = await takeUnpaid(tx, wanted, now);
    const amount = dueOf(order);
    if (amount === 0n) return undefined;
    const pending = await pendingPayment(tx, wanted);
    if (pending !== undefined) return { order, paymentId: pending, amount };
    const paymentId = deps.newId();
    await insertPayment(tx, {
      accountId: wanted.accountId,
      paymentId,
      orderId: wanted.orderId,
      provider: wanted.provider,
      amount,
      createdAt: new Date(now),
    });
    return { order, paymentId, amount };
  });
}

/** What a provider says of a payment that it was given. */
export interface PaymentWord {
  readonly provider: string;
  readonly paymentId: string;
  /** The provider's own number of it. */
  readonly providerRef: string;
  readonly succeeded: boolean;
  /** What was paid, 10⁻⁴ yuan. */
  readonly amount: bigint;
  /** The operator whose word it is, where the provider has none of its own. */
  readonly confirmedBy?: string;
}

export type PaymentResult =
  /** The money is in and the order delivered. */
  | 'delivered'
  /** The money is in and stays in the balance: the order was over, or what it needs beside the money is gone. */
  | 'kept-as-balance'
  | 'failed'
  /** This had been said before; nothing was done. */
  | 'known';

/**
 * Takes a provider's word, once however often it comes. Money that came in is the customer's, whatever has become of
 * the order or been said of the payment meanwhile: it is in the balance first, and the order is paid from there.
 * @throws HeraldError PAYMENT_UNKNOWN, PAYMENT_MISMATCH, PAYMENT_REFERENCE_USED, PAYMENT_TAKEN_BEFORE: nothing was done
 */
export async function confirmPayment(
  deps: PayDeps & { sql: Sql },
  word: PaymentWord,
): Promise<PaymentResult> {
  const now = deps.clock.now();
  const unknown = () => new HeraldError('PAYMENT_UNKNOWN', { paymentId: word.paymentId.slice(0, 64) });
  const known = isUuid(word.paymentId) ? await findPayment(deps.sql, word.paymentId) : undefined;
  if (!known) throw unknown();
  return inTransaction(deps.sql, async (tx) => {
    // The account first, as everywhere: two who take the same rows take them in the same order.
    await lockAccounts(tx, [known.accountId]);
    const payment = await lockPayment(tx, known.accountId, word.paymentId);
    if (payment?.provider !== word.provider) throw unknown();
    if (wasSaid(payment, word)) return 'known';
    const at = new Date(now);
    const end = { providerRef: word.providerRef, confirmedBy: word.confirmedBy ?? null, at };
    if (!word.succeeded) {
      await endPayment(tx, payment, { ...end, state: 'failed' });
      return 'failed';
    }
    if (payment.amount !== word.amount) {
      throw new HeraldError('PAYMENT_MISMATCH', { paymentId: payment.paymentId });
    }
    await endPayment(tx, payment, { ...end, state: 'succeeded' });
    await bringIn(tx, payment, at);
    return (await deliverIfPossible(tx, deps, payment, now)) ? 'delivered' : 'kept-as-balance';
  }).catch((error: unknown) => {
    // Of two payments with one reference of the provider's, the database lets one be.
    if (sqlState(error) !== '23505') throw error;
    throw new HeraldError('PAYMENT_REFERENCE_USED', { reference: word.providerRef });
  });
}

/**
 * Whether a word is one that was taken. That a payment failed is not the last one: a customer whom a provider turned
 * down may try there again.
 * @throws HeraldError PAYMENT_TAKEN_BEFORE for money beside that which the payment has brought in
 */
function wasSaid({ paymentId, state, providerRef }: Payment, word: PaymentWord): boolean {
  if (!word.succeeded) return state !== 'pending';
  if (state !== 'succeeded') return false;
  if (providerRef === word.providerRef) return true;
  throw new HeraldError('PAYMENT_TAKEN_BEFORE', {
    paymentId,
    reference: word.providerRef,
    taken: providerRef ?? '—',
  });
}

async function bringIn(tx: Tx, { accountId, paymentId, amount }: Payment, at: Date): Promise<void> {
  const topUp = { accountId, id: paymentId, kind: 'top-up', commodity: CNY, amount } as const;
  const owed = -(await balanceOf(tx, accountId, OWED));
  await postTransfers(
    tx,
    [{ ...topUp, debit: EXTERNAL, credit: CASH }, ...repaymentOf(accountId, paymentId, amount, owed)],
    at,
  );
}

async function deliverIfPossible(tx: Tx, deps: PayDeps, payment: Payment, now: number): Promise<boolean> {
  try {
    await deliver(tx, deps, await takeUnpaid(tx, payment, now), now);
    return true;
  } catch (error) {
    // These refuse before they write: the transaction is sound, and the money stays in the balance.
    if (error instanceof HeraldError) return false;
    throw error;
  }
}
