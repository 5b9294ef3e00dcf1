import { type LoggedIn, logIn } from '../../../flow/people/log-in.ts';
import { beginOidcLogin, finishOidcLogin, type OidcProviders } from '../../../flow/people/log-in-by-oidc.ts';
import type { PeopleDeps } from '../../../flow/people/people-deps.ts';
import { register, resendCode, verifyEmail } from '../../../flow/people/register.ts';
import { requestPasswordReset, resetPassword } from '../../../flow/people/reset-password.ts';
import type { Handlers, PublicCaller } from '../../deps.ts';

type Names =
  | 'Register'
  | 'ResendEmailCode'
  | 'VerifyEmail'
  | 'Login'
  | 'OperatorLogin'
  | 'RequestPasswordReset'
  | 'ResetPassword'
  | 'BeginOidcLogin'
  | 'FinishOidcLogin';

/** What anybody may ask: to register, to log in, to reset a password. */
export function logInHandlers(deps: PeopleDeps, oidc: OidcProviders): Pick<Handlers, Names> {
  return {
    async Register(caller, request) {
      const { registrationId, expiresAt } = await register(deps, {
        email: request.Email,
        password: request.Password,
        accountName: request.AccountName,
        name: request.Name ?? '',
        language: request.Language ?? caller.language,
        ip: caller.ip,
      });
      return { RegistrationId: registrationId, ExpireTime: expiresAt.getTime() };
    },

    async ResendEmailCode(caller, request) {
      const { expiresAt } = await resendCode(deps, { registrationId: request.RegistrationId, ip: caller.ip });
      return { ExpireTime: expiresAt.getTime() };
    },

    async VerifyEmail(_caller, request) {
      const made = await verifyEmail(deps, { registrationId: request.RegistrationId, code: request.Code });
      return { AccountId: made.accountId, MemberId: made.memberId, ProjectId: made.projectId };
    },

    async Login(caller, request) {
      const loggedIn = await logIn(deps, { realm: 'customer', ...credentials(caller, request) });
      if (loggedIn.access.realm !== 'customer') throw new Error('a member was expected');
      const { accountId, memberId, role } = loggedIn.access.member;
      return {
        ...session(caller, loggedIn, request.Cookie ?? false),
        AccountId: accountId,
        MemberId: memberId,
        Role: role,
      };
    },

    async OperatorLogin(caller, request) {
      const loggedIn = await logIn(deps, { realm: 'operator', ...credentials(caller, request) });
      if (loggedIn.access.realm !== 'operator') throw new Error('one of the staff was expected');
      const { operatorId, roles } = loggedIn.access.operator;
      return {
        ...session(caller, loggedIn, request.Cookie ?? false),
        OperatorId: operatorId,
        Roles: [...roles],
      };
    },

    async BeginOidcLogin({ ip }, request) {
      const { url, ticket } = await beginOidcLogin(deps, oidc, { realm: request.Realm ?? 'customer', ip });
      return { Url: url, Ticket: ticket };
    },

    async FinishOidcLogin(caller, request) {
      const { ip, agent } = caller;
      const asked = { ticket: request.Ticket, response: request.Response, ip, agent };
      const loggedIn = await finishOidcLogin(deps, oidc, asked);
      return { ...session(caller, loggedIn, request.Cookie ?? false), Realm: loggedIn.access.realm };
    },

    async RequestPasswordReset(caller, request) {
      const { ip, language } = caller;
      await requestPasswordReset(deps, {
        realm: request.Realm ?? 'customer',
        email: request.Email,
        ip,
        language,
      });
      return {};
    },

    async ResetPassword({ ip }, request) {
      await resetPassword(deps, { token: request.Token, password: request.Password, ip });
      return {};
    },
  };
}

function credentials(
  { ip, agent }: PublicCaller,
  request: { Email: string; Password: string; TotpCode?: string; RecoveryCode?: string },
) {
  return {
    email: request.Email,
    password: request.Password,
    totpCode: request.TotpCode,
    recoveryCode: request.RecoveryCode,
    ip,
    agent,
  };
}

/** A browser gets the token as a cookie that no script can read, any other caller in the answer. */
export function session(
  caller: PublicCaller,
  { sessionId, token, expiresAt, access }: LoggedIn,
  cookie: boolean,
) {
  if (cookie) caller.cookie.set(access.realm, token, expiresAt.getTime());
  return {
    SessionId: sessionId,
    ...(cookie ? {} : { Token: token }),
    ExpireTime: expiresAt.getTime(),
  };
}
