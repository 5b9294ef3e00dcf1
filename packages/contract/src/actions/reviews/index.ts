/** The operator's review desk. */
export const REVIEW_ACTIONS = {} as const;
