import type { AGREEMENT_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** The agreement, and the opening of the service. */
export function agreementHandlers(_deps: HandlerDeps): HandlersOf<typeof AGREEMENT_ACTIONS> {
  return {};
}
