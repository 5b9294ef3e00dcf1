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

/** A trunk as a claim finds it: calls on it now, and its bucket of call tokens. */
export interface TrunkLoad {
  trunkId: string;
  purposes: readonly number[];
  concurrency: number;
  cps: number;
  active: number;
  tokens: number;
  refilledAt: number;
}

/** Tokens in the bucket at `now`: one second's worth of calls at most, so a pause is never made up for by a burst. */
export function tokensAt(load: TrunkLoad, now: number): number {
  const seconds = Number.isFinite(load.refilledAt) ? Math.max(0, now - load.refilledAt) / 1000 : 1;
  return Math.min(load.cps, load.tokens + seconds * load.cps);
}

/** How many calls may start on the trunk now, under its concurrency and its calls per second. */
export function freeSlots(load: TrunkLoad, now: number): number {
  return Math.max(0, Math.min(load.concurrency - load.active, Math.floor(tokensAt(load, now))));
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
