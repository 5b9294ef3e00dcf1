import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './build.ts';

const ALL_IN_ONE = fileURLToPath(new URL('../../../server/src/processes/all-in-one.ts', import.meta.url));

interface Login {
  readonly email: string;
  readonly password: string;
}

/** demo.json, as the service writes it when it is ready. */
interface Facts {
  readonly baseUrl: string;
  readonly owner: Login;
  readonly operator: Login;
}

export interface Service {
  readonly facts: Facts;
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** The service as `npm start` starts it, with its console built. Ports are the system's choice. */
export async function startService(environment: Record<string, string> = {}): Promise<Service> {
  await built();
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-console-'));
  const child = spawn(process.execPath, [ALL_IN_ONE], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      SIP_PORT: '0',
      SANDBOX_SIP_PORT: '0',
      RTP_PORTS: '12000-12999',
      SANDBOX_RTP_PORTS: '13000-13999',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const stop = async () => {
    await end(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(child);
    const facts = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as Facts;
    return { facts, dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(child: ChildProcess): Promise<void> {
  let printed = '';
  for await (const chunk of child.stdout ?? []) {
    printed += chunk;
    if (!printed.includes('Stop it: Ctrl-C')) continue;
    child.stdout?.resume();
    return;
  }
  throw new Error(`the service did not start:\n${printed}`);
}

/** Ctrl-C: the whole group gets it, as from a terminal. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-(child.pid as number), 'SIGINT');
  await once(child, 'exit');
}
