/** Finds all patterns in one pass over a text. */
export interface Automaton {
  /** @param found is told the index of the unit a pattern ends with, and which pattern, by its place in the list */
  scan(units: readonly string[], found: (end: number, pattern: number) => void): void;
}

interface State {
  readonly next: Map<string, State>;
  /** Where to go on when no unit fits: the longest proper suffix of what was read that begins a pattern. */
  fail: State | undefined;
  /** Patterns that end here, those of the suffixes included. */
  ends: readonly number[];
}

/**
 * Aho and Corasick, Efficient string matching (CACM 18/6, 1975): a trie of the patterns with failure links, so that the
 * time is that of the text and its hits, however many patterns there are.
 */
export function buildAutomaton(patterns: readonly (readonly string[])[]): Automaton {
  const root: State = { next: new Map(), fail: undefined, ends: [] };
  for (const [index, pattern] of patterns.entries()) {
    let state = root;
    for (const unit of pattern) {
      let next = state.next.get(unit);
      if (!next) {
        next = { next: new Map(), fail: undefined, ends: [] };
        state.next.set(unit, next);
      }
      state = next;
    }
    if (state !== root) state.ends = [...state.ends, index];
  }
  link(root);
  return {
    scan(units, found) {
      let state = root;
      for (let at = 0; at < units.length; at++) {
        state = step(root, state, units[at] as string);
        for (const pattern of state.ends) found(at, pattern);
      }
    },
  };
}

/** Failure links, breadth first: those of shorter prefixes are there when a longer one needs them. */
function link(root: State): void {
  const queue: State[] = [];
  for (const child of root.next.values()) {
    child.fail = root;
    queue.push(child);
  }
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] as State;
    for (const [unit, child] of state.next) {
      child.fail = step(root, state.fail ?? root, unit);
      child.ends = [...child.ends, ...child.fail.ends];
      queue.push(child);
    }
  }
}

function step(root: State, from: State, unit: string): State {
  for (let state: State | undefined = from; state; state = state.fail) {
    const next = state.next.get(unit);
    if (next) return next;
  }
  return root;
}
