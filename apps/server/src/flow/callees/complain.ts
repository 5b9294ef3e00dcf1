import type { RequestOf } from '@herald/contract';
import type { Callee } from '../../modules/callees/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { openComplaint } from '../complaints/open-complaint.ts';
import { type CalleeFrom, recordCalleeAct } from './callee-act.ts';
import type { CalleeDeps } from './prove-callee.ts';
import { customerOfCall } from './refuse-calls.ts';

/**
 * 4.2.8, 4.3.6: the callee complains about one of the calls that he is shown; complaint, do-not-call entry and record are
 * one transaction. @throws HeraldError CALLEE_CALL_UNKNOWN
 */
export async function complain(
  deps: CalleeDeps,
  { calleeKey, calleeMask, ...callee }: Callee,
  said: { sessionNo: string; kind: RequestOf<'ComplainUVMSCall'>['Kind']; words: string | undefined },
  from: CalleeFrom,
): Promise<string> {
  const whose = { calleeKey, calleeMask };
  return inTransaction(deps.sql, async (tx) => {
    const accountId = await customerOfCall(tx, { ...callee, ...whose }, said.sessionNo);
    const { complaintId } = await openComplaint(tx, deps, {
      ...whose,
      ...said,
      accountId,
      channel: 'portal',
    });
    await recordCalleeAct(tx, deps, { ...callee, ...whose }, from, {
      act: 'ComplainUVMSCall',
      accountId,
      detail: { ComplaintId: complaintId, Kind: said.kind },
    });
    return complaintId;
  });
}
