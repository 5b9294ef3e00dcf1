import { HeraldError } from '@herald/contract';
import { receiptTarget } from '../../modules/accounts/index.ts';
import { deadReceipts, reviveReceipts } from '../../modules/receipts/index.ts';
import type { Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

/** Without ids: so many of those that were given up, the oldest first. */
const MOST_AT_ONCE = 1000;

/**
 * Pushes receipts again: those that are named, whether they were delivered, given up or never pushed; or, where none
 * are, the oldest that were given up. State and jobs are one transaction. At least once, like every push: one that is
 * on its way already is not begun a second time.
 * @returns how many are pushed again
 * @throws HeraldError RECEIPT_URL_MISSING
 */
export async function resendReceipts(
  deps: { sql: Sql; vault: Vault; jobs: Jobs },
  asked: { accountId: string; sessionNos: readonly string[] | undefined },
): Promise<number> {
  const { accountId } = asked;
  return inTransaction(deps.sql, async (tx) => {
    if (!(await receiptTarget(tx, deps.vault, accountId))) throw new HeraldError('RECEIPT_URL_MISSING');
    const wanted = asked.sessionNos ?? (await deadReceipts(tx, accountId, MOST_AT_ONCE));
    const revived = await reviveReceipts(tx, accountId, wanted);
    await deps.jobs.enqueue(
      tx,
      'push-receipt',
      revived.map((sessionNo) => ({ data: { accountId, sessionNo, round: 0 }, group: accountId })),
    );
    return revived.length;
  });
}
