/** Accounts, members, logging in, API keys. */
export const ACCOUNT_ACTIONS = {} as const;
