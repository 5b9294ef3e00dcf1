import { HeraldError, type Language, type MemberRole, type OperatorRole } from '@herald/contract';
import {
  activateMember,
  findAccountName,
  findMemberOf,
  insertMember,
  listMembers,
  lockAccounts,
  MOST_MEMBERS,
} from '../../modules/accounts/index.ts';
import {
  createIdentity,
  findIdentityByEmail,
  insertProof,
  newToken,
  normalEmail,
  PROOF_LIVES,
  type Realm,
  takeLink,
} from '../../modules/identities/index.ts';
import {
  activateOperator,
  findOperatorOf,
  insertOperator,
  listOperators,
  lockOperators,
} from '../../modules/operators/index.ts';
import type { Tx } from '../../platform/db.ts';
import { randomText } from '../../platform/random.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';
import { sendMail } from '../notices/send-mail.ts';
import { checkScope } from './change-member.ts';
import { type InviteDeps, mailedLink, type PeopleDeps } from './people-deps.ts';
import { checkPassword, takeMail } from './register.ts';
import { checkLink } from './reset-password.ts';

/** Whose place an invitation is for. */
type Invited = { readonly accountId: string; readonly memberId: string } | { readonly operatorId: string };

const HOURS = PROOF_LIVES.invitation / 3_600_000;

/**
 * 1.3: invites somebody into an account. That an address is a member of another account is told to nobody but its
 * owner, who learns it by accepting.
 */
export async function inviteMember(
  deps: PeopleDeps,
  invitation: {
    accountId: string;
    email: string;
    role: MemberRole;
    projects: 'all' | readonly string[];
    language: Language;
    ip: string;
  },
): Promise<{ memberId: string }> {
  const { sql, vault, clock } = deps;
  const { accountId, role, projects, language } = invitation;
  const email = normalEmail(invitation.email);
  await takeMail(deps, email, invitation.ip);
  return inTransaction(sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    await checkScope(tx, { accountId, role, projects });
    const members = await listMembers(tx, vault, accountId);
    if (members.length >= MOST_MEMBERS) {
      throw new HeraldError('COUNT_LIMIT', { whatZh: '成员', whatEn: 'members', limit: MOST_MEMBERS });
    }
    const identity = await findIdentityByEmail(tx, vault, 'customer', email);
    const known = identity && (await findMemberOf(tx, identity.identityId));
    if (known?.accountId === accountId || members.some((member) => member.invitedEmail === email)) {
      throw new HeraldError('MEMBER_EXISTS');
    }
    const memberId = `mem-${randomText(deps.random, 12)}`;
    const at = new Date(clock.now());
    await insertMember(tx, vault, { accountId, memberId, who: { email }, role, projects, at });
    noteInAct({ MemberId: memberId });
    const link = await mailedInvitation(tx, deps, 'customer', email, { accountId, memberId });
    const account = (await findAccountName(tx, accountId)) ?? '';
    const details = { account, hours: HOURS, link };
    await sendMail(tx, deps, { to: email, kind: 'invitation', language, details });
    return { memberId };
  });
}

/** Invites somebody to the operator's staff. */
export async function inviteOperator(
  deps: PeopleDeps,
  invitation: { email: string; roles: readonly OperatorRole[]; language: Language; ip: string },
): Promise<{ operatorId: string }> {
  await takeMail(deps, invitation.email, invitation.ip);
  return inTransaction(deps.sql, async (tx) => {
    await lockOperators(tx);
    const added = await addOperator(tx, deps, invitation);
    noteInAct({ OperatorId: added.operatorId });
    return added;
  });
}

/** Adds an invited one to the staff, under `lockOperators`. */
export async function addOperator(
  tx: Tx,
  deps: InviteDeps,
  { email: given, roles, language }: { email: string; roles: readonly OperatorRole[]; language: Language },
): Promise<{ operatorId: string }> {
  const { vault, clock } = deps;
  const email = normalEmail(given);
  const identity = await findIdentityByEmail(tx, vault, 'operator', email);
  const known = identity && (await findOperatorOf(tx, identity.identityId));
  const invited = (await listOperators(tx, vault)).some((operator) => operator.invitedEmail === email);
  if (known || invited) throw new HeraldError('OPERATOR_EXISTS');
  const operatorId = `op-${randomText(deps.random, 12)}`;
  await insertOperator(tx, vault, { operatorId, who: { email }, roles, at: new Date(clock.now()) });
  const link = await mailedInvitation(tx, deps, 'operator', email, { operatorId });
  const details = { hours: HOURS, link };
  await sendMail(tx, deps, { to: email, kind: 'staff-invitation', language, details });
  return { operatorId };
}

async function mailedInvitation(
  tx: Tx,
  deps: InviteDeps,
  realm: Realm,
  email: string,
  invited: Invited,
): Promise<string> {
  const token = newToken(deps.random);
  await insertProof(tx, deps.vault, {
    proofId: deps.newId(),
    kind: 'invitation',
    realm,
    email,
    payload: invited,
    secret: { link: token },
    at: new Date(deps.clock.now()),
  });
  return mailedLink(deps, 'accept-invitation', token);
}

/** The one who was invited takes the place, and has a log-in from then on. */
export async function acceptInvitation(
  deps: PeopleDeps,
  { token, password, name, language }: { token: string; password: string; name: string; language: Language },
): Promise<{ realm: Realm }> {
  const { sql, vault, clock } = deps;
  await checkLink(sql, { kind: 'invitation', token, now: clock.now() });
  // Hashed before the transaction, which holds nothing over work of this length.
  const passwordHash = await deps.passwords.hash(password);
  return inTransaction(sql, async (tx) => {
    const now = clock.now();
    const proof = await takeLink(tx, vault, { kind: 'invitation', token, now });
    if (!proof) throw new HeraldError('LINK_INVALID');
    // What is thrown from here on leaves the link as it was.
    const { realm, email } = proof;
    checkPassword(password, email);
    const identityId = deps.newId();
    const at = new Date(now);
    const person = { identityId, realm, email, name, language, passwordHash, at };
    if (!(await createIdentity(tx, vault, person))) throw new HeraldError('EMAIL_TAKEN');
    if (!(await takePlace(tx, proof.payload as Invited, identityId))) throw new HeraldError('LINK_INVALID');
    noteInAct(factsOf(proof.payload as Invited));
    return { realm };
  });
}

/** Who came in, as the audit log names it. */
function factsOf(invited: Invited): Record<string, string> {
  return 'operatorId' in invited
    ? { OperatorId: invited.operatorId }
    : { AccountId: invited.accountId, MemberId: invited.memberId };
}

/** Under the lock of those who change or remove the invited one: they must not meet somebody half come in. */
async function takePlace(tx: Tx, invited: Invited, identityId: string): Promise<boolean> {
  if ('operatorId' in invited) {
    await lockOperators(tx);
    return activateOperator(tx, { operatorId: invited.operatorId, identityId });
  }
  await lockAccounts(tx, [invited.accountId]);
  return activateMember(tx, { ...invited, identityId });
}
