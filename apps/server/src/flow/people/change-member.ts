import { HeraldError, type MemberRole, type Words } from '@herald/contract';
import {
  deleteApiKeysOf,
  deleteMember,
  findMember,
  findProjects,
  listMembers,
  lockAccounts,
  type Member,
  updateMember,
} from '../../modules/accounts/index.ts';
import { deleteIdentity, endSessions, maskEmail, readIdentities } from '../../modules/identities/index.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import type { PeopleDeps } from './people-deps.ts';

interface MemberKey {
  readonly accountId: string;
  readonly memberId: string;
}

/** 1.3: changes what a member may, or whether it may come in; its sessions and keys follow within a second. */
export async function changeMember(
  deps: PeopleDeps,
  key: MemberKey,
  change: {
    role?: MemberRole | undefined;
    projects?: 'all' | readonly string[] | undefined;
    status?: 'active' | 'disabled' | undefined;
  },
): Promise<void> {
  const { sql, clock } = deps;
  await inTransaction(sql, async (tx) => {
    const member = await lockMember(tx, deps, key);
    if (member.status === 'invited' && change.status) {
      throw new HeraldError('PARAMETER_INVALID', {
        name: 'Status',
        problemZh: '该成员尚未接受邀请；可用 RemoveMember 撤回邀请',
        problemEn: 'this member has not accepted yet; RemoveMember takes the invitation back',
      });
    }
    const next = {
      ...member,
      role: change.role ?? member.role,
      projects: change.projects ?? member.projects,
      status: change.status ?? member.status,
    };
    await checkScope(tx, next);
    if (!isActiveOwner(next)) await keepAnOwner(tx, deps, member);
    await updateMember(tx, next);
    if (next.status === 'disabled' && member.identityId) {
      await endSessions(tx, { identityIds: [member.identityId], at: new Date(clock.now()) });
    }
    await tellMemberChange(tx, deps, member, wordsOf(member, next));
  });
}

/** 1.3: a member goes, with its log-in, sessions and keys; or an invitation is taken back. */
export async function removeMember(deps: PeopleDeps, key: MemberKey): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const member = await lockMember(tx, deps, key);
    await keepAnOwner(tx, deps, member);
    const removed = { zh: '已移除', en: 'removed' };
    await tellMemberChange(tx, deps, member, removed);
    await deleteApiKeysOf(tx, key);
    await deleteMember(tx, key);
    if (member.identityId) await deleteIdentity(tx, member.identityId);
  });
}

/** 1.3: a scope names projects of the account (292); owners have none, since who manages members can lift any. */
export async function checkScope(
  tx: Tx,
  { accountId, role, projects }: Pick<Member, 'accountId' | 'role' | 'projects'>,
): Promise<void> {
  if (projects === 'all') return;
  if (role === 'owner') {
    throw new HeraldError('PARAMETER_INVALID', {
      name: 'ProjectIds',
      problemZh: '所有者可用全部项目；请传 AllProjects=true，或选择其他角色',
      problemEn: 'an owner has all projects; give AllProjects=true, or another role',
    });
  }
  const pairs = projects.map((projectId) => ({ accountId, projectId }));
  const known = await findProjects(tx, pairs);
  const unknown = projects.find((projectId) => !known.has(`${accountId}\n${projectId}`));
  if (unknown !== undefined) throw new HeraldError('PROJECT_UNKNOWN', { projectId: unknown });
}

/** Under the lock of the account, so that of two owners not each can go because the other is there. */
async function lockMember(tx: Tx, { vault }: PeopleDeps, key: MemberKey): Promise<Member> {
  await lockAccounts(tx, [key.accountId]);
  const member = await findMember(tx, vault, key);
  if (!member) throw new HeraldError('MEMBER_NOT_FOUND', { memberId: key.memberId });
  return member;
}

const isActiveOwner = ({ role, status }: Pick<Member, 'role' | 'status'>) =>
  role === 'owner' && status === 'active';

/** Refuses to lose this member as an owner when it is the last who can log in. */
async function keepAnOwner(tx: Tx, { vault }: PeopleDeps, member: Member): Promise<void> {
  if (!isActiveOwner(member)) return;
  const members = await listMembers(tx, vault, member.accountId);
  if (!members.some((other) => other.memberId !== member.memberId && isActiveOwner(other))) {
    throw new HeraldError('LAST_OWNER');
  }
}

async function tellMemberChange(tx: Tx, deps: PeopleDeps, member: Member, what: Words): Promise<void> {
  const { accountId, identityId } = member;
  const identity = identityId
    ? (await readIdentities(tx, deps.vault, [identityId])).get(identityId)
    : undefined;
  const address = identity?.email ?? member.invitedEmail ?? '';
  const details = {
    member: maskEmail(address),
    changedAt: deps.clock.now(),
    whatZh: what.zh,
    whatEn: what.en,
  };
  await notify(tx, deps, { accountId, kind: 'account.member-changed', details });
}

function wordsOf(before: Member, after: Member): Words {
  if (before.status !== after.status) {
    return after.status === 'disabled' ? { zh: '已停用', en: 'disabled' } : { zh: '已恢复', en: 'enabled' };
  }
  if (before.role !== after.role) {
    return { zh: `角色改为 ${after.role}`, en: `the role is ${after.role} now` };
  }
  return { zh: '项目范围已修改', en: 'other projects are in its scope' };
}
