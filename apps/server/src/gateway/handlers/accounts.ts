import type { ACCOUNT_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** Accounts, members, logging in, API keys. */
export function accountHandlers(_deps: HandlerDeps): HandlersOf<typeof ACCOUNT_ACTIONS> {
  return {};
}
