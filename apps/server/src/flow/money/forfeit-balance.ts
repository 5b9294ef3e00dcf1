import { HeraldError } from '@herald/contract';
import { lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import { balanceOf, CASH, CNY, DAMAGES, keepForfeiture, postTransfers } from '../../modules/ledger/index.ts';
import type { Sql } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

/**
 * Takes the balance of an account that was terminated for breach as damages, with the clause that it rests on (9.2).
 * Asked again it takes what has come back since from messages that were on their way, or says that there is nothing.
 * @returns what was taken, 10⁻⁴ yuan
 * @throws HeraldError ACCOUNT_UNKNOWN, ACCOUNT_NOT_TERMINATED, NOTHING_TO_FORFEIT
 */
export async function forfeitBalance(
  deps: NotifyDeps & { sql: Sql },
  asked: { accountId: string; clause: string; reason: string; operatorId: string },
): Promise<bigint> {
  const { accountId, clause, reason } = asked;
  const at = new Date(deps.clock.now());
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const [account] = await readAccounts(tx, [accountId]);
    if (!account) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
    if (account.status !== 'terminated') throw new HeraldError('ACCOUNT_NOT_TERMINATED', { accountId });
    const amount = await balanceOf(tx, accountId, CASH);
    if (amount <= 0n) throw new HeraldError('NOTHING_TO_FORFEIT', { accountId });
    const id = deps.newId();
    await keepForfeiture(tx, { ...asked, ledgerId: id, amount, at });
    await postTransfers(
      tx,
      [{ accountId, id, kind: 'forfeit', debit: CASH, credit: DAMAGES, commodity: CNY, amount }],
      at,
    );
    await notify(tx, deps, {
      accountId,
      kind: 'balance.forfeited',
      details: { amount: formatYuan(amount), clause, reason },
    });
    return amount;
  });
}
