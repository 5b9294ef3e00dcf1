import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Clock, sleep } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import type { Part } from './base.ts';

const CARRIER = fileURLToPath(new URL('../../../sandbox-carrier/src/main.ts', import.meta.url));
const RESTART_AFTER_MS = 500;

/** What the carrier tells its parent. */
type Word = { type: 'ready'; port: number } | { type: 'error'; code?: string; message?: string };

interface SandboxOptions {
  host: string;
  sipPort: number;
  rtpPorts: string;
  heardDir: string;
}

/**
 * Starts the sandbox carrier as a process of its own; it ends with this one, and is started again on the same port
 * when it ends by itself.
 * @throws ConfigError when its port is taken
 */
export async function startSandbox(
  options: SandboxOptions,
  { clock, log }: { clock: Clock; log: Log },
): Promise<Part & { port: number }> {
  const stopping = new AbortController();
  let carrier = await forkCarrier(options);
  const { port } = carrier;

  const watching = (async () => {
    for (;;) {
      await carrier.exited;
      if (stopping.signal.aborted) return;
      log.error('the sandbox carrier has ended, starting it again');
      await sleep(clock, RESTART_AFTER_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      carrier = await forkCarrier({ ...options, sipPort: port }).catch((error: unknown) => {
        log.error('the sandbox carrier does not start', { error });
        return carrier;
      });
      if (stopping.signal.aborted) letGo(carrier);
    }
  })();

  return {
    port,
    async stop() {
      stopping.abort();
      letGo(carrier);
      await watching;
    },
  };
}

interface Carrier {
  child: ChildProcess;
  port: number;
  exited: Promise<void>;
}

/** A carrier without its parent ends. */
function letGo({ child }: Carrier): void {
  if (child.connected) child.disconnect();
}

async function forkCarrier(options: SandboxOptions): Promise<Carrier> {
  const child = fork(CARRIER, {
    env: {
      ...process.env,
      SANDBOX_HOST: options.host,
      SANDBOX_SIP_PORT: String(options.sipPort),
      SANDBOX_RTP_PORTS: options.rtpPorts,
      HEARD_DIR: options.heardDir,
    },
    serialization: 'json',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (word: Word) => {
      if (word.type === 'ready') resolve(word.port);
      else if (word.code === 'EADDRINUSE') {
        reject(
          new ConfigError(
            `UDP port ${options.sipPort} (sandbox carrier) is in use by another program: choose another one with SANDBOX_SIP_PORT`,
          ),
        );
      } else reject(new Error(`the sandbox carrier did not start: ${word.message ?? word.code}`));
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the sandbox carrier ended with code ${code} before it was ready`)),
    );
  });
  return { child, port, exited };
}
