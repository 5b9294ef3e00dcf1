import { addWorkingDays } from '../../platform/working-days.ts';
import type { ComplaintState } from './complaint-rules.ts';

const FORWARD_WORKING_DAYS = 3;
const ANSWER_DAYS = 15;
const TELL_WORKING_DAYS = 3;
const DAY_MS = 86_400_000;

/**
 * 4.3.6: when what is due in a state must be done: forwarded to the customer within 3 working days, answered by him
 * within 15 days, the complainant told within 3 working days of the answer. All in ms.
 * @param since when the state began; for `closed`, when the answer came, if one did
 * @returns undefined where nothing is due any more
 */
export function complaintDueAt(state: ComplaintState, since: number): number | undefined {
  switch (state) {
    case 'open':
      return addWorkingDays(since, FORWARD_WORKING_DAYS);
    case 'forwarded':
      return since + ANSWER_DAYS * DAY_MS;
    case 'answered':
    case 'closed':
      return addWorkingDays(since, TELL_WORKING_DAYS);
    case 'told':
      return undefined;
  }
}

/** So long before a clock runs out it is told that it will. */
export const ALARM_AHEAD_MS = DAY_MS;
