import { lockAccounts } from '../../modules/accounts/index.ts';
import { balanceOf, CASH, CNY, postTransfers, prepaidAccount, REVENUE } from '../../modules/ledger/index.ts';
import {
  type Due,
  insertDue,
  markDuePaid,
  markEarned,
  monthsToEarn,
  type NumberKey,
  numbersToRent,
  payableDues,
  setUnpaidSince,
  unpaidDues,
} from '../../modules/numbers/index.ts';
import { DAY_MS, formatMonth, monthOf } from '../../platform/beijing-time.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

export type RentDeps = NotifyDeps & { sql: Sql; limits: Limits };

const MOST_AT_ONCE = 200;

/**
 * Takes the rent of exclusive numbers: the whole calendar month, once for each number and month (price list). A month
 * that was paid ahead is earned out of what was set aside for it; a number without such months pays from the balance.
 * What the balance does not cover stays due, is told once, keeps the number from being shown, and is taken as soon as
 * the balance covers it.
 * @returns how many months were paid
 */
export async function chargeRents(deps: RentDeps): Promise<number> {
  const now = deps.clock.now();
  const month = monthOf(now);
  let paid = await earnRents(deps, month);
  for (const { accountId, number, amount } of await numbersToRent(
    deps.sql,
    month,
    new Date(now),
    MOST_AT_ONCE,
  )) {
    const due: Due = { accountId, number, month, kind: 'rent', amount, minutes: 0, ledgerId: deps.newId() };
    paid += await inTransaction(deps.sql, async (tx) => {
      await lockAccounts(tx, [accountId]);
      return (await chargeDue(tx, deps, due)) ? 1 : 0;
    });
  }
  for (const due of await payableDues(deps.sql, MOST_AT_ONCE)) {
    paid += await inTransaction(deps.sql, async (tx) => {
      await lockAccounts(tx, [due.accountId]);
      return (await pay(tx, deps, due)) ? 1 : 0;
    });
  }
  return paid;
}

/** Rent that was paid ahead. A service that was down earns the months that it missed, one a run. */
async function earnRents({ sql, clock, newId }: RentDeps, upTo: number): Promise<number> {
  const at = new Date(clock.now());
  let earned = 0;
  for (const { accountId, number, month, amount, orderId } of await monthsToEarn(sql, upTo, MOST_AT_ONCE)) {
    const due: Due = { accountId, number, month, kind: 'rent', amount, minutes: 0, ledgerId: newId() };
    earned += await inTransaction(sql, async (tx) => {
      await lockAccounts(tx, [accountId]);
      if (!(await markEarned(tx, due))) return 0;
      await insertDue(tx, due, at);
      await markDuePaid(tx, due, at);
      await post(tx, due, prepaidAccount(orderId), at);
      return 1;
    });
  }
  return earned;
}

/**
 * Writes down what a number owes, once for each month and kind, and takes it from the balance; what is not covered is
 * told, and the number rests. The account is locked.
 * @returns whether it was paid now
 */
export async function chargeDue(tx: Tx, deps: RentDeps, due: Due): Promise<boolean> {
  const { accountId, number, amount, minutes } = due;
  const at = new Date(deps.clock.now());
  if (!(await insertDue(tx, due, at))) return false;
  if (await pay(tx, deps, due)) return true;
  await setUnpaidSince(tx, due, at);
  const month = formatMonth(due.month);
  const endsAt = at.getTime() + deps.limits.numberUnpaidDays * DAY_MS;
  const details = { number, month, amount: formatYuan(amount), endsAt };
  if (due.kind === 'rent') await notify(tx, deps, { accountId, kind: 'rent.unpaid', details });
  else await notify(tx, deps, { accountId, kind: 'minimum.unpaid', details: { ...details, minutes } });
  return false;
}

/** The account is locked. */
async function pay(tx: Tx, deps: RentDeps, due: Due): Promise<boolean> {
  const at = new Date(deps.clock.now());
  if ((await balanceOf(tx, due.accountId, CASH)) < due.amount) return false;
  if (!(await markDuePaid(tx, due, at))) return false;
  await post(tx, due, CASH, at);
  await resume(tx, deps, due);
  return true;
}

async function post(
  tx: Tx,
  { accountId, ledgerId, kind, amount }: Due,
  debit: string,
  at: Date,
): Promise<void> {
  const rent = { accountId, id: ledgerId, kind, debit, credit: REVENUE, commodity: CNY, amount };
  await postTransfers(tx, [rent], at);
}

/** A number that owes nothing any more can be shown again. */
async function resume(tx: Tx, deps: RentDeps, { accountId, number }: NumberKey): Promise<void> {
  if ((await unpaidDues(tx, { accountId, number })) > 0n) return;
  if (!(await setUnpaidSince(tx, { accountId, number }, null))) return;
  await notify(tx, deps, { accountId, kind: 'number.resumed', details: { number } });
}
