/** At most `count` messages to one callee within `spanMs`. */
export interface FrequencyLimit {
  count: number;
  spanMs: number;
}

/** Per callee and purpose, of one customer: 1 a minute, 5 an hour, 20 in 24 hours. */
export const DEFAULT_LIMITS: readonly FrequencyLimit[] = [
  { count: 1, spanMs: 60_000 },
  { count: 5, spanMs: 3_600_000 },
  { count: 20, spanMs: 86_400_000 },
];

/** How far back sends must be known, and how many of them: the widest limit. */
export const LONGEST_SPAN_MS = Math.max(...DEFAULT_LIMITS.map((limit) => limit.spanMs));
export const LARGEST_COUNT = Math.max(...DEFAULT_LIMITS.map((limit) => limit.count));

export type FrequencyVerdict =
  | { ok: true; used: number }
  | { ok: false; limit: FrequencyLimit; retryAt: number };

/**
 * Whether one more message to this callee fits every limit.
 * @param recent times (ms) of earlier sends to the callee, newest first, at least the newest LARGEST_COUNT
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
