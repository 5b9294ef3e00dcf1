import { HeraldError } from '@herald/contract';
import type { Callee } from '../../modules/callees/index.ts';
import { refuse, takeBackRefusal } from '../../modules/compliance/index.ts';
import { callerOfCall, PLATFORM } from '../../modules/messages/index.ts';
import type { Db } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type CalleeFrom, recordCalleeAct } from './callee-act.ts';
import type { CalleeDeps } from './prove-callee.ts';

/** As the list of those who refuse has it. */
const EVERYBODY = '';

/** Which customer made a call. @throws HeraldError CALLEE_CALL_UNKNOWN: no call to this number, or the platform's own */
export async function customerOfCall(db: Db, callee: Callee, sessionNo: string): Promise<string> {
  const accountId = isUuid(sessionNo)
    ? await callerOfCall(db, { calleeKey: callee.calleeKey, sessionNo })
    : undefined;
  if (accountId === undefined || accountId === PLATFORM) throw new HeraldError('CALLEE_CALL_UNKNOWN');
  return accountId;
}

/**
 * 4.2.8, 4.3.2: refuses further calls, at once: what is accepted already is looked at again before the dial.
 * @param refused `sessionNo` absent: everybody; purpose 0: every purpose
 * @throws HeraldError CALLEE_CALL_UNKNOWN
 */
export async function refuseCalls(
  deps: CalleeDeps,
  callee: Callee,
  refused: { sessionNo: string | undefined; purpose: 0 | 1 | 2 },
  from: CalleeFrom,
): Promise<void> {
  const { sessionNo, purpose } = refused;
  await inTransaction(deps.sql, async (tx) => {
    const accountId = sessionNo === undefined ? EVERYBODY : await customerOfCall(tx, callee, sessionNo);
    const at = new Date(deps.clock.now());
    await refuse(tx, { ...callee, accountId, purpose, source: 'portal', at });
    await recordCalleeAct(tx, deps, callee, from, {
      act: 'RefuseUVMSCalls',
      accountId,
      detail: { Purpose: purpose, Everybody: accountId === EVERYBODY },
    });
  });
}

/** Takes back a refusal of the callee's own. @throws HeraldError CALLEE_REFUSAL_UNKNOWN */
export async function allowCalls(
  deps: CalleeDeps,
  callee: Callee,
  { accountId, purpose }: { accountId: string; purpose: 0 | 1 | 2 },
  from: CalleeFrom,
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    if (!(await takeBackRefusal(tx, { accountId, calleeKey: callee.calleeKey, purpose }))) {
      throw new HeraldError('CALLEE_REFUSAL_UNKNOWN');
    }
    await recordCalleeAct(tx, deps, callee, from, {
      act: 'AllowUVMSCalls',
      accountId,
      detail: { Purpose: purpose },
    });
  });
}
