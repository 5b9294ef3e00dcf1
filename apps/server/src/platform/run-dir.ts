import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// sun_path holds 108 bytes with its end mark; PostgreSQL appends '/.s.PGSQL.5432'.
const LONGEST_DIRECTORY = 85;

/** Directory for Unix sockets of one data directory: inside it, or under the system's own when the path is too long. */
export function runDir(dataDir: string): string {
  const inside = join(dataDir, 'run');
  if (Buffer.byteLength(inside) <= LONGEST_DIRECTORY) return inside;
  return join(tmpdir(), `herald-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
}

/**
 * Takes a data directory for this process alone. A listening socket is the lock: unlike a pid file it dies with
 * its process, however that ends.
 * @returns a function that gives the directory back, or undefined when another process holds it
 */
export async function lockDataDir(dataDir: string): Promise<(() => Promise<void>) | undefined> {
  const directory = runDir(dataDir);
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'herald.lock');
  const server = createServer((socket) => socket.destroy());
  if (!(await listens(server, path))) {
    if ((await knock(path)) === 'answered') return undefined;
    // Left by a process that is gone. It is moved away before it is judged for good: should another process have put
    // its own there in the meantime, that one goes back to its place.
    const aside = `${path}.${randomUUID()}`;
    await rename(path, aside).catch(() => {});
    if ((await knock(aside)) === 'answered') {
      await rename(aside, path);
      return undefined;
    }
    await rm(aside, { force: true });
    if (!(await listens(server, path))) return undefined;
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** False when the path is there already, whoever listens on it. */
function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed).listen(path, () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

function knock(path: string): Promise<'answered' | 'silent'> {
  return new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve('answered');
    }).once('error', () => resolve('silent'));
  });
}
