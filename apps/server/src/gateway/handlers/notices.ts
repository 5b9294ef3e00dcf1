import type { NOTICE_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';
import { announcementHandlers } from './notices/announcements.ts';
import { contactHandlers } from './notices/contacts.ts';
import { inboxHandlers } from './notices/inbox.ts';

/** Announcements, inbox, maintenance. */
export function noticeHandlers(deps: HandlerDeps): HandlersOf<typeof NOTICE_ACTIONS> {
  return { ...announcementHandlers(deps), ...inboxHandlers(deps), ...contactHandlers(deps) };
}
