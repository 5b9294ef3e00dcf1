import type { Clock, Timer } from './clock.ts';
import type { Log } from './log.ts';

/** How late a use may be written, and how many are noted in between; what is used more than that waits for its next use. */
const WRITE_EVERY_MS = 5000;
const MOST_NOTED = 10_000;

export interface Use {
  readonly id: string;
  readonly at: Date;
}

/** Notes when something was last used, and writes it now and then instead of at each use. */
export interface UseNotes {
  note(id: string): void;
  /** Writes what is noted, and stops. */
  stop(): Promise<void>;
}

/** A process that dies takes the notes of a few seconds with it: nothing is decided by them to the second. */
export function createUseNotes(
  deps: { clock: Clock; log: Log },
  write: (uses: readonly Use[]) => Promise<void>,
): UseNotes {
  const { clock, log } = deps;
  let noted = new Map<string, number>();
  let timer: Timer | undefined;
  let writing = Promise.resolve();

  function flush(): Promise<void> {
    timer?.cancel();
    timer = undefined;
    // In one order for every process, so that two which write the same rows do not wait for each other in a ring.
    const uses = [...noted]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, at]) => ({ id, at: new Date(at) }));
    noted = new Map();
    if (uses.length > 0) {
      writing = writing
        .then(() => write(uses))
        .catch((error: unknown) =>
          log.warn('when keys and sessions were last used was not written', { error }),
        );
    }
    return writing;
  }

  return {
    note(id) {
      if (noted.size >= MOST_NOTED && !noted.has(id)) return;
      noted.set(id, clock.now());
      timer ??= clock.setTimer(WRITE_EVERY_MS, () => void flush());
    },
    stop: flush,
  };
}
