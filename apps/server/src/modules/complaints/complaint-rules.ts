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
