import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '@herald/media';
import { fileNameOf } from './file-name.ts';

/** The folder of recordings: one WAV a call, the newest ones kept. A disk that fails stops no call. */
export interface Archive {
  /**
   * Writes what a callee heard, after those that wait. Never rejects.
   * @param pcm 8 kHz, mono
   * @returns the file's path; undefined when it could not be written, which was logged
   */
  keep(callId: string, pcm: Int16Array): Promise<string | undefined>;
  /** Everything handed over so far is on the disk, or was given up. */
  settled(): Promise<void>;
}

export interface ArchiveOptions {
  readonly dir: string;
  /** Recordings kept; older ones are deleted. */
  readonly maxFiles: number;
  /** Recordings that may wait for a slow disk; more are given up. */
  readonly maxWaiting: number;
  log(line: string): void;
}

const WAV = /\.wav$/;
const UNFINISHED = /\.wav\.part$/;

export function createArchive(o: ArchiveOptions): Archive {
  /** Names of the recordings kept, oldest first. */
  const kept = new Set<string>();
  let waiting = 0;
  /** One after the other: the order of files is that of calls, and no two write one file at once. */
  let last: Promise<unknown> = takeStock();

  /** What an earlier run left: its recordings are kept as ours, its unfinished ones removed. */
  async function takeStock(): Promise<void> {
    try {
      await mkdir(o.dir, { recursive: true, mode: 0o700 });
      const found: { name: string; at: number }[] = [];
      for (const name of await readdir(o.dir)) {
        if (UNFINISHED.test(name)) await unlink(join(o.dir, name));
        else if (WAV.test(name)) found.push({ name, at: (await stat(join(o.dir, name))).mtimeMs });
      }
      for (const { name } of found.sort((a, b) => a.at - b.at)) kept.add(name);
      await prune();
    } catch (error) {
      o.log(`the folder of recordings ${o.dir}: ${words(error)}`);
    }
  }

  async function prune(): Promise<void> {
    for (const name of kept) {
      if (kept.size <= o.maxFiles) return;
      kept.delete(name);
      await unlink(join(o.dir, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
  }

  async function write(name: string, pcm: Int16Array): Promise<string | undefined> {
    const path = join(o.dir, name);
    try {
      await mkdir(o.dir, { recursive: true, mode: 0o700 });
      await writeWav(path, pcm);
      kept.delete(name);
      kept.add(name);
      await prune();
      return path;
    } catch (error) {
      o.log(`the recording ${name} was not kept: ${words(error)}`);
      return undefined;
    }
  }

  return {
    keep(callId, pcm) {
      const name = fileNameOf(callId);
      if (waiting >= o.maxWaiting) {
        o.log(`the recording ${name} was not kept: ${waiting} wait for the disk already`);
        return Promise.resolve(undefined);
      }
      waiting++;
      const written = last.then(() => write(name, pcm)).finally(() => waiting--);
      last = written;
      return written;
    },
    async settled() {
      await last;
    },
  };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
