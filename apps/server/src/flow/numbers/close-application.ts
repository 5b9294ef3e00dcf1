import type { NumberApplicationState } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import { postTransfers, refundOf } from '../../modules/ledger/index.ts';
import {
  type ApplicationKey,
  lapsedApplications,
  listAnswers,
  lockApplication,
  markOverdueApplications,
  moveApplication,
  releaseUnprovided,
} from '../../modules/numbers/index.ts';
import { endOrder, lockOrder } from '../../modules/orders/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { type By, CLOCK, holdApplication, monthsOrdered, type NumberDeps, note } from './number-deps.ts';

const MOST_AT_ONCE = 200;
const UNPAID_REASON = '未在期限内付款 It was not paid for in time';

interface Closing {
  readonly key: ApplicationKey;
  readonly by: By;
  /** Told to the customer; '' where it is the customer who ends it. */
  readonly reason: string;
}

/** What an end came to; 10⁻⁴ yuan. */
export interface Closed {
  readonly refunded: bigint;
  readonly state: NumberApplicationState;
}

/** The customer ends an application that is a draft or waits to be paid. @throws HeraldError those of the states */
export async function giveUpApplication(deps: NumberDeps, closing: Omit<Closing, 'reason'>): Promise<Closed> {
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [closing.key.accountId]);
    return close(tx, deps, 'give-up', { ...closing, reason: '' });
  });
}

/**
 * Ends an application that cannot be met, or not in full. What was paid for and is not provided goes back to the
 * balance; where some numbers were provided, they stay, and the application is done.
 * @throws HeraldError those of the states
 */
export async function closeApplication(deps: NumberDeps, closing: Closing): Promise<Closed> {
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [closing.key.accountId]);
    const closed = await close(tx, deps, 'cancel', closing);
    await tell(tx, deps, closing, closed);
    return closed;
  });
}

/** The account is locked. */
async function close(
  tx: Tx,
  deps: NumberDeps,
  event: 'give-up' | 'cancel',
  { key, by, reason }: Closing,
): Promise<Closed> {
  const { accountId, applicationId } = key;
  const at = new Date(deps.clock.now());
  const { application, next } = await holdApplication(tx, key, event);
  const { orderId } = application;
  const answers = await listAnswers(tx, key);
  let refunded = 0n;
  if (application.state === 'to-pay' && orderId !== null) {
    const order = await lockOrder(tx, accountId, orderId);
    if (order?.state === 'unpaid') await endOrder(tx, order, 'cancelled', at);
  }
  if (application.state === 'provisioning' && orderId !== null) {
    const months = BigInt(await monthsOrdered(tx, accountId, orderId));
    refunded = answers.reduce(
      (sum, { chosen, delivered, monthly }) => sum + BigInt(chosen - delivered) * monthly * months,
      0n,
    );
    await releaseUnprovided(tx, key, at);
    if (refunded > 0n) await postTransfers(tx, [refundOf(accountId, orderId, deps.newId(), refunded)], at);
  }
  const state = answers.some(({ delivered }) => delivered > 0) ? 'done' : next;
  await moveApplication(tx, key, { state, reason, dueAt: null, at });
  await note(tx, deps, { accountId, subjectId: applicationId, event: 'closed', by, remark: reason });
  return { refunded, state };
}

async function tell(tx: Tx, deps: NumberDeps, { key, reason }: Closing, { refunded }: Closed): Promise<void> {
  const { accountId, applicationId } = key;
  const details = { applicationId, reason, refunded: formatYuan(refunded) };
  await notify(tx, deps, { accountId, kind: 'number.closed', details });
}

/**
 * Keeps the clocks of applications: those that were not paid in time are cancelled, and the staff is told, once, of
 * those whose carrier or provisioning is overdue.
 * @returns how many were cancelled
 */
export async function watchApplications(deps: NumberDeps & { readonly log: Log }): Promise<number> {
  const at = new Date(deps.clock.now());
  let lapsed = 0;
  for (const key of await lapsedApplications(deps.sql, at, MOST_AT_ONCE)) {
    lapsed += await inTransaction(deps.sql, async (tx) => {
      await lockAccounts(tx, [key.accountId]);
      const application = await lockApplication(tx, key);
      // It may have been paid since.
      if (application?.state !== 'to-pay' || !application.dueAt || application.dueAt > at) return 0;
      const closing = { key, by: CLOCK, reason: UNPAID_REASON };
      await tell(tx, deps, closing, await close(tx, deps, 'cancel', closing));
      return 1;
    });
  }
  const overdue = await inTransaction(deps.sql, (tx) => markOverdueApplications(tx, at, MOST_AT_ONCE));
  for (const { accountId, applicationId, state, dueAt } of overdue) {
    const facts = { accountId, applicationId, state, dueAt: dueAt.toISOString() };
    deps.log.warn('a number application is overdue', facts);
  }
  return lapsed;
}
