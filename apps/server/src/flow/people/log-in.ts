import { HeraldError } from '@herald/contract';
import {
  ATTEMPTS,
  type AttemptSubject,
  clearAttempts,
  findIdentityByEmail,
  giveBackAttempt,
  holdPassword,
  type Identity,
  isKnownMachine,
  isNewDevice,
  newToken,
  normalEmail,
  openSession,
  type Realm,
  rehashPassword,
  takeAttempt,
  takeTotp,
  useRecoveryCode,
} from '../../modules/identities/index.ts';
import type { Tx } from '../../platform/db.ts';
import { createIpAllowList, machineOf } from '../../platform/ip-allow-list.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { sendMail } from '../notices/send-mail.ts';
import type { PeopleDeps } from './people-deps.ts';
import { findAccess, type PersonAccess } from './person-access.ts';

export interface LogInRequest {
  readonly realm: Realm;
  readonly email: string;
  readonly password: string;
  readonly totpCode?: string | undefined;
  readonly recoveryCode?: string | undefined;
  readonly ip: string;
  readonly agent: string;
}

export interface LoggedIn {
  readonly sessionId: string;
  readonly token: string;
  readonly expiresAt: Date;
  readonly access: PersonAccess;
}

const isAllowed = createIpAllowList();

/**
 * 4.2.4: logs somebody in by password and, where it is on, a second factor. Each try is counted before it is judged,
 * against the address of the person and that of the machine; what was no wrong guess is given back. An address that
 * nobody has takes the same work and is refused in the same words.
 */
export async function logIn(deps: PeopleDeps, request: LogInRequest): Promise<LoggedIn> {
  const { sql, vault, clock, passwords } = deps;
  const { realm, email } = request;
  const machine: AttemptSubject = { kind: 'source', subject: machineOf(request.ip) };
  // A machine they have logged in from counts for itself: whoever guesses from elsewhere locks nobody out of theirs.
  const known = await isKnownMachine(sql, vault, { realm, email, ip: request.ip });
  const from = known ? `@${request.ip}` : '';
  const person: AttemptSubject = { kind: 'login', subject: `${realm}:${normalEmail(email)}${from}` };
  const giveBack = async () => {
    await giveBackAttempt(sql, vault, person, clock.now());
    await giveBackAttempt(sql, vault, machine, clock.now());
  };
  await takeAttempt(sql, vault, machine, clock.now());
  const tries = await takeAttempt(sql, vault, person, clock.now());

  const identity = await findIdentityByEmail(sql, vault, realm, email);
  const right = await passwords.verify(request.password, identity?.passwordHash);
  const access = identity && (await findAccess(sql, realm, identity.identityId));
  if (!right || !identity || !access) {
    if (access && tries === ATTEMPTS.login.free) await tellLocked(deps, access, request.ip);
    throw new HeraldError('LOGIN_WRONG');
  }
  // From here on the password is known to be right.
  if (!mayEnter(access, request.ip)) {
    await giveBack();
    throw access.active
      ? new HeraldError('IP_REFUSED', { ip: request.ip })
      : new HeraldError('LOGIN_DISABLED');
  }
  if (identity.totpOn) {
    if (!request.totpCode && !request.recoveryCode) {
      await giveBack();
      throw new HeraldError('SECOND_FACTOR_NEEDED');
    }
    if (!(await isSecondFactor(deps, identity, request))) throw new HeraldError('SECOND_FACTOR_WRONG');
  }
  await renewHash(deps, identity, request.password);
  const session = await inTransaction(sql, async (tx) => {
    // A password that was changed while it was judged proves nothing: that change has ended all sessions.
    if (!(await holdPassword(tx, identity))) throw new HeraldError('LOGIN_WRONG');
    return beginSession(tx, deps, identity, access, request);
  });
  await clearAttempts(sql, vault, person);
  await giveBackAttempt(sql, vault, machine, clock.now());
  return { ...session, access };
}

/** Whether somebody may have a session at all, and from here. */
export function mayEnter(access: PersonAccess, ip: string): boolean {
  return access.active && isAllowed(access.allowedIps, ip);
}

async function isSecondFactor(
  { sql, vault, clock }: PeopleDeps,
  { identityId }: Identity,
  { totpCode, recoveryCode }: { totpCode?: string | undefined; recoveryCode?: string | undefined },
): Promise<boolean> {
  const now = clock.now();
  if (totpCode) return takeTotp(sql, vault, { identityId, code: totpCode, now });
  return useRecoveryCode(sql, vault, { identityId, code: recoveryCode ?? '', now });
}

/** The one moment at which the password is at hand: an outdated hash is made anew. */
async function renewHash(
  { sql, passwords }: PeopleDeps,
  identity: Identity,
  password: string,
): Promise<void> {
  const { identityId, passwordHash } = identity;
  if (passwordHash === null || !passwords.isOutdated(passwordHash)) return;
  await rehashPassword(sql, { identityId, from: passwordHash, to: await passwords.hash(password) });
}

/** 4.2.4: somebody guesses at a member's password: that member is told when the lock is set for the first time. */
async function tellLocked(deps: PeopleDeps, access: PersonAccess, ip: string): Promise<void> {
  if (access.realm !== 'customer') return;
  const { accountId, memberId } = access.member;
  const details = { ip, untilAt: deps.clock.now() + ATTEMPTS.login.firstBlockMs };
  await inTransaction(deps.sql, (tx) =>
    notify(tx, deps, { accountId, kind: 'account.locked', details, memberIds: [memberId] }),
  );
}

/** Opens a session for somebody who has proven who they are; a new address or device is told to the person. */
export async function beginSession(
  tx: Tx,
  deps: PeopleDeps,
  { identityId, realm, email, language }: Identity,
  access: PersonAccess,
  { ip, agent }: { ip: string; agent: string },
): Promise<{ sessionId: string; token: string; expiresAt: Date }> {
  const { clock } = deps;
  const sessionId = deps.newId();
  const token = newToken(deps.random);
  const isNew = await isNewDevice(tx, { identityId, ip, agent });
  const session = { sessionId, token, identityId, realm, ip, agent, at: new Date(clock.now()) };
  const { expiresAt } = await openSession(tx, session);
  if (isNew && access.realm === 'customer') {
    const { accountId, memberId } = access.member;
    const details = { signedInAt: clock.now(), ip };
    await notify(tx, deps, { accountId, kind: 'account.signed-in', details, memberIds: [memberId] });
  } else if (isNew) {
    await sendMail(tx, deps, { to: email, kind: 'staff-signed-in', language, details: { ip } });
  }
  return { sessionId, token, expiresAt };
}
