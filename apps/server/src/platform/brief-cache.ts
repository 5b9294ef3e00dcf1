import type { Clock } from './clock.ts';

/** Longest time that something taken away can go on working on a node (4.2.3: a leaked key stops within 1 s). */
const FRESH_MS = 800;
/** Known and unknown ones remembered; a flood of made-up ones only pushes out the oldest. */
const MOST = 10_000;

/**
 * Remembers for less than a second what callers are judged by, so that a busy one is looked up about once a second and
 * not once a request. Requests that miss together share one look-up.
 */
export function createBriefCache<Value>(
  clock: Clock,
  load: (name: string) => Promise<Value>,
): { find(name: string): Promise<Value> } {
  const known = new Map<string, { until: number; value: Promise<Value> }>();
  return {
    find(name) {
      const now = clock.now();
      const hit = known.get(name);
      if (hit && hit.until > now) return hit.value;
      known.delete(name);
      if (known.size >= MOST) known.delete(known.keys().next().value as string);
      const value = load(name);
      const entry = { until: now + FRESH_MS, value };
      known.set(name, entry);
      value.catch(() => {
        if (known.get(name) === entry) known.delete(name);
      });
      return value;
    },
  };
}
