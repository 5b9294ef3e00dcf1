import type { QUALIFICATION_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';
import { fileHandlers } from './files.ts';

/** Who the customer is: real name, enterprise, materials, apps, capabilities; and files. */
export function qualificationHandlers(deps: HandlerDeps): HandlersOf<typeof QUALIFICATION_ACTIONS> {
  return { ...fileHandlers(deps) };
}
