import type { REVIEW_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** The operator's review desk. */
export function reviewHandlers(_deps: HandlerDeps): HandlersOf<typeof REVIEW_ACTIONS> {
  return {};
}
