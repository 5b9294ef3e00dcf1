import type { RetCodeRow } from '../ret-codes.ts';

/** 18160–18199: files, real-name verification, enterprise, apps, capabilities. */
export const QUALIFICATION_CODES = {} as const satisfies Record<string, RetCodeRow>;
