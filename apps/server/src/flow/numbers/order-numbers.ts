import { HeraldError } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import {
  type ApplicationKey,
  type Choice,
  checkChoices,
  listAnswers,
  type NumberKey,
  setApplicationOrder,
} from '../../modules/numbers/index.ts';
import { endOrder, lockOrder, type Order } from '../../modules/orders/index.ts';
import { beijingTime, DAY_MS, monthOf } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { place } from '../money/place-order.ts';
import { holdApplication, holdNumber, type NumberDeps, numberState } from './number-deps.ts';

/**
 * Orders numbers that the carrier offers: a term's rent of each, at once. The prices are the answer's. An order
 * that was placed before for the same application, and is not paid, is cancelled.
 * @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE, NUMBER_CHOICE_INVALID, COUNT_LIMIT
 */
export async function orderNumbers(
  deps: NumberDeps,
  wish: { key: ApplicationKey; choices: readonly Choice[]; by: string },
): Promise<Order> {
  const { key, choices, by } = wish;
  const { accountId, applicationId } = key;
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const { application } = await holdApplication(tx, key, 'pay');
    const answers = await listAnswers(tx, key);
    const fault = checkChoices(application, answers, choices);
    if (fault) throw new HeraldError('NUMBER_CHOICE_INVALID', { problemZh: fault.zh, problemEn: fault.en });
    if (application.orderId !== null) await cancelUnpaid(tx, accountId, application.orderId, now);
    const monthly = choices.reduce(
      (sum, { answerId, quantity }) =>
        sum + (answers.find((one) => one.answerId === answerId)?.monthly ?? 0n) * BigInt(quantity),
      0n,
    );
    const order = await place(tx, deps, {
      accountId,
      by,
      amount: monthly * BigInt(deps.limits.numberTermMonths),
      couponId: null,
      couponAmount: 0n,
      detail: { kind: 'number-rent', applicationId, choices, months: deps.limits.numberTermMonths },
    });
    await setApplicationOrder(tx, key, order.orderId);
    return order;
  });
}

async function cancelUnpaid(tx: Tx, accountId: string, orderId: string, now: number): Promise<void> {
  const before = await lockOrder(tx, accountId, orderId);
  if (before?.state === 'unpaid') await endOrder(tx, before, 'cancelled', new Date(now));
}

/**
 * Orders another term of a number, from the end of those that are paid.
 * @throws HeraldError NUMBER_NOT_FOUND, NUMBER_STATE, NUMBER_PAID_FAR_AHEAD, COUNT_LIMIT
 */
export async function orderRenewal(
  deps: NumberDeps,
  { key, by }: { key: NumberKey; by: string },
): Promise<Order> {
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [key.accountId]);
    return place(tx, deps, await renewalOf(tx, deps, key, by));
  });
}

/** The order of a renewal, where it can be. @throws HeraldError NUMBER_NOT_FOUND, NUMBER_STATE, NUMBER_PAID_FAR_AHEAD */
export async function renewalOf(
  tx: Tx,
  { clock, limits }: NumberDeps,
  key: NumberKey,
  by: string,
): Promise<Parameters<typeof place>[2]> {
  const now = clock.now();
  const number = await holdNumber(tx, key);
  const { expiresAt, monthlyRent } = number;
  const renewable = number.status === 'active' || number.status === 'expired';
  if (
    !renewable ||
    !expiresAt ||
    monthlyRent === null ||
    expiresAt.getTime() + limits.numberRenewableDays * DAY_MS <= now
  ) {
    throw numberState(number);
  }
  const fromMonth = monthOf(expiresAt.getTime());
  // Only in the last term that is paid: nobody pays for longer than two.
  if (fromMonth - monthOf(now) > limits.numberTermMonths) {
    const until = beijingTime(expiresAt.getTime(), 'en');
    throw new HeraldError('NUMBER_PAID_FAR_AHEAD', { number: key.number, until });
  }
  return {
    accountId: key.accountId,
    by,
    amount: monthlyRent * BigInt(limits.numberTermMonths),
    couponId: null,
    couponAmount: 0n,
    detail: {
      kind: 'number-renewal',
      number: key.number,
      fromMonth,
      monthly: String(monthlyRent),
      months: limits.numberTermMonths,
    },
  };
}
