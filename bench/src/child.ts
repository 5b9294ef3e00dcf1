import { type ChildProcess, fork, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Scope } from './scope.ts';

export interface Server<Facts> {
  /** What it told when it was ready. */
  readonly facts: Facts;
  readonly child: ChildProcess;
  /** Sends a word and waits for the next message. */
  ask<Answer>(word: string): Promise<Answer>;
  stop(): Promise<void>;
}

/**
 * Starts a server of this folder as a process of its own and waits for the facts it sends when it is ready. It ends
 * when its channel closes, so also when this process dies.
 */
export async function startServer<Facts>(
  scope: Scope,
  file: string,
  environment: Record<string, string>,
): Promise<Server<Facts>> {
  const path = fileURLToPath(new URL(`./servers/${file}`, import.meta.url));
  const child = fork(path, { env: { ...process.env, ...environment } });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    if (child.connected) child.disconnect();
    await exited;
  };
  scope.defer(stop);
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended by itself (${code})`);
  });
  gone.catch(() => {});
  const next = async () => (await Promise.race([once(child, 'message'), gone]))[0];
  return {
    facts: (await next()) as Facts,
    child,
    ask<Answer>(word: string) {
      const answer = next();
      child.send(word);
      return answer as Promise<Answer>;
    },
    stop,
  };
}

export interface Program {
  readonly child: ChildProcess;
  /** Exit code; -1 when it was killed. */
  readonly exited: Promise<number>;
  kill(): Promise<void>;
}

/** Runs a program that is none of ours. @throws Error when it cannot be run */
export async function startProgram(
  scope: Scope,
  file: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Program> {
  const child = spawn(file, args, { stdio: 'ignore', ...options });
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  const kill = async () => {
    if (child.pid === undefined) return;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  };
  scope.defer(kill);
  await once(child, 'spawn');
  return { child, exited, kill };
}
