import { type LedgerFault, verifyLedger } from '../modules/ledger/index.ts';
import type { Sql } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { inTransaction } from '../platform/transaction.ts';

const MOST_TOLD = 100;

/**
 * `verifyLedger`, with the time that reading every posting takes; it locks nothing.
 * @returns the faults, which are also logged: the ledger is append-only, so each is for a person to look at
 */
export async function checkLedger(deps: { sql: Sql; log: Log }): Promise<LedgerFault[]> {
  const faults = await inTransaction(deps.sql, async (tx) => {
    await tx`SET LOCAL statement_timeout = '30min'`;
    return verifyLedger(tx);
  });
  for (const fault of faults.slice(0, MOST_TOLD)) deps.log.error('the ledger does not add up', { ...fault });
  if (faults.length > MOST_TOLD) deps.log.error('more faults of the ledger', { count: faults.length });
  return faults;
}
