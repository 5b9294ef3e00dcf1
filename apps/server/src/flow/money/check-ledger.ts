import { verifyBills } from '../../modules/bills/index.ts';
import { countTransfers, type LedgerFault, verifyLedger } from '../../modules/ledger/index.ts';
import { formatMonth } from '../../platform/beijing-time.ts';
import type { Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { inSnapshot } from '../../platform/transaction.ts';

const MOST_TOLD = 100;

/**
 * `verifyLedger` and `verifyBills`, with the time that reading every posting takes; it locks nothing. The service logs
 * what it finds: the ledger is append-only, so each fault is for a person to look at.
 * @returns the faults, of one view of the books
 */
export async function checkLedger(deps: { sql: Sql; log: Log }): Promise<LedgerFault[]> {
  const { faults } = await proveLedger(deps.sql);
  for (const fault of faults.slice(0, MOST_TOLD)) deps.log.error('the ledger does not add up', { ...fault });
  if (faults.length > MOST_TOLD) deps.log.error('more faults of the ledger', { count: faults.length });
  return faults;
}

/** The same for whoever asks: what was read, and what is wrong with it. */
export async function proveLedger(sql: Sql): Promise<{ transfers: bigint; faults: LedgerFault[] }> {
  return inSnapshot(sql, async (tx) => {
    await tx`SET LOCAL statement_timeout = '30min'`;
    await tx`SET LOCAL enable_seqscan = on`;
    const faults = await verifyLedger(tx);
    const bills = await verifyBills(tx);
    const ofBills = bills.map(({ accountId, month, fault }) => ({
      accountId,
      ledgerAccount: `bill ${formatMonth(month)}`,
      fault,
    }));
    return { transfers: await countTransfers(tx), faults: [...faults, ...ofBills] };
  });
}
