import type { RetCodeRow } from '../ret-codes.ts';

/** 18740–18779: notices, announcements, maintenance. */
export const NOTICE_CODES = {} as const satisfies Record<string, RetCodeRow>;
