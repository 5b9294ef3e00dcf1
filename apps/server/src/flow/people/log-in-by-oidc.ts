import { HeraldError, type Words } from '@herald/contract';
import {
  findIdentityByEmail,
  findOidcSubject,
  type Identity,
  insertOidcLogin,
  linkOidcSubject,
  newToken,
  type Realm,
  readIdentities,
  takeAttempt,
  takeOidcLogin,
} from '../../modules/identities/index.ts';
import { machineOf } from '../../platform/ip-allow-list.ts';
import type { Oidc, OidcChecks, OidcPerson } from '../../platform/oidc.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { beginSession, type LoggedIn, mayEnter } from './log-in.ts';
import type { PeopleDeps } from './people-deps.ts';
import { findAccess } from './person-access.ts';
import { createOwnedAccount } from './register.ts';

/** The providers that are set, one a realm, and whether one of customers may open accounts. */
export interface OidcProviders {
  readonly customer: Oidc | undefined;
  readonly operator: Oidc | undefined;
  readonly opensAccounts: boolean;
}

const refused = ({ zh, en }: Words, cause?: unknown) =>
  Object.assign(new HeraldError('OIDC_REFUSED', { problemZh: zh, problemEn: en }), { cause });

/**
 * Sends a browser to its own house to log in. The ticket stays with the browser that began: whoever else gets hold of
 * the answer can do nothing with it, and nobody can slip it their own.
 */
export async function beginOidcLogin(
  deps: PeopleDeps,
  providers: OidcProviders,
  { realm, ip }: { realm: Realm; ip: string },
): Promise<{ url: string; ticket: string }> {
  const { sql, vault, clock } = deps;
  const oidc = providers[realm];
  if (!oidc) throw new HeraldError('OIDC_OFF');
  await takeAttempt(sql, vault, { kind: 'oidc', subject: machineOf(ip) }, clock.now());
  const { url, checks } = await oidc.begin().catch((error: unknown) => {
    throw refused({ zh: '身份提供方无法访问', en: 'the provider cannot be reached' }, error);
  });
  const ticket = newToken(deps.random);
  await insertOidcLogin(sql, vault, { ticket, realm, checks, now: clock.now() });
  return { url, ticket };
}

/**
 * Logs in whom the provider vouches for: known by the subject, or the first time by an address that the provider has
 * verified. The second factor is the provider's to ask for. Nobody is let in who is no active member or staff.
 */
export async function finishOidcLogin(
  deps: PeopleDeps,
  providers: OidcProviders,
  request: { ticket: string; response: string; ip: string; agent: string },
): Promise<LoggedIn> {
  const { sql, vault, clock } = deps;
  const login = await takeOidcLogin(sql, vault, { ticket: request.ticket, now: clock.now() });
  if (!login) throw new HeraldError('LINK_INVALID');
  const { realm } = login;
  const oidc = providers[realm];
  if (!oidc) throw new HeraldError('OIDC_OFF');
  const person = await oidc.finish(request.response, login.checks as OidcChecks).catch((error: unknown) => {
    throw refused({ zh: '身份提供方的回答无效', en: 'the provider’s answer does not hold' }, error);
  });
  const identity =
    (await findLinked(deps, realm, person)) ?? (await link(deps, realm, person, providers.opensAccounts));
  const access = await findAccess(sql, realm, identity.identityId);
  if (!access?.active) throw new HeraldError('LOGIN_DISABLED');
  if (!mayEnter(access, request.ip)) throw new HeraldError('IP_REFUSED', { ip: request.ip });
  const session = await inTransaction(sql, (tx) => beginSession(tx, deps, identity, access, request));
  return { ...session, access };
}

async function findLinked(
  { sql, vault }: PeopleDeps,
  realm: Realm,
  { issuer, subject }: OidcPerson,
): Promise<Identity | undefined> {
  const identityId = await findOidcSubject(sql, vault, { realm, issuer, subject });
  return identityId === undefined
    ? undefined
    : (await readIdentities(sql, vault, [identityId])).get(identityId);
}

async function link(
  deps: PeopleDeps,
  realm: Realm,
  person: OidcPerson,
  opensAccounts: boolean,
): Promise<Identity> {
  const { sql, vault, clock } = deps;
  const { issuer, subject, email } = person;
  if (!email || !person.emailVerified) {
    throw refused({
      zh: '身份提供方未验证您的邮箱',
      en: 'the provider has not verified your e-mail address',
    });
  }
  return inTransaction(sql, async (tx) => {
    let identity = await findIdentityByEmail(tx, vault, realm, email);
    if (!identity && realm === 'customer' && opensAccounts) {
      const owner = { email, name: person.name, language: 'zh', passwordHash: null } as const;
      // Not the address: names of accounts are no secret.
      await createOwnedAccount(tx, deps, { ...owner, accountName: person.name || '我的账号 My account' });
      identity = await findIdentityByEmail(tx, vault, realm, email);
    }
    if (!identity) {
      throw refused({
        zh: `没有使用邮箱 ${email} 的成员`,
        en: `nobody here has the address ${email}`,
      });
    }
    const at = new Date(clock.now());
    const { identityId } = identity;
    if (!(await linkOidcSubject(tx, vault, { realm, issuer, subject, identityId, at }))) {
      throw refused({
        zh: `邮箱 ${email} 的成员已与身份提供方的另一人绑定；请由所有者移除该成员后重新邀请`,
        en: `the member with the address ${email} is somebody else at the provider; have an owner remove and invite again`,
      });
    }
    return identity;
  });
}
