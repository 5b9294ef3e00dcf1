import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectDb, type Sql } from '../../../src/platform/db.ts';
import { runDir } from '../../../src/platform/run-dir.ts';

const ALL_IN_ONE = fileURLToPath(new URL('../../../src/processes/all-in-one.ts', import.meta.url));

/** demo.json, as the service writes it when it is ready. */
export interface Facts {
  baseUrl: string;
  publicKey: string;
  privateKey: string;
  projectId: string;
  codeTemplateId: string;
  noticeTemplateId: string;
  calledNumbers: { answer: string; busy: string; noAnswer: string; reject: string };
  heardDir: string;
  owner: { email: string; password: string };
  operator: { email: string; password: string };
}

/** The service as `npm start` starts it, in processes of its own. */
export interface Service {
  readonly facts: Facts;
  readonly child: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null>;
}

export async function makeDataDir(): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-scenario-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Starts it, in a process group of its own, and does not wait. Ports are the system's choice. */
export function launchService(dataDir: string, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [ALL_IN_ONE], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      CONSOLE: 'off',
      SIP_PORT: '0',
      SANDBOX_SIP_PORT: '0',
      RTP_PORTS: '10000-10999',
      SANDBOX_RTP_PORTS: '11000-11999',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const exited = once(child, 'exit');
  return {
    child,
    /** Everything it has printed. */
    output: () => text,
    /** Ctrl-C: the whole group gets it, as from a terminal. @returns the exit code */
    async stop(): Promise<number | null> {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(-(child.pid as number), 'SIGINT');
      const [code] = await exited;
      return code as number | null;
    },
  };
}

/** Starts it and waits until it says that it is ready. */
export async function startService(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<Service> {
  const launched = launchService(dataDir, environment);
  const { child, output } = launched;
  while (!output().includes('Stop it: Ctrl-C')) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the service did not start:\n${output()}`);
    }
    await pause(20);
  }
  return { ...launched, facts: JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as Facts };
}

/** A look past the API, into the service's own database. */
export function openDatabase(dataDir: string): Sql {
  const socketDir = join(runDir(dataDir), 'postgres');
  return connectDb({ socketDir, database: 'postgres' }, { name: 'scenario', max: 2 });
}

/** Asks until it is so. The bound is for a service that is broken, not a measure. */
export async function until<Value>(
  what: string,
  ask: () => Promise<Value | undefined>,
  withinMs = 60_000,
): Promise<Value> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`it never came to this: ${what}`);
    await pause(50);
  }
}
