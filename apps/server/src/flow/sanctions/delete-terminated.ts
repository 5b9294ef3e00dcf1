import { insertErasure } from '../../modules/privacy/index.ts';
import { noteEndedServices, takeDueTerminations } from '../../modules/sanctions/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { recordOwnAct } from '../audit/record-act.ts';
import { DELETED_AFTER_MS } from './impose-sanction.ts';

const AT_ONCE = 20;

/**
 * 4.2.9, 4.2.10: what is held of callees of an account whose service has ended (5.2, 12.3) goes once the time
 * that its customer had to take his data is over. It is asked for in one transaction with the note that it was, and done by the job of erasures.
 * @returns how many accounts
 */
export async function deleteTerminated(deps: {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
}): Promise<number> {
  return inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    await noteEndedServices(tx, at, DELETED_AFTER_MS);
    const due = await takeDueTerminations(tx, at, AT_ONCE);
    for (const accountId of due) {
      const erasureId = await insertErasure(tx, {
        ...{ erasureId: deps.newId(), accountId, calleeKey: null, calleeMask: '', numberSealed: null },
        ...{ askedBy: 'operator', actorId: '', askedAt: at },
      });
      await recordOwnAct(tx, deps, {
        act: 'terminated-erasure',
        accountId,
        detail: { ErasureId: erasureId },
      });
    }
    return due.length;
  });
}
