import type { MemberRole } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** A member of an account: a person (identity) with a role, for all projects or some. */
export interface Member {
  accountId: string;
  memberId: string;
  /** None until the invitation is accepted. */
  identityId: string | null;
  /** The address invited, until then. */
  invitedEmail: string | null;
  role: MemberRole;
  projects: 'all' | readonly string[];
  status: 'invited' | 'active' | 'disabled';
  createdAt: Date;
}

interface Row extends Omit<Member, 'projects' | 'invitedEmail'> {
  projectIds: string[] | null;
  invitedEmail: Buffer | null;
}

export const memberEmailContext = (memberId: string) => `members.invited_email:${memberId}`;

const columns = (db: Db) => db`
  account_id AS "accountId", member_id AS "memberId", identity_id AS "identityId", invited_email AS "invitedEmail",
  role, project_ids AS "projectIds", status, created_at AS "createdAt"`;

function opened(vault: Vault, { projectIds, invitedEmail, ...row }: Row): Member {
  return {
    ...row,
    projects: projectIds ?? 'all',
    invitedEmail: invitedEmail && vault.open(invitedEmail, memberEmailContext(row.memberId)),
  };
}

/** Adds a member: with an identity it is active, with an address invited. */
export async function insertMember(
  tx: Tx,
  vault: Vault,
  member: {
    accountId: string;
    memberId: string;
    who: { identityId: string } | { email: string };
    role: MemberRole;
    projects: 'all' | readonly string[];
    at: Date;
  },
): Promise<void> {
  const { accountId, memberId, who, role, projects, at } = member;
  const invited = 'email' in who ? vault.seal(who.email, memberEmailContext(memberId)) : null;
  await tx`
    INSERT INTO members (account_id, member_id, identity_id, invited_email, role, project_ids, status, created_at)
    VALUES (${accountId}, ${memberId}, ${'identityId' in who ? who.identityId : null}, ${invited}, ${role},
      ${projects === 'all' ? null : (projects as string[])}, ${invited ? 'invited' : 'active'}, ${at})`;
}

export async function findMember(
  db: Db,
  vault: Vault,
  { accountId, memberId }: { accountId: string; memberId: string },
): Promise<Member | undefined> {
  const [row] = await db<Row[]>`
    SELECT ${columns(db)} FROM members WHERE account_id = ${accountId} AND member_id = ${memberId}`;
  return row && opened(vault, row);
}

/** A member as a session needs it, with its account's allow-list for the console. */
export interface MemberAccess extends Omit<Member, 'invitedEmail'> {
  consoleIps: readonly string[];
}

export async function findMemberOf(db: Db, identityId: string): Promise<MemberAccess | undefined> {
  const [row] = await db<(Row & { consoleIps: string[] })[]>`
    SELECT m.account_id AS "accountId", m.member_id AS "memberId", m.identity_id AS "identityId", m.role,
      m.project_ids AS "projectIds", m.status, m.created_at AS "createdAt", a.console_ips AS "consoleIps"
    FROM members m JOIN accounts a USING (account_id) WHERE m.identity_id = ${identityId}`;
  if (!row) return undefined;
  const { projectIds, invitedEmail: _, ...member } = row;
  return { ...member, projects: projectIds ?? 'all' };
}

/** Members in the order they came. */
export async function listMembers(db: Db, vault: Vault, accountId: string): Promise<Member[]> {
  const rows = await db<Row[]>`
    SELECT ${columns(db)} FROM members WHERE account_id = ${accountId} ORDER BY created_at, member_id`;
  return rows.map((row) => opened(vault, row));
}

/** Members of these accounts who can log in. */
export async function activeMembers(
  db: Db,
  accountIds: readonly string[],
): Promise<{ accountId: string; memberId: string; identityId: string; role: MemberRole }[]> {
  return await db<{ accountId: string; memberId: string; identityId: string; role: MemberRole }[]>`
    SELECT account_id AS "accountId", member_id AS "memberId", identity_id AS "identityId", role
    FROM members WHERE account_id = ANY(${accountIds as string[]}) AND status = 'active'
    ORDER BY account_id, member_id`;
}

/** The invitation is accepted. @returns false when it was withdrawn or accepted before */
export async function activateMember(
  tx: Tx,
  { accountId, memberId, identityId }: { accountId: string; memberId: string; identityId: string },
): Promise<boolean> {
  const rows = await tx`
    UPDATE members SET identity_id = ${identityId}, invited_email = NULL, status = 'active'
    WHERE account_id = ${accountId} AND member_id = ${memberId} AND status = 'invited' RETURNING 1`;
  return rows.length > 0;
}

export async function updateMember(
  tx: Tx,
  member: Pick<Member, 'accountId' | 'memberId' | 'role' | 'projects' | 'status'>,
): Promise<void> {
  const { accountId, memberId, role, projects, status } = member;
  await tx`
    UPDATE members SET role = ${role}, status = ${status},
      project_ids = ${projects === 'all' ? null : (projects as string[])}
    WHERE account_id = ${accountId} AND member_id = ${memberId}`;
}

export async function deleteMember(
  tx: Tx,
  { accountId, memberId }: { accountId: string; memberId: string },
): Promise<void> {
  await tx`DELETE FROM members WHERE account_id = ${accountId} AND member_id = ${memberId}`;
}

/** Whether one of these people is an active member of the account. */
export async function hasMember(db: Db, accountId: string, identityIds: readonly string[]): Promise<boolean> {
  const rows = await db`
    SELECT 1 FROM members WHERE account_id = ${accountId} AND status = 'active'
      AND identity_id = ANY(${identityIds as string[]}) LIMIT 1`;
  return rows.length > 0;
}
