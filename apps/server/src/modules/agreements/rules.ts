/** 12.3: a change is told so long before it takes effect. */
export const NOTICE_MS = 7 * 86_400_000;
/** Further ahead nobody can plan; a slip of the pen is refused. */
const MOST_AHEAD_MS = 366 * 86_400_000;

/** Where an account stands with the agreement. Times are milliseconds. */
export type Standing =
  | { readonly state: 'not-accepted' }
  | { readonly state: 'active'; readonly version: number }
  /** It has refused the coming version: its service ends then, unless it takes that back. */
  | { readonly state: 'ending'; readonly version: number; readonly endsAt: number }
  | { readonly state: 'ended'; readonly version: number; readonly endsAt: number };

export function standing(
  term: { readonly agreementVersion: number | null; readonly serviceEndsAt: number | undefined },
  now: number,
): Standing {
  const { agreementVersion: version, serviceEndsAt: endsAt } = term;
  if (version === null) return { state: 'not-accepted' };
  if (endsAt === undefined) return { state: 'active', version };
  return { state: endsAt > now ? 'ending' : 'ended', version, endsAt };
}

/** A version as far as its time is judged. */
export interface Timing {
  readonly announcedAt: number | undefined;
  readonly effectiveAt: number | undefined;
  readonly withdrawnAt: number | undefined;
  readonly immediate: boolean;
}

export type Phase = 'draft' | 'coming' | 'effective' | 'withdrawn';

export function phaseOf({ announcedAt, effectiveAt, withdrawnAt }: Timing, now: number): Phase {
  if (withdrawnAt !== undefined) return 'withdrawn';
  if (announcedAt === undefined || effectiveAt === undefined) return 'draft';
  return effectiveAt > now ? 'coming' : 'effective';
}

/** 12.3: whether a version may take effect at that time, when it is announced now. */
export function judgeNotice(
  now: number,
  effectiveAt: number,
): 'ok' | { readonly problem: 'too-short' | 'too-far'; readonly earliest: number } {
  const earliest = now + NOTICE_MS;
  if (effectiveAt < earliest) return { problem: 'too-short', earliest };
  return effectiveAt > now + MOST_AHEAD_MS ? { problem: 'too-far', earliest } : 'ok';
}
