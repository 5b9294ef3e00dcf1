import { HeraldError } from '@herald/contract';
import {
  giveBackAttempt,
  normalEmail,
  otpauthUri,
  readIdentities,
  removeTotp,
  renewRecoveryCodes,
  setTotpOn,
  startTotp,
  takeAttempt,
  takeTotp,
} from '../../modules/identities/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { confirmPassword, type Person } from './change-password.ts';
import type { PeopleDeps } from './people-deps.ts';
import { tellSecurityChange } from './tell-security-change.ts';

const ISSUER = 'Herald';

const wrongState = (problemZh: string, problemEn: string) =>
  new HeraldError('SECOND_FACTOR_STATE', { problemZh, problemEn });
const alreadyOn = () => wrongState('已经启用', 'it is on already');
const notOn = () => wrongState('尚未启用', 'it is not on');

/** A secret for an authenticator app, in force once a first code of it is given. */
export async function enrolTotp(
  deps: PeopleDeps,
  { identityId }: Person,
  password: string,
): Promise<{ secret: string; uri: string }> {
  const { email } = await confirmPassword(deps, identityId, password);
  const secret = await startTotp(deps.sql, deps.vault, deps.random, identityId);
  if (!secret) throw alreadyOn();
  return { secret, uri: otpauthUri(ISSUER, email, secret) };
}

/** Turns the second factor on. @returns recovery codes, this once */
export async function confirmTotp(deps: PeopleDeps, person: Person, code: string): Promise<string[]> {
  const { sql, vault, clock } = deps;
  const { identityId, ip } = person;
  const identity = (await readIdentities(sql, vault, [identityId])).get(identityId);
  if (!identity || identity.totpOn) throw alreadyOn();
  const subject = { kind: 'login', subject: `${identity.realm}:${normalEmail(identity.email)}` } as const;
  await takeAttempt(sql, vault, subject, clock.now());
  const codes = await inTransaction(sql, async (tx) => {
    if (!(await takeTotp(tx, vault, { identityId, code, now: clock.now() }))) {
      throw new HeraldError('SECOND_FACTOR_WRONG');
    }
    await setTotpOn(tx, identityId);
    const what = { zh: '启用了两步验证', en: 'the second factor was turned on' };
    await tellSecurityChange(tx, deps, { identityId, ip, what });
    return renewRecoveryCodes(tx, vault, deps.random, identityId);
  });
  await giveBackAttempt(sql, vault, subject, clock.now());
  return codes;
}

export async function disableTotp(deps: PeopleDeps, person: Person, password: string): Promise<void> {
  const { identityId, ip } = person;
  const { totpOn } = await confirmPassword(deps, identityId, password);
  if (!totpOn) throw notOn();
  await inTransaction(deps.sql, async (tx) => {
    await removeTotp(tx, identityId);
    const what = { zh: '关闭了两步验证', en: 'the second factor was turned off' };
    await tellSecurityChange(tx, deps, { identityId, ip, what });
  });
}

/** New recovery codes in place of those before. @returns them, this once */
export async function replaceRecoveryCodes(
  deps: PeopleDeps,
  person: Person,
  password: string,
): Promise<string[]> {
  const { identityId, ip } = person;
  const { totpOn } = await confirmPassword(deps, identityId, password);
  if (!totpOn) throw notOn();
  return inTransaction(deps.sql, async (tx) => {
    const what = { zh: '重新生成了恢复码', en: 'the recovery codes were renewed' };
    await tellSecurityChange(tx, deps, { identityId, ip, what });
    return renewRecoveryCodes(tx, deps.vault, deps.random, identityId);
  });
}
