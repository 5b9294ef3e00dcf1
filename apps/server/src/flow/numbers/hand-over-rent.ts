import { HeraldError } from '@herald/contract';
import { balanceOf, CASH, postTransfers, prepayment } from '../../modules/ledger/index.ts';
import { extendNumber, insertTerm, moveApplication, setChosen } from '../../modules/numbers/index.ts';
import { dueOf, type Order, type OrderDetail } from '../../modules/orders/index.ts';
import { beijingTime, DAY_MS, monthOf, monthStart } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { formatYuan } from '../../platform/money.ts';
import { addWorkingDays } from '../../platform/working-days.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { applicationState, holdApplication, holdNumber, note, numberState } from './number-deps.ts';

type Detail<Kind extends OrderDetail['kind']> = Extract<OrderDetail, { kind: Kind }>;

/**
 * What payment of an order for numbers brings: the application goes on to be provided. The account and the order are
 * locked.
 * @throws HeraldError BALANCE_INSUFFICIENT, and those of the states: nothing was done
 */
export async function startProvisioning(
  tx: Tx,
  deps: NotifyDeps & { limits: Limits },
  order: Order,
  { applicationId, choices }: Detail<'number-rent'>,
  now: number,
): Promise<void> {
  const { accountId } = order;
  const key = { accountId, applicationId };
  const { application, next } = await holdApplication(tx, key, 'pay');
  // Another order has taken its place.
  if (application.orderId !== order.orderId) throw applicationState(application.state, ['to-pay']);
  await prepay(tx, order, now);
  await setChosen(tx, accountId, choices);
  const dueAt = addWorkingDays(now, deps.limits.numberProvisionDays);
  await moveApplication(tx, key, { state: next, dueAt: new Date(dueAt), at: new Date(now) });
  const by = { realm: 'member', id: order.createdBy } as const;
  await note(tx, deps, { accountId, subjectId: applicationId, event: 'paid', by, remark: order.orderId });
  const details = { applicationId, amount: formatYuan(dueOf(order)), dueAt };
  await notify(tx, deps, { accountId, kind: 'number.provisioning', details });
}

/**
 * What payment of a renewal brings: its months from the end of those that are paid, whether or not that is over. The
 * account and the order are locked.
 * @throws HeraldError BALANCE_INSUFFICIENT, NUMBER_NOT_FOUND, NUMBER_STATE, NUMBER_PAID_FAR_AHEAD: nothing was done
 */
export async function renewNumber(
  tx: Tx,
  deps: NotifyDeps & { limits: Limits },
  order: Order,
  detail: Detail<'number-renewal'>,
  now: number,
): Promise<void> {
  const { accountId, orderId } = order;
  const key = { accountId, number: detail.number };
  const number = await holdNumber(tx, key);
  const { expiresAt } = number;
  const renewable = number.status === 'active' || number.status === 'expired';
  if (!renewable || !expiresAt || expiresAt.getTime() + deps.limits.numberRenewableDays * DAY_MS <= now)
    throw numberState(number);
  const { fromMonth } = detail;
  if (monthOf(expiresAt.getTime()) !== fromMonth) {
    // It was renewed otherwise since this was ordered.
    const until = beijingTime(expiresAt.getTime(), 'en');
    throw new HeraldError('NUMBER_PAID_FAR_AHEAD', { number: detail.number, until });
  }
  await prepay(tx, order, now);
  const untilMonth = fromMonth + detail.months;
  await insertTerm(tx, { ...key, fromMonth, untilMonth, monthly: BigInt(detail.monthly), orderId });
  const until = monthStart(untilMonth);
  await extendNumber(tx, key, new Date(until));
  const by = { realm: 'member', id: order.createdBy } as const;
  await note(tx, deps, { accountId, subjectId: detail.number, event: 'renewed', by, remark: orderId });
  const details = { number: detail.number, amount: formatYuan(dueOf(order)), expiresAt: until };
  await notify(tx, deps, { accountId, kind: 'number.renewed', details });
}

/** Sets the money aside, to be earned month by month. */
async function prepay(tx: Tx, order: Order, now: number): Promise<void> {
  const { accountId, orderId, ledgerId } = order;
  const due = dueOf(order);
  const cash = await balanceOf(tx, accountId, CASH);
  if (cash < due) {
    throw new HeraldError('BALANCE_INSUFFICIENT', { due: formatYuan(due), available: formatYuan(cash) });
  }
  await postTransfers(tx, [prepayment(accountId, orderId, ledgerId, due)], new Date(now));
}
