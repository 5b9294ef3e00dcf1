/** The agreement, and the opening of the service. */
export const AGREEMENT_ACTIONS = {} as const;
