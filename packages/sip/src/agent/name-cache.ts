import type { Clock, Lookup } from '../ports.ts';

interface Entry<T> {
  /** undefined while the question is out. */
  found: Lookup<T> | undefined;
  expiresAt: number;
  readonly waiting: ((records: readonly T[]) => void)[];
}

/** Answers of DNS for as long as they hold; one question at a time for each name. */
export class NameCache<T> {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #entries = new Map<string, Entry<T>>();

  /** @param limit names kept; over it the oldest goes */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  get(
    key: string,
    ask: (done: (found: Lookup<T>) => void) => void,
    done: (records: readonly T[]) => void,
  ): void {
    const known = this.#entries.get(key);
    if (known?.found !== undefined && known.expiresAt > this.#clock.now()) {
      done(known.found.records);
      return;
    }
    if (known !== undefined && known.found === undefined) {
      known.waiting.push(done);
      return;
    }
    const entry: Entry<T> = { found: undefined, expiresAt: 0, waiting: [done] };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#limit) this.#dropOldest();
    ask((found) => {
      entry.found = found;
      entry.expiresAt = this.#clock.now() + found.ttlMs;
      for (const each of entry.waiting.splice(0)) each(found.records);
    });
  }

  #dropOldest(): void {
    for (const key of this.#entries.keys()) {
      this.#entries.delete(key);
      return;
    }
  }
}
