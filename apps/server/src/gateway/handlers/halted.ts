import {
  ACTIONS,
  type Action,
  type ActionName,
  type CustomerPermission,
  HeraldError,
  isAudited,
} from '@herald/contract';
import { accountStatus } from '../../modules/accounts/index.ts';
import type { Sql } from '../../platform/db.ts';
import type { Caller, Handlers } from '../deps.ts';

type AnyHandler = (caller: Caller, request: unknown, upload?: unknown) => Promise<object>;

/** What a suspended account can do still: read and export, its money, its people and keys, its notices. */
const HALTED: readonly CustomerPermission[] = ['uvms:send', 'template:write', 'enterprise:write'];
/** How an account comes back, or makes good. A send is judged by its own rule, which tells why in the decision trail. */
const ALWAYS: readonly ActionName[] = [
  'SendUVMSMessage',
  'AppealUVMSSanction',
  'AnswerUVMSComplaint',
  'AnswerUVMSRectification',
];

/** 4.2.5: whether an Action is closed to an account that is suspended or terminated. */
export function isHalted(action: Action): boolean {
  const { name, realm = 'customer', permission } = action;
  if (realm !== 'customer' || ALWAYS.includes(name as ActionName)) return false;
  if (!HALTED.some((one) => one === permission)) return false;
  return isAudited(action) || /^(?:Create|Start|Resume|Copy)/.test(name);
}

/** The registry, in which what is closed to a suspended account asks first whether the caller's is one. */
export function halted({ sql }: { sql: Sql }, handlers: Handlers): Handlers {
  const entries = (Object.keys(handlers) as ActionName[]).map((name) => {
    const handle = handlers[name] as unknown as AnyHandler;
    if (!isHalted(ACTIONS[name])) return [name, handle];
    const asking: AnyHandler = async (caller, request, upload) => {
      const status = await accountStatus(sql, caller.accountId);
      if (status !== 'active') throw new HeraldError('ACCOUNT_SUSPENDED');
      return handle(caller, request, upload);
    };
    return [name, asking];
  });
  return Object.fromEntries(entries) as unknown as Handlers;
}
