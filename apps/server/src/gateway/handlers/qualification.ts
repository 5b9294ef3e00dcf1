import type { QUALIFICATION_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** Who the customer is: real name, enterprise, materials, apps, capabilities. */
export function qualificationHandlers(_deps: HandlerDeps): HandlersOf<typeof QUALIFICATION_ACTIONS> {
  return {};
}
