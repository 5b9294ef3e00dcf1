import type { ACCOUNT_ACTIONS } from '@herald/contract';
import type { PeopleDeps } from '../../flow/people/people-deps.ts';
import { createPasswordHasher } from '../../modules/identities/index.ts';
import type { HandlersOf } from '../deps.ts';
import { accessKeyHandlers } from './accounts/access-keys.ts';
import { logInHandlers } from './accounts/log-in.ts';
import { meHandlers } from './accounts/me.ts';
import { memberHandlers } from './accounts/members.ts';
import { operatorHandlers } from './accounts/operators.ts';
import type { HandlerDeps } from './deps.ts';

/** Accounts, members, logging in, API keys. */
export function accountHandlers(deps: HandlerDeps): HandlersOf<typeof ACCOUNT_ACTIONS> {
  const people: PeopleDeps = { ...deps, passwords: createPasswordHasher(deps.random) };
  return {
    ...logInHandlers(people, deps.oidc),
    ...meHandlers(people),
    ...memberHandlers(people),
    ...accessKeyHandlers(people),
    ...operatorHandlers(people),
  };
}
