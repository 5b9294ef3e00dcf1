import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Language } from '../normalise/language.ts';

/** What a voice's worker is sent, one at a time. */
export interface RenderRequest {
  text: string;
  language: Language;
  /** Relative to the voice's normal speed. */
  rate: number;
  /** Samples per second that are wanted; a worker may answer another rate. */
  sampleRate: number;
}

/** What it answers: the sound (its buffer transferred), or why there is none. */
export type RenderReply =
  | { kind: 'sound'; sampleRate: number; pcm: Int16Array }
  | { kind: 'failed'; reason: string };

/** Where a voice's code runs. */
export interface Host {
  post(request: RenderRequest): void;
  /** Whether it keeps this process alive. */
  hold(alive: boolean): void;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

export interface HostEvents {
  reply(reply: RenderReply): void;
  /** It has ended by itself; told at least once, and nothing after it. */
  gone(reason: string): void;
}

/** What a voice's process needs of its surroundings: none of the service's settings or secrets. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot'];

/** A worker thread: cheap, and enough for code that cannot bring its process down (JavaScript, WebAssembly). */
export function startThread(module: URL, name: string, data: unknown, events: HostEvents): Host {
  // No flags of this process: they may be a test runner's, and the worker needs none.
  const worker = new Worker(module, { execArgv: [], name, workerData: data });
  worker.on('message', events.reply);
  worker.on('error', (error: Error) => events.gone(error.message));
  worker.on('exit', (status) => events.gone(`exit status ${status}`));
  return {
    post: (request) => worker.postMessage(request),
    hold: (alive) => (alive ? worker.ref() : worker.unref()),
    stop: async () => void (await worker.terminate()),
  };
}

/**
 * A process: for native code, which can crash, or call `exit`, and must not take calls with it. `data` is its first
 * argument, as JSON. What it writes is thrown away: native libraries print the texts they are given.
 */
export function startProcess(module: URL, _name: string, data: unknown, events: HostEvents): Host {
  const inherited = PASSED_ON.flatMap((variable) => {
    const value = process.env[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  const child = fork(fileURLToPath(module), [JSON.stringify(data ?? null)], {
    env: Object.fromEntries(inherited),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.on('message', (reply) => events.reply(reply as RenderReply));
  child.on('error', (error) => events.gone(error.message));
  child.on('exit', (status, signal) => events.gone(signal ?? `exit status ${status}`));
  return {
    // A channel that has closed meanwhile tells so by the exit.
    post: (request) => child.send(request, () => {}),
    hold(alive) {
      if (alive) child.ref();
      else child.unref();
      if (alive) child.channel?.ref();
      else child.channel?.unref();
    },
    async stop() {
      child.ref();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
