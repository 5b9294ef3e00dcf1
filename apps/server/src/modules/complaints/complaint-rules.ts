import { addWorkingDays } from '../../platform/working-days.ts';

export const COMPLAINT_CHANNELS = ['operator', 'key', 'ring-back', 'portal', 'regulator'] as const;
export type ComplaintChannel = (typeof COMPLAINT_CHANNELS)[number];

export const COMPLAINT_KINDS = [
  'harassment',
  'marketing',
  'fraud',
  'content',
  'frequency',
  'called-after-refusal',
  'other',
] as const;
export type ComplaintKind = (typeof COMPLAINT_KINDS)[number];

export type ComplaintState = 'open' | 'forwarded' | 'answered' | 'closed' | 'told';
export type ComplaintEvent = 'forward' | 'answer' | 'close' | 'tell';

/** 1 light, 2 serious, 3 grave. */
export type Severity = 1 | 2 | 3;

/** How grave a kind is, unless somebody says otherwise. */
export const SEVERITY_OF: Readonly<Record<ComplaintKind, Severity>> = {
  fraud: 3,
  harassment: 2,
  marketing: 2,
  'called-after-refusal': 2,
  content: 1,
  frequency: 1,
  other: 1,
};

/** What is closed without the customer's answer was not waited for: he did not answer in time, or need not. */
const MOVES: Readonly<Record<ComplaintState, Partial<Record<ComplaintEvent, ComplaintState>>>> = {
  open: { forward: 'forwarded', close: 'closed' },
  forwarded: { answer: 'answered', close: 'closed' },
  answered: { close: 'closed' },
  closed: { tell: 'told' },
  told: {},
};

/** The state that an event leads to; undefined where it may not happen. */
export function nextComplaintState(state: ComplaintState, event: ComplaintEvent): ComplaintState | undefined {
  return MOVES[state][event];
}

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
