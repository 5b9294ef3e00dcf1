import type { NOTICE_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** Announcements, inbox, maintenance. */
export function noticeHandlers(_deps: HandlerDeps): HandlersOf<typeof NOTICE_ACTIONS> {
  return {};
}
