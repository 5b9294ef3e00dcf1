import type { NOTICE_ACTIONS } from '@herald/contract';
import type { HandlersOf } from '../deps.ts';
import { announcementHandlers } from './notices/announcements.ts';
import { contactHandlers } from './notices/contacts.ts';
import type { NoticeDeps } from './notices/deps.ts';
import { inboxHandlers } from './notices/inbox.ts';

/** Announcements, inbox, maintenance. */
export function noticeHandlers(deps: NoticeDeps): HandlersOf<typeof NOTICE_ACTIONS> {
  return { ...announcementHandlers(deps), ...inboxHandlers(deps), ...contactHandlers(deps) };
}
