import type { RetCodeRow } from '../ret-codes.ts';

/** 18850–18899: the operator’s own staff. */
export const OPERATOR_CODES = {} as const satisfies Record<string, RetCodeRow>;
