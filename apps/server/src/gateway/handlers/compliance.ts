import type { COMPLIANCE_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import { attentionHandlers } from './compliance/attention.ts';
import { doNotCallHandlers } from './compliance/do-not-call.ts';
import { lexiconHandlers } from './compliance/lexicon.ts';
import { registryHandlers } from './compliance/registries.ts';
import type { HandlerDeps } from './deps.ts';

/** What may be said, and whom nobody rings. */
export function complianceHandlers(deps: HandlerDeps): HandlersOf<typeof COMPLIANCE_ACTIONS> {
  return {
    ...lexiconHandlers(deps),
    ...doNotCallHandlers(deps),
    ...registryHandlers(deps),
    ...attentionHandlers(deps),
  };
}
