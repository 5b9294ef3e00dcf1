import type { TrunkHealth } from './rules.ts';

/** Why a trunk was taken out: nobody hears it, its calls fail by its own fault, or too few are answered. */
export type Sickness = 'silent' | 'faults' | 'unanswered';

export interface TrunkFacts {
  health: TrunkHealth;
  reason: Sickness | '';
  /** ms */
  since: number;
  /** Trials that failed since it was last up. */
  relapses: number;
  trial: CallCounts;
  /** What living nodes' OPTIONS came to. */
  probes: { up: number; down: number };
  /** Of the last minutes, and of the time since it has been up. */
  recent: CallCounts;
  /** Per cent; 0: any share will do. */
  leastAnswered: number;
}

export interface CallCounts {
  calls: number;
  answered: number;
  /** By the trunk's own fault: 5xx, 403, silence, unreachable. */
  faults: number;
}

export type HealthChange =
  | { to: 'sick'; reason: Sickness; detail: string }
  | { to: 'trial' | 'up'; reason: Sickness | ''; detail: string };

/** Calls are looked at over so long. */
export const HEALTH_WINDOW_MS = 5 * 60_000;
/** So many that all failed, or so many of which half did, are no accident. */
const ALL_FAILED = 5;
const HALF_FAILED = 20;
const ENOUGH_TO_TELL_ANSWERS = 50;
/** A trial begins so long after the trunk was taken out; twice as long after each relapse, up to the longest. */
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;
/** So many calls without a fault, and it is well again. */
const TRIAL_CALLS = 3;
/** Of a trunk whose calls were not answered, so many in which nobody answers show that it is as it was. */
const TRIAL_UNANSWERED = 10;

/**
 * What becomes of a trunk: up → sick when it is silent or its calls fail; sick → trial after a rest, or when it answers
 * again; trial → up after calls without a fault, → sick at the first one.
 */
export function judgeTrunk(facts: TrunkFacts, now: number): HealthChange | undefined {
  const { health, probes } = facts;
  const silent = probes.down > 0 && probes.up === 0;
  if (health !== 'sick' && silent) {
    return { to: 'sick', reason: 'silent', detail: `OPTIONS: ${probes.down} node(s) hear nothing` };
  }
  if (health === 'up') return judgeCalls(facts);
  return health === 'sick' ? judgeRest(facts, silent, now) : judgeTrial(facts);
}

function judgeCalls({ recent, leastAnswered }: TrunkFacts): HealthChange | undefined {
  const { calls, answered, faults } = recent;
  const detail = `${calls} calls, ${answered} answered, ${faults} failed by the trunk`;
  const failing = (calls >= ALL_FAILED && faults === calls) || (calls >= HALF_FAILED && faults * 2 >= calls);
  if (failing) return { to: 'sick', reason: 'faults', detail };
  if (calls >= ENOUGH_TO_TELL_ANSWERS && answered * 100 < leastAnswered * calls) {
    return { to: 'sick', reason: 'unanswered', detail };
  }
  return undefined;
}

function judgeRest({ reason, since, relapses, probes }: TrunkFacts, silent: boolean, now: number) {
  if (silent) return undefined;
  // One that was silent comes back when it is heard; what nobody asks any more, after its rest.
  const heard = reason === 'silent' && probes.up > 0;
  const restMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(relapses, 10));
  if (!heard && now < since + restMs) return undefined;
  return { to: 'trial', reason, detail: heard ? 'OPTIONS is answered again' : '' } as const;
}

function judgeTrial({ reason, trial, leastAnswered }: TrunkFacts): HealthChange | undefined {
  const { calls, answered, faults } = trial;
  const detail = `${calls} calls on trial, ${answered} answered, ${faults} failed by the trunk`;
  if (faults > 0) return { to: 'sick', reason: 'faults', detail };
  const mustAnswer = reason === 'unanswered' && leastAnswered > 0;
  if (mustAnswer && answered === 0) {
    return calls >= TRIAL_UNANSWERED ? { to: 'sick', reason, detail } : undefined;
  }
  return calls >= TRIAL_CALLS ? { to: 'up', reason: '', detail } : undefined;
}
