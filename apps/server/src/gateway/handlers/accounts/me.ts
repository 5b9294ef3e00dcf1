import { HeraldError } from '@herald/contract';
import { changePassword } from '../../../flow/people/change-password.ts';
import type { PeopleDeps } from '../../../flow/people/people-deps.ts';
import { findAccess } from '../../../flow/people/person-access.ts';
import {
  confirmTotp,
  disableTotp,
  enrolTotp,
  replaceRecoveryCodes,
} from '../../../flow/people/set-up-second-factor.ts';
import { findAccountName } from '../../../modules/accounts/index.ts';
import {
  countRecoveryCodes,
  endSession,
  endSessions,
  listSessions,
  readIdentities,
} from '../../../modules/identities/index.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';

type Names =
  | 'GetMe'
  | 'Logout'
  | 'ListSessions'
  | 'EndSession'
  | 'EndOtherSessions'
  | 'ChangePassword'
  | 'EnrolTotp'
  | 'ConfirmTotp'
  | 'DisableTotp'
  | 'RenewRecoveryCodes';

/** What people who have logged in ask about themselves. */
export function meHandlers(deps: PeopleDeps): Pick<Handlers, Names> {
  const { sql, vault, clock } = deps;
  return {
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

    async Logout(caller) {
      const { of, identityId, sessionId } = caller;
      await endSession(sql, { identityId, sessionId, at: new Date(clock.now()) });
      caller.cookie.clear(of);
      return {};
    },

    async ListSessions({ of, identityId, sessionId }) {
      const sessions = await listSessions(sql, { identityId, realm: of, now: clock.now() });
      return {
        Sessions: sessions.map((session) => ({
          SessionId: session.sessionId,
          Current: session.sessionId === sessionId,
          Ip: session.ip,
          Agent: session.agent,
          CreateTime: session.createdAt.getTime(),
          LastUseTime: session.lastUsedAt.getTime(),
          ExpireTime: session.expiresAt.getTime(),
        })),
      };
    },

    async EndSession({ identityId }, request) {
      const at = new Date(clock.now());
      await inTransaction(sql, async (tx) => {
        if (await endSession(tx, { identityId, sessionId: request.SessionId, at })) return;
        throw new HeraldError('SESSION_NOT_FOUND');
      });
      return {};
    },

    async EndOtherSessions({ identityId, sessionId }) {
      const at = new Date(clock.now());
      const others = { identityIds: [identityId], except: sessionId, at };
      return { Ended: await inTransaction(sql, (tx) => endSessions(tx, others)) };
    },

    async ChangePassword(caller, request) {
      await changePassword(deps, caller, { password: request.Password, newPassword: request.NewPassword });
      return {};
    },

    async EnrolTotp(caller, request) {
      const { secret, uri } = await enrolTotp(deps, caller, request.Password);
      return { Secret: secret, Uri: uri };
    },

    async ConfirmTotp(caller, request) {
      return { RecoveryCodes: await confirmTotp(deps, caller, request.TotpCode) };
    },

    async DisableTotp(caller, request) {
      await disableTotp(deps, caller, request.Password);
      return {};
    },

    async RenewRecoveryCodes(caller, request) {
      return { RecoveryCodes: await replaceRecoveryCodes(deps, caller, request.Password) };
    },
  };
}
