import {
  type CustomerPermission,
  MEMBER_ROLES,
  OPERATOR_ROLES,
  type OperatorPermission,
} from '@herald/contract';
import { findMemberOf, type MemberAccess } from '../../modules/accounts/index.ts';
import { findSession, type Realm } from '../../modules/identities/index.ts';
import { findOperatorOf } from '../../modules/operators/index.ts';
import type { Db } from '../../platform/db.ts';

/** What a person who logs in is to this service, and may do here. */
export type PersonAccess =
  | {
      readonly realm: 'customer';
      readonly member: MemberAccess;
      readonly permissions: ReadonlySet<CustomerPermission>;
      readonly active: boolean;
      readonly allowedIps: readonly string[];
    }
  | {
      readonly realm: 'operator';
      readonly operator: NonNullable<Awaited<ReturnType<typeof findOperatorOf>>>;
      readonly permissions: ReadonlySet<OperatorPermission>;
      readonly active: boolean;
      readonly allowedIps: readonly string[];
    };

/** Undefined for a person who is nobody's member and none of the staff. */
export async function findAccess(
  db: Db,
  realm: Realm,
  identityId: string,
): Promise<PersonAccess | undefined> {
  if (realm === 'customer') {
    const member = await findMemberOf(db, identityId);
    if (!member) return undefined;
    const permissions = new Set<CustomerPermission>(MEMBER_ROLES[member.role].permissions);
    return { realm, member, permissions, active: member.status === 'active', allowedIps: member.consoleIps };
  }
  const operator = await findOperatorOf(db, identityId);
  if (!operator) return undefined;
  const permissions = new Set<OperatorPermission>(
    operator.roles.flatMap((role) => OPERATOR_ROLES[role].permissions),
  );
  return { realm, operator, permissions, active: operator.status === 'active', allowedIps: [] };
}

/** Who acts by a session, in the gateway's words. */
export type SessionIdentity =
  | {
      readonly realm: 'customer';
      readonly accountId: string;
      readonly principal: {
        readonly kind: 'member';
        readonly memberId: string;
        readonly identityId: string;
        readonly sessionId: string;
      };
      readonly permissions: ReadonlySet<CustomerPermission>;
      readonly projects: 'all' | readonly string[];
    }
  | {
      readonly realm: 'operator';
      readonly operatorId: string;
      readonly identityId: string;
      readonly sessionId: string;
      readonly permissions: ReadonlySet<OperatorPermission>;
    };

/** Who an open session belongs to, as long as that person is an active member, or one of the staff. */
export async function findSessionIdentity(
  db: Db,
  token: string,
  now: number,
): Promise<{ identity: SessionIdentity; allowedIps: readonly string[] } | undefined> {
  const session = await findSession(db, token, now);
  if (!session) return undefined;
  const { identityId, sessionId } = session;
  const access = await findAccess(db, session.realm, identityId);
  if (!access?.active) return undefined;
  const { allowedIps } = access;
  if (access.realm === 'operator') {
    const { operatorId } = access.operator;
    return {
      identity: { realm: 'operator', operatorId, identityId, sessionId, permissions: access.permissions },
      allowedIps,
    };
  }
  const { accountId, memberId, projects } = access.member;
  const principal = { kind: 'member', memberId, identityId, sessionId } as const;
  return {
    identity: { realm: 'customer', accountId, principal, permissions: access.permissions, projects },
    allowedIps,
  };
}
