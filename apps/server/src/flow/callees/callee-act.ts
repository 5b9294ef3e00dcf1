import { addRecord, detailOf } from '../../modules/audit/index.ts';
import type { Callee } from '../../modules/callees/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { CalleeDeps } from './prove-callee.ts';

/** From where a callee acts. */
export interface CalleeFrom {
  readonly ip: string;
  readonly requestId: string;
}

/**
 * Keeps what a callee did by himself (4.2.11), in the transaction that does it and as its last statement. Who it was is
 * the keyed hash of the number, which outlives the number's erasure.
 */
export async function recordCalleeAct(
  tx: Tx,
  { vault, clock }: Pick<CalleeDeps, 'vault' | 'clock'>,
  callee: Callee,
  from: CalleeFrom,
  own: { act: string; accountId: string; detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  await addRecord(tx, vault, {
    accountId: '',
    at: clock.now(),
    actor: 'callee',
    actorId: Buffer.from(callee.calleeKey).toString('hex'),
    ip: from.ip,
    requestId: from.requestId,
    act: own.act,
    subjectAccount: own.accountId,
    retCode: 0,
    detail: detailOf(own.detail),
  });
}
