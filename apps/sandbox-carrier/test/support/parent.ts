/** A parent that a test can kill: forks the carrier and says its process id and port. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fork(fileURLToPath(new URL('../../src/main.ts', import.meta.url)));
child.on('message', (word: { port?: number }) => {
  process.send?.({ pid: child.pid, port: word.port });
});
