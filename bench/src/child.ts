import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a server of this folder as a process of its own and waits for the facts it sends when it is ready. */
export async function startServer<Facts>(
  file: string,
  environment: Record<string, string>,
): Promise<{ facts: Facts; child: ChildProcess; stop(): Promise<void> }> {
  const path = fileURLToPath(new URL(`./servers/${file}`, import.meta.url));
  const child = fork(path, { env: { ...process.env, ...environment } });
  const [facts] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${file} ended before it was ready`);
    }),
  ])) as [Facts];
  return {
    facts,
    child,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
