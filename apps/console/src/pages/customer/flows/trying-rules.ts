import type { ResponseOf } from '@herald/contract';

export type TriedStep = ResponseOf<'TryUVMSFlow'>['Steps'][number];

/** How far the keys that were pressed lead. */
export interface Tried {
  /** Steps up to where the call is now, each with what was said and done so far. */
  readonly steps: readonly TriedStep[];
  /** Whether somebody is waited for in the last of them; else the call is over. */
  readonly waits: boolean;
}

/**
 * The service goes on to the end as though nobody pressed another key; what happens by itself after the last of
 * `acts` acts is left out here.
 */
export function triedSoFar(steps: readonly TriedStep[], acts: number): Tried {
  let left = acts;
  const so: TriedStep[] = [];
  for (const step of steps) {
    if (step.Did.length > left) {
      // A prompt comes before each act; those behind the next one are not heard yet.
      so.push({ ...step, Did: step.Did.slice(0, left), Said: step.Said.slice(0, left + 1) });
      return { steps: so, waits: true };
    }
    left -= step.Did.length;
    so.push(step);
  }
  return { steps: so, waits: false };
}
