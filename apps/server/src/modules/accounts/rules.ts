/** Bounds of what one account can have. */
export const MOST_MEMBERS = 200;
export const MOST_PROJECTS = 100;
export const MOST_KEYS_OF_MEMBER = 10;
