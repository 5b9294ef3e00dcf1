import { HeraldError } from '@herald/contract';
import {
  deleteProofsOf,
  endSessions,
  giveBackAttempt,
  type Identity,
  normalEmail,
  readIdentities,
  setPassword,
  takeAttempt,
} from '../../modules/identities/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { PeopleDeps } from './people-deps.ts';
import { checkPassword } from './register.ts';
import { tellSecurityChange } from './tell-security-change.ts';

/** Somebody who is logged in, and from where. */
export interface Person {
  readonly identityId: string;
  readonly sessionId: string;
  readonly ip: string;
}

/** 4.2.4: a session alone changes no way of logging in: the password is asked again, and wrong ones are counted. */
export async function confirmPassword(
  deps: PeopleDeps,
  identityId: string,
  password: string,
): Promise<Identity> {
  const { sql, vault, clock } = deps;
  const identity = (await readIdentities(sql, vault, [identityId])).get(identityId);
  if (!identity) throw new HeraldError('TOKEN_UNKNOWN');
  const subject = { kind: 'login', subject: `${identity.realm}:${normalEmail(identity.email)}` } as const;
  await takeAttempt(sql, vault, subject, clock.now());
  if (!(await deps.passwords.verify(password, identity.passwordHash)))
    throw new HeraldError('PASSWORD_WRONG');
  await giveBackAttempt(sql, vault, subject, clock.now());
  return identity;
}

/** 4.2.4: a new password; the other sessions of this person end, and links for a forgotten one are void. */
export async function changePassword(
  deps: PeopleDeps,
  person: Person,
  { password, newPassword }: { password: string; newPassword: string },
): Promise<void> {
  const { identityId, sessionId, ip } = person;
  const identity = await confirmPassword(deps, identityId, password);
  checkPassword(newPassword, identity.email);
  const passwordHash = await deps.passwords.hash(newPassword);
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    await setPassword(tx, { identityId, passwordHash, at });
    await endSessions(tx, { identityIds: [identityId], except: sessionId, at });
    // Whoever asked for a link before need not be this person.
    const { realm, email } = identity;
    await deleteProofsOf(tx, deps.vault, { kind: 'password-reset', realm, email });
    await tellSecurityChange(tx, deps, {
      identityId,
      ip,
      what: { zh: '修改了登录密码', en: 'the password was changed' },
    });
  });
}
