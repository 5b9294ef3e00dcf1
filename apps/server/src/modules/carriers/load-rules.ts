import type { TrunkHealth } from './rules.ts';

/** What bounds the calls over something: a trunk, a number that is shown. */
export interface CallLimits {
  /** At one time; undefined: any number, as below. */
  concurrency: number | undefined;
  /** Started in one second. */
  cps: number | undefined;
  /** Started in one day in Beijing. */
  dailyLimit: number | undefined;
}

/** What is on it now. */
export interface CallLoad extends CallLimits {
  active: number;
  /** ms, of the last second at least. */
  starts: readonly number[];
  /** Started today. */
  today: number;
}

/** A trunk as a claim finds it. */
export interface TrunkLoad extends CallLoad {
  trunkId: string;
  health: TrunkHealth;
}

const SECOND_MS = 1000;
/** A start that lies further ahead of our clock than this was written by a clock that is wrong. */
const MOST_SKEW_MS = 60_000;
/** Of a trunk's places and calls a second, so many are kept for codes, whatever else waits. */
const KEPT_FOR_CODES = 0.2;

/**
 * Calls that count against the calls per second: those of the last second. Kept one by one, because a bucket of
 * tokens that refills while it is emptied lets through nearly twice the limit in the second after a pause.
 */
export function startsOfLastSecond({ starts }: Pick<CallLoad, 'starts'>, now: number): number[] {
  return starts.filter((at) => at > now - SECOND_MS && at <= now + MOST_SKEW_MS);
}

/** How many calls may start now, under all limits. */
export function freeSlots(load: CallLoad, now: number): number {
  const { concurrency = Infinity, cps = Infinity, dailyLimit = Infinity } = load;
  return Math.max(
    0,
    Math.min(concurrency - load.active, cps - startsOfLastSecond(load, now).length, dailyLimit - load.today),
  );
}

/** The same of a trunk: none while it is sick, one at a time while it is on trial. */
export function freeTrunkSlots(load: TrunkLoad, now: number): number {
  if (load.health === 'sick') return 0;
  const free = freeSlots(load, now);
  return load.health === 'trial' ? Math.min(free, Math.max(0, 1 - load.active)) : free;
}

/**
 * The same for what is not a code: a fifth of the places, and of the calls a second, stays free, so that a code which
 * comes while a task of a hundred thousand notices is running does not wait for one of them to end.
 */
export function freeSlotsBesideCodes(load: TrunkLoad, now: number): number {
  const kept = (limit: number | undefined) =>
    limit === undefined ? undefined : limit - Math.floor(limit * KEPT_FOR_CODES);
  return freeTrunkSlots({ ...load, concurrency: kept(load.concurrency), cps: kept(load.cps) }, now);
}
