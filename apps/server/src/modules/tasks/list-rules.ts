/** Rows of one list. */
export const MOST_ROWS = 100_000;
/** Faults that are kept of one list; more are counted. */
export const MOST_FAULTS = 10_000;
/** Tasks of one account that are not deleted. */
export const MOST_TASKS = 1000;
/** Messages of one task that wait for their call: few, so that others are not behind them. */
export const MOST_QUEUED = 200;
/** Tasks begin within so long. */
export const LONGEST_AHEAD_MS = 90 * 86_400_000;

/** Whether the first row of a list is a heading: its first cell holds no digit, so it can be no number. */
export const isHeading = (cells: readonly string[]): boolean => !/\p{Nd}/u.test(cells[0] ?? '');
