import { normalEmail } from '../../modules/identities/index.ts';
import { deleteOperator, listOperators, lockOperators } from '../../modules/operators/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { DEMO_OPERATOR } from '../service/seed-demo-logins.ts';
import { addOperator } from './invite.ts';
import type { InviteDeps } from './people-deps.ts';

/** An invitation of this age may have been lost: a start sends another one. */
const AGAIN_AFTER_MS = 3_600_000;

/**
 * Invites the first administrator, at each start until somebody has accepted: whoever reads that mail is the one. Where
 * the staff has an active member already, nothing happens.
 * @returns whether there is, or will be, somebody who can log in as staff
 */
export async function inviteFirstOperator(deps: InviteDeps, email: string | undefined): Promise<boolean> {
  return inTransaction(deps.sql, async (tx) => {
    await lockOperators(tx);
    const operators = await listOperators(tx, deps.vault);
    const others = operators.filter(({ operatorId }) => operatorId !== DEMO_OPERATOR);
    if (others.some(({ status }) => status === 'active')) return true;
    if (email === undefined) return operators.length > 0;
    const freshFrom = deps.clock.now() - AGAIN_AFTER_MS;
    const isFresh = others.some(
      ({ invitedEmail, createdAt }) => invitedEmail === normalEmail(email) && createdAt.getTime() > freshFrom,
    );
    if (isFresh) return true;
    for (const { operatorId, status } of others) {
      if (status === 'invited') await deleteOperator(tx, operatorId);
    }
    await addOperator(tx, deps, { email, roles: ['admin'], language: 'zh' });
    return true;
  });
}
