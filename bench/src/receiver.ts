import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startProgram } from './child.ts';
import type { Scope } from './scope.ts';

const run = promisify(execFile);

export function hasCompiler(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Compiles a program of ./floor into a folder; its path. */
export async function compile(folder: string, name: 'sendto' | 'receive'): Promise<string> {
  const program = join(folder, name);
  await run('cc', ['-O2', '-o', program, fileURLToPath(new URL(`./floor/${name}.c`, import.meta.url))]);
  return program;
}

export interface Received {
  readonly packets: number;
  /** Sequence numbers left out. */
  readonly lost: number;
  /** How far the spacing of a stream's packets is off 20 ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Receiver {
  /** UDP port of any number of RTP streams. */
  readonly port: number;
  /** Begins the measurement anew. */
  restart(): void;
  /** Ends it. */
  end(): Promise<Received>;
}

/** Receives RTP, and measures it by the times that the kernel gave the packets. */
export async function startReceiver(scope: Scope, receive: string, mostSeconds: number): Promise<Receiver> {
  const { child, exited } = await startProgram(scope, receive, [`${mostSeconds}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('the receiver has no pipes');
  stdout.setEncoding('utf8');
  const [port] = (await once(stdout, 'data')) as [string];
  let told = '';
  stdout.on('data', (chunk: string) => {
    told += chunk;
  });
  return {
    port: Number(port),
    restart: () => void stdin.write('!'),
    async end() {
      stdin.end();
      await exited;
      const [packets = 0, lost = 0, p50 = 0, p99 = 0] = told.trim().split(' ').map(Number);
      return { packets, lost, p50Ms: p50 / 1000, p99Ms: p99 / 1000 };
    },
  };
}
