import { HeraldError } from '@herald/contract';
import type { PeopleDeps } from '../../../flow/people-deps.ts';
import { findAccess } from '../../../flow/person-access.ts';
import { findAccountName } from '../../../modules/accounts/index.ts';
import { countRecoveryCodes, endSession, readIdentities } from '../../../modules/identities/index.ts';
import type { Handlers } from '../../deps.ts';

/** What people who have logged in ask about themselves. */
export function meHandlers(deps: PeopleDeps): Pick<Handlers, 'GetMe' | 'Logout'> {
  const { sql, vault, clock } = deps;
  return {
    async Logout(caller) {
      const { identityId, sessionId } = caller;
      await endSession(sql, { identityId, sessionId, at: new Date(clock.now()) });
      caller.cookie.clear();
      return {};
    },

    async GetMe({ of, identityId, sessionId }) {
      const identity = (await readIdentities(sql, vault, [identityId])).get(identityId);
      const access = await findAccess(sql, of, identityId);
      if (!identity || !access) throw new HeraldError('TOKEN_UNKNOWN');
      const me = {
        Realm: of,
        SessionId: sessionId,
        Email: identity.email,
        Name: identity.name,
        Language: identity.language,
        Permissions: [...access.permissions],
        TotpEnabled: identity.totpOn,
        RecoveryCodesLeft: await countRecoveryCodes(sql, identityId),
        PasswordTime: identity.passwordAt?.getTime() ?? 0,
      };
      if (access.realm === 'operator') {
        return { ...me, OperatorId: access.operator.operatorId, Roles: [...access.operator.roles] };
      }
      const { accountId, memberId, role, projects } = access.member;
      return {
        ...me,
        AccountId: accountId,
        AccountName: (await findAccountName(sql, accountId)) ?? '',
        MemberId: memberId,
        Role: role,
        AllProjects: projects === 'all',
        ...(projects === 'all' ? {} : { ProjectIds: [...projects] }),
      };
    },
  };
}
