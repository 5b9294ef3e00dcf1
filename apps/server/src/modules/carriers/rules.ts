export interface Trunk {
  trunkId: string;
  name: string;
  host: string;
  port: number;
  username: string | undefined;
  password: string | undefined;
  purposes: readonly number[];
  priority: number;
  concurrency: number;
  cps: number;
}

/** A trunk as a claim finds it: calls on it now, and when its latest ones started. */
export interface TrunkLoad {
  trunkId: string;
  purposes: readonly number[];
  concurrency: number;
  cps: number;
  active: number;
  /** ms, of the last second at least. */
  starts: readonly number[];
}

const SECOND_MS = 1000;
/** A start that lies further ahead of our clock than this was written by a clock that is wrong. */
const MOST_SKEW_MS = 60_000;

/**
 * Calls that count against the trunk's calls per second: those of the last second. Kept one by one, because a bucket of
 * tokens that refills while it is emptied lets through nearly twice the limit in the second after a pause.
 */
export function startsOfLastSecond(load: TrunkLoad, now: number): number[] {
  return load.starts.filter((at) => at > now - SECOND_MS && at <= now + MOST_SKEW_MS);
}

/** How many calls may start on the trunk now, under its concurrency and its calls per second. */
export function freeSlots(load: TrunkLoad, now: number): number {
  return Math.max(
    0,
    Math.min(load.concurrency - load.active, load.cps - startsOfLastSecond(load, now).length),
  );
}

/** What a failed attempt says of the trunk: whether another one may be tried for the same message. */
export function mayTryNextTrunk(cause: { kind: string; status?: number }): boolean {
  switch (cause.kind) {
    case 'sip':
      // 5xx, and 403 where the trunk refuses us; never busy, rejected or any answer about the callee.
      return (
        cause.status !== undefined && (cause.status === 403 || (cause.status >= 500 && cause.status <= 599))
      );
    case 'timeout':
    case 'transport-error':
      return true;
    default:
      return false;
  }
}
