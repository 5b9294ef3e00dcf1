import type { RetCodeRow } from '../ret-codes.ts';

/** 18710–18739: the agreement and the opening of the service. */
export const AGREEMENT_CODES = {} as const satisfies Record<string, RetCodeRow>;
