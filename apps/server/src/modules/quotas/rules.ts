/** At most `count` messages to one callee within `spanMs`. */
export interface FrequencyLimit {
  count: number;
  spanMs: number;
}

/** Per callee, of one customer, where nothing else is set: 1 a minute, 5 an hour, 20 in 24 hours. */
export const DEFAULT_LIMITS: readonly FrequencyLimit[] = [
  { count: 1, spanMs: 60_000 },
  { count: 5, spanMs: 3_600_000 },
  { count: 20, spanMs: 86_400_000 },
];

/** By purpose: codes, notices. */
export type FrequencyLimits = Readonly<Record<1 | 2, readonly FrequencyLimit[]>>;

/** How far back sends must be known: no limit is set over more. */
export const LONGEST_SPAN_MS = 86_400_000;
/** How many of them must be known at most. */
export const largestCount = (limits: FrequencyLimits): number =>
  Math.max(...[...limits[1], ...limits[2]].map(({ count }) => count));

export type FrequencyVerdict =
  | { ok: true; used: number }
  | { ok: false; limit: FrequencyLimit; retryAt: number };

/**
 * Whether one more message to this callee fits every limit.
 * @param recent times (ms) of earlier sends to the callee, newest first, at least the newest `largestCount`
 */
export function checkFrequency(
  recent: readonly number[],
  now: number,
  limits: readonly FrequencyLimit[] = DEFAULT_LIMITS,
): FrequencyVerdict {
  let refusal: { limit: FrequencyLimit; retryAt: number } | undefined;
  for (const limit of limits) {
    // The count-th newest send still inside the span is the one that must grow old first.
    const blocking = recent[limit.count - 1];
    if (blocking === undefined || blocking <= now - limit.spanMs) continue;
    const retryAt = blocking + limit.spanMs;
    if (!refusal || retryAt > refusal.retryAt) refusal = { limit, retryAt };
  }
  return refusal ? { ok: false, ...refusal } : { ok: true, used: recent.length };
}
