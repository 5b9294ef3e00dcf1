import type { Callee } from '../../modules/callees/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { askErasure, EVERYWHERE } from '../privacy/ask-erasure.ts';
import { type CalleeFrom, recordCalleeAct } from './callee-act.ts';
import type { CalleeDeps } from './prove-callee.ts';

/** 4.2.9: the callee has what is held of the number erased, at every customer. */
export async function eraseCallee(deps: CalleeDeps, callee: Callee, from: CalleeFrom): Promise<void> {
  const actorId = Buffer.from(callee.calleeKey).toString('hex');
  await inTransaction(deps.sql, async (tx) => {
    const asked = { accountId: EVERYWHERE, number: callee.number, askedBy: 'callee', actorId } as const;
    const erasureId = await askErasure(tx, deps, asked);
    await recordCalleeAct(tx, deps, callee, from, {
      act: 'EraseUVMSCalleeData',
      accountId: EVERYWHERE,
      detail: { ErasureId: erasureId },
    });
  });
}
