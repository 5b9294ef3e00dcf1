import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
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
  const held = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
  if (held) return undefined;
  await rm(path, { force: true });
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
