import { HeraldError } from '@herald/contract';
import { lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import {
  balanceOf,
  CASH,
  CNY,
  EXTERNAL,
  keepReturn,
  OWED,
  postTransfers,
  repaymentOf,
} from '../../modules/ledger/index.ts';
import type { Sql } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

/**
 * 4.3.8: gives back what is left of the money that was paid in, once the service has ended: by a termination, or because
 * the customer refused a version of the agreement (12.3). What is owed is taken from it first; coupons and packages do not
 * become money (3.5, 3.7). The books are written here, the money itself is sent by whoever gives its `reference`. Asked
 * again it returns what has come back since from messages that were on their way, or says that there is nothing.
 * @returns what went back, 10⁻⁴ yuan
 * @throws HeraldError ACCOUNT_UNKNOWN, SERVICE_NOT_ENDED, NOTHING_TO_RETURN
 */
export async function returnBalance(
  deps: NotifyDeps & { sql: Sql },
  asked: { accountId: string; reference: string; reason: string; operatorId: string },
): Promise<bigint> {
  const { accountId, reference, reason } = asked;
  const at = new Date(deps.clock.now());
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const [account] = await readAccounts(tx, [accountId]);
    if (!account) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
    const { status, serviceEndsAt } = account;
    if (status !== 'terminated' && (serviceEndsAt === null || serviceEndsAt > at)) {
      throw new HeraldError('SERVICE_NOT_ENDED', { accountId });
    }
    const available = await balanceOf(tx, accountId, CASH);
    const id = deps.newId();
    const repaid = repaymentOf(accountId, id, available, -(await balanceOf(tx, accountId, OWED)));
    const amount = repaid.reduce((left, transfer) => left - transfer.amount, available);
    if (amount <= 0n) throw new HeraldError('NOTHING_TO_RETURN', { accountId });
    await keepReturn(tx, { ...asked, ledgerId: id, amount, at });
    await postTransfers(
      tx,
      [...repaid, { accountId, id, kind: 'return', debit: CASH, credit: EXTERNAL, commodity: CNY, amount }],
      at,
    );
    await notify(tx, deps, {
      accountId,
      kind: 'balance.returned',
      details: { amount: formatYuan(amount), reference, reason },
    });
    return amount;
  });
}
