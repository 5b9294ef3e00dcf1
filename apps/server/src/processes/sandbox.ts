import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../platform/config.ts';
import type { Part } from './base.ts';

const CARRIER = fileURLToPath(new URL('../../../sandbox-carrier/src/main.ts', import.meta.url));

/** What the carrier tells its parent. */
type Word = { type: 'ready'; port: number } | { type: 'error'; code?: string; message?: string };

/**
 * Starts the sandbox carrier as a process of its own; it ends with this one.
 * @throws ConfigError when its port is taken
 */
export async function startSandbox(options: {
  host: string;
  sipPort: number;
  rtpPorts: string;
  heardDir: string;
}): Promise<Part & { port: number }> {
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
  return {
    port,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
