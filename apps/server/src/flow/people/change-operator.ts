import { HeraldError, type OperatorRole } from '@herald/contract';
import { deleteIdentity, endSessions } from '../../modules/identities/index.ts';
import {
  deleteOperator,
  findOperator,
  listOperators,
  lockOperators,
  type Operator,
  updateOperator,
} from '../../modules/operators/index.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { PeopleDeps } from './people-deps.ts';

/** Changes the roles of one of the staff, or whether that person may come in. */
export async function changeOperator(
  deps: PeopleDeps,
  operatorId: string,
  change: { roles?: readonly OperatorRole[] | undefined; status?: 'active' | 'disabled' | undefined },
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const operator = await lockOperator(tx, deps, operatorId);
    if (operator.status === 'invited' && change.status) {
      throw new HeraldError('PARAMETER_INVALID', {
        name: 'Status',
        problemZh: '该人员尚未接受邀请；可用 RemoveOperator 撤回邀请',
        problemEn: 'this person has not accepted yet; RemoveOperator takes the invitation back',
      });
    }
    const next = {
      operatorId,
      roles: [...new Set(change.roles ?? operator.roles)],
      status: change.status ?? operator.status,
    };
    if (!isActiveAdmin(next)) await keepAnAdmin(tx, deps, operator);
    await updateOperator(tx, next);
    if (next.status === 'disabled' && operator.identityId) {
      await endSessions(tx, { identityIds: [operator.identityId], at: new Date(deps.clock.now()) });
    }
  });
}

/** Somebody leaves the staff, with log-in and sessions; or an invitation is taken back. */
export async function removeOperator(deps: PeopleDeps, operatorId: string): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const operator = await lockOperator(tx, deps, operatorId);
    await keepAnAdmin(tx, deps, operator);
    await deleteOperator(tx, operatorId);
    if (operator.identityId) await deleteIdentity(tx, operator.identityId);
  });
}

async function lockOperator(tx: Tx, { vault }: PeopleDeps, operatorId: string): Promise<Operator> {
  await lockOperators(tx);
  const operator = await findOperator(tx, vault, operatorId);
  if (!operator) throw new HeraldError('OPERATOR_NOT_FOUND', { operatorId });
  return operator;
}

const isActiveAdmin = ({ roles, status }: Pick<Operator, 'roles' | 'status'>) =>
  status === 'active' && roles.includes('admin');

async function keepAnAdmin(tx: Tx, { vault }: PeopleDeps, operator: Operator): Promise<void> {
  if (!isActiveAdmin(operator)) return;
  const others = (await listOperators(tx, vault)).filter((other) => other.operatorId !== operator.operatorId);
  if (!others.some(isActiveAdmin)) throw new HeraldError('LAST_ADMIN');
}
