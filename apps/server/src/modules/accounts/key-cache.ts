import type { Clock } from '../../platform/clock.ts';
import type { ApiKey } from './store.ts';

/** Longest time a disabled key can go on working on a node (4.2.3: a leaked key stops within 1 s). */
const FRESH_MS = 800;
/** Known and unknown keys remembered; a flood of made-up keys only pushes out the oldest. */
const MOST_KEYS = 10_000;

/**
 * Remembers API keys for less than a second, so that a busy account is looked up about once a second and not once a
 * request. Requests that miss together share one look-up.
 */
export function createKeyCache(
  clock: Clock,
  load: (publicKey: string) => Promise<ApiKey | undefined>,
): { find(publicKey: string): Promise<ApiKey | undefined> } {
  const known = new Map<string, { until: number; key: Promise<ApiKey | undefined> }>();
  return {
    find(publicKey) {
      const now = clock.now();
      const hit = known.get(publicKey);
      if (hit && hit.until > now) return hit.key;
      known.delete(publicKey);
      if (known.size >= MOST_KEYS) known.delete(known.keys().next().value as string);
      const key = load(publicKey);
      known.set(publicKey, { until: now + FRESH_MS, key });
      key.catch(() => known.delete(publicKey));
      return key;
    },
  };
}
