import {
  type CustomerPermission,
  MEMBER_ROLES,
  type MemberRole,
  OPERATOR_ROLES,
  type OperatorRole,
} from '@herald/contract';
import type { Caller, OperatorCaller, PublicCaller } from '../../src/gateway/index.ts';

/** Callers as the gateway makes them, for handlers that are asked without it. */
const call = { ip: '203.0.113.7', requestId: 'request', language: 'en' } as const;

/** A member of the account, logged in. */
export function member(accountId: string, role: MemberRole = 'owner', change: Partial<Caller> = {}): Caller {
  const permissions = new Set<CustomerPermission>(MEMBER_ROLES[role].permissions);
  const principal = {
    kind: 'member',
    memberId: `${accountId}-${role}`,
    identityId: `${accountId}-${role}-identity`,
    sessionId: `${accountId}-${role}-session`,
  } as const;
  return { ...call, realm: 'customer', accountId, principal, permissions, projects: 'all', ...change };
}

/** One of the operator's staff; `name` tells several of one role apart. */
export function operator(role: OperatorRole = 'admin', name: string = role): OperatorCaller {
  return {
    ...call,
    realm: 'operator',
    operatorId: name,
    identityId: `${name}-identity`,
    sessionId: `${name}-session`,
    permissions: new Set(OPERATOR_ROLES[role].permissions),
  };
}

/** Anybody. */
export function stranger(change: Partial<PublicCaller> = {}): PublicCaller {
  return { ...call, realm: 'public', agent: 'test', cookie: { set() {}, clear() {} }, ...change };
}
