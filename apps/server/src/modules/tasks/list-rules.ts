/** Faults that are kept of one list; more are counted. */
export const MOST_FAULTS = 10_000;

/** Whether the first row of a list is a heading: its first cell holds no digit, so it can be no number. */
export const isHeading = (cells: readonly string[]): boolean => !/\p{Nd}/u.test(cells[0] ?? '');
