import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onTestFailed, onTestFinished } from 'vitest';

/** Debian keeps servers where only root's PATH looks. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Where a program is, undefined when this machine has none. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The title of a test that needs these programs; says which one is missing when it is skipped. */
export function needing(title: string, ...programs: string[]): string {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  return missing.length === 0 ? title : `${title} (skipped: no ${missing.join(', ')})`;
}

export const lacking = (...programs: string[]): boolean =>
  programs.some((name) => findProgram(name) === undefined);

export interface Running {
  readonly child: ChildProcess;
  /** All that it has written so far, both streams. */
  output(): string;
  /** Resolves once its output matches. @throws Error with the output when it ends before */
  said(pattern: RegExp): Promise<void>;
  /** Exit code, -1 when it was killed. */
  readonly exited: Promise<number>;
}

/** Runs a program of others until the test is over. */
export function run(name: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(findProgram(name) ?? name, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const exited = once(child, 'exit').then(([code]) => Number(code ?? -1));
  let output = '';
  onTestFailed(() => void process.stderr.write(`── ${name}\n${output}\n`));
  const lookers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of lookers) look();
    });
  }
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await exited;
  });
  return {
    child,
    exited,
    output: () => output,
    async said(pattern) {
      const seen = Promise.withResolvers<void>();
      const look = () => pattern.test(output) && seen.resolve();
      lookers.add(look);
      look();
      const gone = exited.then((code) => {
        throw new Error(`${name} ended with ${code} before it said ${pattern}:\n${output}`);
      });
      await Promise.race([seen.promise, gone]).finally(() => lookers.delete(look));
    },
  };
}

/** A folder of the test's own. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'herald-interop-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port of 127.0.0.1 that is free for UDP and TCP just now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    const server = createServer().listen(port, '127.0.0.1');
    const free = await Promise.race([
      once(server, 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]);
    await Promise.all([
      new Promise<void>((resolve) => socket.close(() => resolve())),
      new Promise<void>((resolve) => server.close(() => resolve())),
    ]);
    if (free) return port;
  }
}
