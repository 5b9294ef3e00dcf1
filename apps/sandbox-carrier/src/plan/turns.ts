/** Whose turn it is among the calls of one number: the first, the second, the first again. */
export interface Turns {
  isFirst(called: string): boolean;
}

/** @param max numbers remembered; the one that had its first turn longest ago is forgotten */
export function createTurns(max: number): Turns {
  const once = new Set<string>();
  return {
    isFirst(called) {
      if (once.delete(called)) return false;
      once.add(called);
      for (const oldest of once) {
        if (once.size <= max) break;
        once.delete(oldest);
      }
      return true;
    },
  };
}
