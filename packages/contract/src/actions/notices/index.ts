/** Announcements, inbox, maintenance. */
export const NOTICE_ACTIONS = {} as const;
