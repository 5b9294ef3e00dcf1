import type { Random } from '../../src/ports.ts';

/** The same bytes in every run: 1, 2, 3, … */
export function countingRandom(): Random {
  let next = 0;
  return { bytes: (count) => Uint8Array.from({ length: count }, () => ++next) };
}
