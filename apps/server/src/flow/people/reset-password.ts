import { HeraldError } from '@herald/contract';
import {
  clearAttempts,
  deleteProofsOf,
  endSessions,
  findIdentityByEmail,
  hasLink,
  insertProof,
  newToken,
  normalEmail,
  PROOF_LIVES,
  type Realm,
  setPassword,
  takeLink,
} from '../../modules/identities/index.ts';
import type { Db } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { sendMail } from '../notices/send-mail.ts';
import { mailedLink, type PeopleDeps } from './people-deps.ts';
import { checkPassword, takeMail } from './register.ts';
import { tellSecurityChange } from './tell-security-change.ts';

/** Mails a link; an address that is not known is mailed that it is not, and nothing proves anything. */
export async function requestPasswordReset(
  deps: PeopleDeps,
  { realm, email, ip, language }: { realm: Realm; email: string; ip: string; language: 'zh' | 'en' },
): Promise<void> {
  const { sql, vault, clock } = deps;
  await takeMail(deps, email, ip);
  const token = newToken(deps.random);
  await inTransaction(sql, async (tx) => {
    const identity = await findIdentityByEmail(tx, vault, realm, email);
    await deleteProofsOf(tx, vault, { kind: 'password-reset', realm, email });
    await insertProof(tx, vault, {
      proofId: deps.newId(),
      kind: 'password-reset',
      realm,
      email,
      payload: {},
      secret: identity && { link: token },
      at: new Date(clock.now()),
    });
    const to = { to: email, language: identity?.language ?? language };
    if (!identity) return sendMail(tx, deps, { ...to, kind: 'not-registered', details: {} });
    const minutes = PROOF_LIVES['password-reset'] / 60_000;
    const link = mailedLink(deps, 'reset-password', token);
    return sendMail(tx, deps, { ...to, kind: 'password-reset', details: { minutes, link } });
  });
}

/** Refuses a link that proves nothing, before costly work is done for whoever made it up. */
export async function checkLink(db: Db, link: Parameters<typeof hasLink>[1]): Promise<void> {
  if (!(await hasLink(db, link))) throw new HeraldError('LINK_INVALID');
}

/** 4.2.4: a new password by what was mailed. All sessions end: whoever had one may be whom this is against. */
export async function resetPassword(
  deps: PeopleDeps,
  { token, password, ip }: { token: string; password: string; ip: string },
): Promise<void> {
  const { sql, vault, clock } = deps;
  await checkLink(sql, { kind: 'password-reset', token, now: clock.now() });
  // Hashed before the transaction, which holds nothing over work of this length.
  const passwordHash = await deps.passwords.hash(password);
  await inTransaction(sql, async (tx) => {
    const now = clock.now();
    const proof = await takeLink(tx, vault, { kind: 'password-reset', token, now });
    const identity = proof && (await findIdentityByEmail(tx, vault, proof.realm, proof.email));
    if (!identity) throw new HeraldError('LINK_INVALID');
    // Thrown within, so that the link can be used again with a better one.
    checkPassword(password, identity.email);
    const { identityId, realm, email } = identity;
    const at = new Date(now);
    await setPassword(tx, { identityId, passwordHash, at });
    // Two that were asked for at the same time are both there.
    await deleteProofsOf(tx, vault, { kind: 'password-reset', realm, email });
    await endSessions(tx, { identityIds: [identityId], at });
    const what = { zh: '以邮件重置了登录密码', en: 'the password was reset by e-mail' };
    await tellSecurityChange(tx, deps, { identityId, ip, what });
    await clearAttempts(tx, vault, { kind: 'login', subject: `${realm}:${normalEmail(email)}` });
  });
}
