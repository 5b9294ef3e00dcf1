import type { RetCodeRow } from '../ret-codes.ts';

/** 18801–18849: the review desk. */
export const REVIEW_CODES = {} as const satisfies Record<string, RetCodeRow>;
