import { type ChildProcess, fork } from 'node:child_process';
import type { Clock, Timer } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import { ALIVE_EVERY_MS, CLOSE_WITHIN_MS, createOutbox, type FromEngine, type ToEngine } from './protocol.ts';

/** One life of an engine's process, from the fork to its last word. */
export interface EngineProcess {
  /** Resolves with its capacity. @throws ConfigError when a setting is in the way, Error otherwise (as a rejection) */
  readonly ready: Promise<number>;
  /** Resolves when it has ended and everything it said has been heard. Never rejects. */
  readonly gone: Promise<string>;
  say(word: ToEngine): void;
  /** Asks it to end, and makes it after a while. */
  end(): void;
}

/** A process that needs longer to start, Node and a cold disk included, will not. */
const READY_WITHIN_MS = 60_000;
/** Looks without a word in between. Counted and not timed: a parent that stood still must not blame its child. */
const MAX_SILENT_LOOKS = 10;
const LOOK_EVERY_MS = 2 * ALIVE_EVERY_MS;

/** What a program needs of its surroundings. The engine gets no key, password or database of the service. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'NODE_OPTIONS', 'NODE_ENV', 'SystemRoot'];

/**
 * Starts `path`, which calls `serveEngine`.
 * @param heard every word but `ready`, `unable` and `alive`
 */
export function startEngineProcess(
  path: string,
  env: Readonly<Record<string, string>>,
  clock: Clock,
  heard: (word: FromEngine) => void,
): EngineProcess {
  const inherited = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = fork(path, {
    env: { ...Object.fromEntries(inherited), ...env },
    // No flags of this process: they may be a debugger's or a test runner's.
    execArgv: [],
    serialization: 'json',
  });
  const ready = Promise.withResolvers<number>();
  const outbox = createOutbox<ToEngine>((words, written) => {
    if (child.connected) child.send(words, written);
    else written();
  });
  const kill = () => void child.kill('SIGKILL');
  let deadline: Timer | undefined = clock.setTimer(READY_WITHIN_MS, kill);
  let looking: Timer | undefined;
  let silentLooks = 0;

  function look(): void {
    silentLooks++;
    if (silentLooks > MAX_SILENT_LOOKS) kill();
    else looking = clock.setTimer(LOOK_EVERY_MS, look);
  }

  child.on('message', (words: FromEngine[]) => {
    silentLooks = 0;
    for (const word of words) {
      if (word.type === 'ready') {
        deadline?.cancel();
        looking = clock.setTimer(LOOK_EVERY_MS, look);
        ready.resolve(word.capacity);
      } else if (word.type === 'unable') {
        ready.reject(word.setting ? new ConfigError(word.message) : new Error(word.message));
      } else if (word.type !== 'alive') heard(word);
    }
  });
  child.on('error', (error) => ready.reject(error));
  const gone = lastWord(child).then((how) => {
    deadline?.cancel();
    looking?.cancel();
    ready.reject(new Error(`the call engine ended with ${how} before it was ready`));
    return how;
  });

  return {
    ready: ready.promise,
    gone,
    say: outbox.put,
    end() {
      outbox.put({ type: 'close' });
      deadline?.cancel();
      deadline = clock.setTimer(CLOSE_WITHIN_MS + 2000, kill);
    },
  };
}

/** The process may have ended before all that it said was read: the channel's end tells that. */
async function lastWord(child: ChildProcess): Promise<string> {
  const [how] = await Promise.all([
    new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
      child.once('error', (error) => {
        if (child.pid === undefined) resolve(error.message);
      });
    }),
    new Promise<void>((resolve) => {
      if (!child.connected) resolve();
      child.once('disconnect', resolve);
    }),
  ]);
  return how;
}
