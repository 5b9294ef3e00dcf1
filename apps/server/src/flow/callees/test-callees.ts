import { HeraldError } from '@herald/contract';
import { endCalleeProof, saveTestCallee, tryCalleeCode } from '../../modules/callees/index.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { CalleeDeps } from './prove-callee.ts';

/** Numbers that an account may ring in test mode. */
const MOST_TEST_CALLEES = 5;

/**
 * 4.3.4: the code that was spoken to a number makes it one of the account's test callees.
 * @throws HeraldError CALLEE_CODE_WRONG, also for a code that another account asked for; TEST_CALLEES_FULL
 */
export async function confirmTestCallee(
  deps: CalleeDeps,
  asked: { accountId: string; proofId: string; code: string; remark: string },
): Promise<{ calleeMask: string }> {
  const { sql, vault, clock } = deps;
  const { accountId, proofId, code, remark } = asked;
  const callee = isUuid(proofId)
    ? await tryCalleeCode(sql, vault, { proofId, accountId, code, now: clock.now() })
    : undefined;
  if (!callee) throw new HeraldError('CALLEE_CODE_WRONG');
  await inTransaction(sql, async (tx) => {
    const at = new Date(clock.now());
    if (!(await endCalleeProof(tx, proofId, at))) throw new HeraldError('CALLEE_CODE_WRONG');
    const { calleeKey, calleeMask } = callee;
    const saved = await saveTestCallee(
      tx,
      { accountId, calleeKey, calleeMask, remark, verifiedAt: at },
      MOST_TEST_CALLEES,
    );
    if (!saved) throw new HeraldError('TEST_CALLEES_FULL', { limit: MOST_TEST_CALLEES });
  });
  return { calleeMask: callee.calleeMask };
}
