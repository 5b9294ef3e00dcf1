import { HeraldError, type Language } from '@herald/contract';
import { createAccount, createProject, insertMember } from '../../modules/accounts/index.ts';
import {
  createIdentity,
  deleteProof,
  findIdentityByEmail,
  insertProof,
  normalEmail,
  PROOF_LIVES,
  passwordProblem,
  renewCode,
  takeAttempt,
  tryCode,
} from '../../modules/identities/index.ts';
import type { Tx } from '../../platform/db.ts';
import { machineOf } from '../../platform/ip-allow-list.ts';
import { randomDigits, randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { sendMail } from '../notices/send-mail.ts';
import { newProjectId } from './open-project.ts';
import type { PeopleDeps } from './people-deps.ts';

const CODE_DIGITS = 6;

/** What a registration waits with for its code. */
interface Registration {
  readonly accountName: string;
  readonly name: string;
  readonly language: Language;
  readonly passwordHash: string;
}

/** 4.2.4: refuses a password that is too easily guessed. */
export function checkPassword(password: string, email: string): void {
  const problem = passwordProblem(password, email);
  if (problem) throw new HeraldError('PASSWORD_WEAK', { problemZh: problem.zh, problemEn: problem.en });
}

/** Mails are counted by who gets them and by who causes them, for addresses that exist or not. */
export async function takeMail(deps: PeopleDeps, email: string, ip: string): Promise<void> {
  const { sql, vault, clock } = deps;
  await takeAttempt(sql, vault, { kind: 'mail-source', subject: machineOf(ip) }, clock.now());
  await takeAttempt(sql, vault, { kind: 'mail', subject: normalEmail(email) }, clock.now());
}

/**
 * 1.3: begins a registration. For an address that is known all is done alike, but that its mail says so and no code
 * proves anything: neither the answer nor its time tells who has an account. Each registration has its own code, so
 * that nobody can slip a password of theirs under somebody else's.
 */
export async function register(
  deps: PeopleDeps,
  request: {
    email: string;
    password: string;
    accountName: string;
    name: string;
    language: Language;
    ip: string;
  },
): Promise<{ registrationId: string; expiresAt: Date }> {
  const { sql, vault, clock } = deps;
  const { email, accountName, name, language } = request;
  checkPassword(request.password, email);
  await takeMail(deps, email, request.ip);
  const passwordHash = await deps.passwords.hash(request.password);
  const registrationId = deps.newId();
  const code = randomDigits(deps.random, CODE_DIGITS);
  return inTransaction(sql, async (tx) => {
    const known = await findIdentityByEmail(tx, vault, 'customer', email);
    const payload: Registration = { accountName, name, language, passwordHash };
    const { expiresAt } = await insertProof(tx, vault, {
      proofId: registrationId,
      kind: 'registration',
      realm: 'customer',
      email,
      payload,
      secret: known ? undefined : { code },
      at: new Date(clock.now()),
    });
    await mailCode(tx, deps, known ? undefined : code, { email, language });
    return { registrationId, expiresAt };
  });
}

/** The code, or the word that there is an account already. */
async function mailCode(
  tx: Tx,
  deps: PeopleDeps,
  code: string | undefined,
  { email, language }: { email: string; language: Language },
): Promise<void> {
  const to = { to: email, language } as const;
  if (code === undefined) return sendMail(tx, deps, { ...to, kind: 'already-registered', details: {} });
  const details = { code, minutes: PROOF_LIVES.registration / 60_000 };
  return sendMail(tx, deps, { ...to, kind: 'verify-email', details });
}

/** A new code for a registration; the one before no longer counts. */
export async function resendCode(
  deps: PeopleDeps,
  { registrationId, ip }: { registrationId: string; ip: string },
): Promise<{ expiresAt: Date }> {
  const { sql, vault, clock } = deps;
  const code = randomDigits(deps.random, CODE_DIGITS);
  // Counted by the machine before anything is known, by the address within: a throw there undoes the renewal.
  await takeAttempt(sql, vault, { kind: 'mail-source', subject: machineOf(ip) }, clock.now());
  return inTransaction(sql, async (tx) => {
    const proof = await renewCode(tx, vault, { proofId: registrationId, code, at: new Date(clock.now()) });
    if (!proof) throw new HeraldError('EMAIL_CODE_WRONG');
    await takeAttempt(tx, vault, { kind: 'mail', subject: normalEmail(proof.email) }, clock.now());
    const { language } = proof.payload as Registration;
    await mailCode(tx, deps, proof.provable ? code : undefined, { email: proof.email, language });
    return { expiresAt: proof.expiresAt };
  });
}

/** 1.3: the address is proven: account, owner and default project come into being together. */
export async function verifyEmail(
  deps: PeopleDeps,
  { registrationId, code }: { registrationId: string; code: string },
): Promise<{ accountId: string; memberId: string; projectId: string }> {
  const { sql, vault, clock } = deps;
  const proof = await tryCode(sql, vault, { proofId: registrationId, code, now: clock.now() });
  if (!proof?.right) throw new HeraldError('EMAIL_CODE_WRONG');
  return inTransaction(sql, async (tx) => {
    if (!(await deleteProof(tx, registrationId))) throw new HeraldError('EMAIL_CODE_WRONG');
    return createOwnedAccount(tx, deps, { ...(proof.payload as Registration), email: proof.email });
  });
}

/** An account with its owner, whose address is proven, and a default project. */
export async function createOwnedAccount(
  tx: Tx,
  deps: Pick<PeopleDeps, 'vault' | 'clock' | 'random' | 'newId'>,
  owner: {
    email: string;
    name: string;
    language: Language;
    /** None: logs in by OpenID Connect alone. */
    passwordHash: string | null;
    accountName: string;
  },
): Promise<{ accountId: string; memberId: string; projectId: string }> {
  const { vault, random } = deps;
  const { email, name, language, passwordHash, accountName } = owner;
  const at = new Date(deps.clock.now());
  const identityId = deps.newId();
  const person = { identityId, realm: 'customer', email, name, language, passwordHash, at } as const;
  if (!(await createIdentity(tx, vault, person))) throw new HeraldError('EMAIL_TAKEN');
  const accountId = `acc-${randomText(random, 12)}`;
  const memberId = `mem-${randomText(random, 12)}`;
  const projectId = newProjectId(random);
  await createAccount(tx, { accountId, name: accountName, at });
  await createProject(tx, { accountId, projectId, name: language === 'zh' ? '默认项目' : 'Default' });
  await insertMember(tx, vault, {
    accountId,
    memberId,
    who: { identityId },
    role: 'owner',
    projects: 'all',
    at,
  });
  return { accountId, memberId, projectId };
}
