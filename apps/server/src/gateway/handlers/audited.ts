import { ACTIONS, type Action, type ActionName, isAudited } from '@herald/contract';
import { type Act, type AuditDeps, recordAct } from '../../flow/audit/record-act.ts';
import { findAccess } from '../../flow/people/person-access.ts';
import type { Caller, Handlers, OperatorCaller, PersonCaller, PublicCaller } from '../deps.ts';

type AnyCaller = Caller | OperatorCaller | PersonCaller | PublicCaller;
type AnyHandler = (caller: AnyCaller, request: Record<string, unknown>, upload?: unknown) => Promise<object>;

/** 4.2.11: the registry, in which every Action that is an act leaves its row; none has to think of it by itself. */
export function audited(deps: AuditDeps, handlers: Handlers): Handlers {
  const entries = (Object.keys(handlers) as ActionName[]).map((name) => {
    const action: Action = ACTIONS[name];
    const handle = handlers[name] as unknown as AnyHandler;
    if (!isAudited(action)) return [name, handle];
    const recorded: AnyHandler = (caller, request, upload) =>
      recordAct(deps, actOf(name, caller, request), () => handle(caller, request, upload));
    return [name, recorded];
  });
  return Object.fromEntries(entries) as unknown as Handlers;
}

function actOf(act: ActionName, caller: AnyCaller, request: Record<string, unknown>): Act {
  const { ip, requestId } = caller;
  const { AccountId } = request;
  const common = {
    ip,
    requestId,
    act,
    request,
    subjectAccount: typeof AccountId === 'string' ? AccountId : undefined,
  };
  switch (caller.realm) {
    case 'operator':
      return { ...common, actor: 'operator', who: async () => ({ actorId: caller.operatorId, chain: '' }) };
    case 'person':
      return { ...common, actor: caller.of === 'operator' ? 'operator' : 'member', who: whoIs(caller) };
    case 'public':
      return { ...common, actor: 'anybody', who: async () => ({ actorId: '', chain: '' }) };
    case 'customer': {
      const { accountId, principal } = caller;
      const actorId = idOf(principal);
      return {
        ...common,
        subjectAccount: accountId,
        actor: principal.kind,
        who: async () => ({ actorId, chain: accountId }),
      };
    }
  }
}

function idOf(principal: Caller['principal']): string {
  switch (principal.kind) {
    case 'member':
      return principal.memberId;
    case 'key':
      return principal.publicKey;
    case 'app':
      return principal.appId;
  }
}

/** Somebody who acts about themselves is known by the session; whose member that is takes a look. */
function whoIs({ of, identityId }: PersonCaller): Act['who'] {
  return async (tx) => {
    const access = await findAccess(tx, of, identityId);
    if (access?.realm === 'customer') {
      return { actorId: access.member.memberId, chain: access.member.accountId };
    }
    return { actorId: access?.operator.operatorId ?? identityId, chain: '' };
  };
}
