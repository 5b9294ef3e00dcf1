import type { Timer } from './ports.ts';

/** What Node's timers can count. A longer one is set again when it ends. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Timers in lists by their length. Those of one length end in the order they were set, so each list needs but one
 * timer of Node's. A finished call leaves timers behind for 32 s (D, J, M), and at thousands of calls a second the
 * garbage collector's work is moving what such timers are made of: here one object each.
 */
const lists = new Map<number, TimerList>();

export function setListedTimer(afterMs: number, fire: () => void): Timer {
  let list = lists.get(afterMs);
  if (list === undefined) {
    list = new TimerList(afterMs);
    lists.set(afterMs, list);
  }
  return list.add(fire);
}

class Listed implements Timer {
  readonly at: number;
  before: Listed | undefined;
  after: Listed | undefined;
  /** Undefined when it has fired or is cancelled. */
  list: TimerList | undefined;
  #fire: (() => void) | undefined;

  constructor(list: TimerList, at: number, fire: () => void) {
    this.list = list;
    this.at = at;
    this.#fire = fire;
  }

  cancel(): void {
    this.list?.remove(this);
    this.#fire = undefined;
  }

  fire(): void {
    const fire = this.#fire;
    this.cancel();
    fire?.();
  }
}

class TimerList {
  readonly #afterMs: number;
  #first: Listed | undefined;
  #last: Listed | undefined;
  #wake: ReturnType<typeof setTimeout> | undefined;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  add(fire: () => void): Listed {
    const entry = new Listed(this, performance.now() + this.#afterMs, fire);
    entry.before = this.#last;
    this.#last = entry;
    if (entry.before === undefined) {
      this.#first = entry;
      this.#wakeIn(this.#afterMs);
    } else entry.before.after = entry;
    return entry;
  }

  remove(entry: Listed): void {
    const { before, after } = entry;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    entry.list = undefined;
    entry.before = undefined;
    entry.after = undefined;
    if (this.#first !== undefined) return;
    // An idle list must neither keep the process nor stay: lengths may be drawn at random.
    clearTimeout(this.#wake);
    lists.delete(this.#afterMs);
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#wake);
    this.#wake = setTimeout(() => this.#run(), Math.min(Math.max(1, Math.ceil(ms)), LONGEST_MS));
  }

  #run(): void {
    const now = performance.now();
    try {
      while (this.#first !== undefined && this.#first.at <= now) this.#first.fire();
    } finally {
      // Also when one has thrown: the others are to fire nevertheless.
      if (this.#first !== undefined) this.#wakeIn(this.#first.at - performance.now());
    }
  }
}
