export const THRESHOLD_SUBJECTS = ['account', 'template', 'number', 'trunk'] as const;
export type ThresholdSubject = (typeof THRESHOLD_SUBJECTS)[number];

export const THRESHOLD_ACTS = ['warn', 'restrict', 'block-template', 'pause-number', 'suspend'] as const;
export type ThresholdAct = (typeof THRESHOLD_ACTS)[number];

/** From which rate of complaints on the platform does what by itself (4.3.6). */
export interface Threshold {
  thresholdId: string;
  subject: ThresholdSubject;
  /** Of the window, today included. */
  days: number;
  /** Complaints, below which no rate counts: one complaint in ten calls says little. */
  least: number;
  /** Complaints in ten thousand answered calls. */
  per10000: number;
  act: ThresholdAct;
  /** What 'restrict' takes away, and to how many sends it caps. */
  capabilities: readonly string[];
  perMinute: number | null;
  perDay: number | null;
  enabled: boolean;
}

/**
 * What may be done about each subject. A number and a trunk carry calls of many, so that no account is restricted for
 * them; and a trunk is taken out by people.
 */
const ACTS_ON: Readonly<Record<ThresholdSubject, readonly ThresholdAct[]>> = {
  account: ['warn', 'restrict', 'suspend'],
  template: ['warn', 'restrict', 'block-template', 'suspend'],
  number: ['warn', 'pause-number'],
  trunk: ['warn'],
};

export type ThresholdFault = 'act' | 'restriction-missing' | 'restriction-needless';

/** What is wrong with a threshold that somebody wants to set. */
export function thresholdFault(asked: Omit<Threshold, 'thresholdId'>): ThresholdFault | undefined {
  const { subject, act, capabilities, perMinute, perDay } = asked;
  if (!ACTS_ON[subject].includes(act)) return 'act';
  const restricted = capabilities.length > 0 || perMinute !== null || perDay !== null;
  if ((act === 'restrict') === restricted) return undefined;
  return restricted ? 'restriction-needless' : 'restriction-missing';
}

/** What is known of one subject within the window. */
export interface ComplaintFigures {
  complaints: number;
  answered: bigint;
}

/** Whether the rate is at the threshold or above; complaints about calls of which none was answered are. */
export function reaches(
  { least, per10000 }: Pick<Threshold, 'least' | 'per10000'>,
  { complaints, answered }: ComplaintFigures,
): boolean {
  return complaints >= least && BigInt(complaints) * 10_000n >= BigInt(per10000) * answered;
}

/** The figures as they are kept with what was done, in one line for both languages. */
export function figuresText(
  { subject, days, least, per10000 }: Pick<Threshold, 'subject' | 'days' | 'least' | 'per10000'>,
  key: string,
  { complaints, answered }: ComplaintFigures,
): string {
  const rate = answered === 0n ? '–' : ((complaints * 10_000) / Number(answered)).toFixed(1);
  const what = key === '' ? subject : `${subject} ${key}`;
  return `${what}: ${complaints} / ${answered} = ${rate} ‱ (${days} d; ≥ ${least}, ≥ ${per10000} ‱)`;
}
