import { fork } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConsoleFile, ConsoleFiles } from '../gateway/index.ts';
import type { Log } from '../platform/log.ts';

const BUILDER = fileURLToPath(new URL('../../../console/build/main.ts', import.meta.url));

/** What the builder tells its parent. */
type Word = { type: 'building' } | { type: 'built'; folder: string } | { type: 'failed'; message: string };

export type BuiltConsole = ConsoleFiles & { stop(): void };

/**
 * Has the console built in a process of its own, where it is not built yet, and holds its files in memory: a few MB that
 * never change. The API waits for none of it; a console that does not build is told in the log and on its page.
 */
export function startConsole(log: Log): BuiltConsole {
  let files: ReadonlyMap<string, ConsoleFile> | undefined;
  let failed = false;
  let stopped = false;
  const fail = (error: unknown) => {
    if (stopped || failed || files) return;
    failed = true;
    log.error('the console was not built', { error });
  };
  const builder = fork(BUILDER);
  builder.on('message', (word: Word) => {
    if (word.type === 'building') log.info('the console is being built');
    if (word.type === 'failed') fail(word.message);
    if (word.type === 'built') {
      readFiles(word.folder).then((read) => {
        files = read;
        log.info('the console is built', { files: read.size });
      }, fail);
    }
  });
  builder.once('error', fail);
  builder.once('exit', (code) => {
    if (code !== 0) fail(`its builder ended with code ${code}`);
  });
  return {
    state: () => (files ? 'built' : failed ? 'failed' : 'building'),
    file: (name) => files?.get(name),
    stop() {
      stopped = true;
      if (builder.connected) builder.disconnect();
    },
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

async function readFiles(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const contents = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) contents.set(relative(folder, path), await readFile(path));
  }
  const files = new Map<string, ConsoleFile>();
  for (const [name, content] of contents) {
    const type = TYPES[extname(name)];
    if (!type) continue;
    files.set(name, { type, content, gzip: contents.get(`${name}.gz`), brotli: contents.get(`${name}.br`) });
  }
  return files;
}
