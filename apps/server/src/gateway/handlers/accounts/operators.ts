import { changeOperator, removeOperator } from '../../../flow/people/change-operator.ts';
import { inviteOperator } from '../../../flow/people/invite.ts';
import type { PeopleDeps } from '../../../flow/people/people-deps.ts';
import { readIdentities } from '../../../modules/identities/index.ts';
import { listOperators } from '../../../modules/operators/index.ts';
import type { Handlers } from '../../deps.ts';
import { pageOf } from './page.ts';

type Names = 'InviteOperator' | 'ListOperators' | 'ListStaffNames' | 'UpdateOperator' | 'RemoveOperator';

const MOST_NAMES = 1000;

/** The operator's own staff. */
export function operatorHandlers(deps: PeopleDeps): Pick<Handlers, Names> {
  const { sql, vault } = deps;
  return {
    async InviteOperator({ language, ip }, request) {
      const { operatorId } = await inviteOperator(deps, {
        email: request.Email,
        roles: [...new Set(request.Roles)],
        language: request.Language ?? language,
        ip,
      });
      return { OperatorId: operatorId };
    },

    async ListOperators(_caller, request) {
      const operators = await listOperators(sql, vault);
      const shown = pageOf(operators, request);
      const ids = shown.flatMap(({ identityId }) => identityId ?? []);
      const identities = await readIdentities(sql, vault, ids);
      return {
        Total: operators.length,
        Operators: shown.map((operator) => {
          const identity = operator.identityId === null ? undefined : identities.get(operator.identityId);
          return {
            OperatorId: operator.operatorId,
            Email: identity?.email ?? operator.invitedEmail ?? '',
            Name: identity?.name ?? '',
            Roles: [...operator.roles],
            Status: operator.status,
            TotpEnabled: identity?.totpOn ?? false,
            CreateTime: operator.createdAt.getTime(),
          };
        }),
      };
    },

    async ListStaffNames() {
      const operators = (await listOperators(sql, vault)).slice(0, MOST_NAMES);
      const ids = operators.flatMap(({ identityId }) => identityId ?? []);
      const identities = await readIdentities(sql, vault, ids);
      return {
        Data: operators.map(({ operatorId, identityId }) => {
          const identity = identities.get(identityId ?? '');
          return { OperatorId: operatorId, Name: identity?.name || (identity?.email.split('@')[0] ?? '') };
        }),
      };
    },

    async UpdateOperator(_caller, request) {
      await changeOperator(deps, request.OperatorId, { roles: request.Roles, status: request.Status });
      return {};
    },

    async RemoveOperator(_caller, request) {
      await removeOperator(deps, request.OperatorId);
      return {};
    },
  };
}
