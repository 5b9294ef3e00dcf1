import { HeraldError } from '@herald/contract';

/** A token bucket per key. */
export interface RateLimit {
  /** Takes one token of `key`. Throws HeraldError RATE_LIMITED, saying when the next one comes, if there is none. */
  take(key: string): void;
}

export interface RateLimitOptions {
  readonly perSecond: number;
  /** Tokens that a key can save up. */
  readonly burst: number;
  /** Keys remembered; beyond, the longest unused is forgotten and would start with a full bucket again. */
  readonly keys: number;
  /** Milliseconds. */
  now(): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function createRateLimit({ perSecond, burst, keys, now }: RateLimitOptions): RateLimit {
  const buckets = new Map<string, Bucket>();

  return {
    take(key) {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: burst, at };
      // Re-inserted on every use, so that the Map's first key is the longest unused.
      buckets.delete(key);
      const oldest = buckets.size >= keys ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      buckets.set(key, bucket);

      // A clock that was set back refills nothing.
      const elapsed = Math.max(0, at - bucket.at);
      bucket.tokens = Math.min(burst, bucket.tokens + (elapsed / 1000) * perSecond);
      bucket.at = at;
      if (bucket.tokens < 1) {
        const waitMs = Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
        throw new HeraldError('RATE_LIMITED', { perSecond, waitMs });
      }
      bucket.tokens -= 1;
    },
  };
}
