import { lockAccounts } from '../../modules/accounts/index.ts';
import { balanceOf, CASH, CNY, postTransfers, REVENUE } from '../../modules/ledger/index.ts';
import {
  type DueRent,
  insertRent,
  markRentPaid,
  numbersToRent,
  payableRents,
} from '../../modules/numbers/index.ts';
import { formatMonth, monthOf } from '../../platform/beijing-time.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

const MOST_AT_ONCE = 200;

/**
 * Takes the rent of exclusive numbers: the whole calendar month, once for each number and month, from the month in
 * which it takes effect (price list). What the balance does not cover stays due, is told once, and is taken as soon
 * as it does.
 * @returns how many were paid
 */
export async function chargeRents(deps: NotifyDeps & { sql: Sql }): Promise<number> {
  const { sql, clock, newId } = deps;
  const month = monthOf(clock.now());
  const at = new Date(clock.now());
  let paid = 0;
  for (const rented of await numbersToRent(sql, month, MOST_AT_ONCE)) {
    const rent: DueRent = { ...rented, month, ledgerId: newId() };
    paid += await inTransaction(sql, async (tx) => {
      await lockAccounts(tx, [rent.accountId]);
      if (!(await insertRent(tx, rent, at))) return 0;
      if (await pay(tx, rent, at)) return 1;
      await notify(tx, deps, {
        accountId: rent.accountId,
        kind: 'rent.unpaid',
        details: { number: rent.number, month: formatMonth(month), amount: formatYuan(rent.amount) },
      });
      return 0;
    });
  }
  for (const rent of await payableRents(sql, MOST_AT_ONCE)) {
    paid += await inTransaction(sql, async (tx) => {
      await lockAccounts(tx, [rent.accountId]);
      return (await pay(tx, rent, at)) ? 1 : 0;
    });
  }
  return paid;
}

/** The account is locked. */
async function pay(tx: Tx, rent: DueRent, at: Date): Promise<boolean> {
  const { accountId, ledgerId: id, amount } = rent;
  if ((await balanceOf(tx, accountId, CASH)) < amount) return false;
  if (!(await markRentPaid(tx, rent, at))) return false;
  const transfer = {
    accountId,
    id,
    kind: 'rent',
    debit: CASH,
    credit: REVENUE,
    commodity: CNY,
    amount,
  } as const;
  await postTransfers(tx, [transfer], at);
  return true;
}
