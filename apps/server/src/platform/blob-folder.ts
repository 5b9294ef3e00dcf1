import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that can be had again from elsewhere, kept in a folder for another process to read. */
export interface BlobFolder {
  /** Whether a file is there; one that is asked for is not the next to go. */
  has(name: string): Promise<boolean>;
  /** Puts a file there, whole or not at all; beyond the bound the one that was longest not asked for goes. */
  put(name: string, bytes: Uint8Array): Promise<void>;
}

export function createBlobFolder(folder: string, most: number, now: () => number): BlobFolder {
  async function trim(): Promise<void> {
    const names = await readdir(folder);
    if (names.length <= most) return;
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name);
        const usedAt = await stat(path).then(
          (found) => found.mtimeMs,
          () => 0,
        );
        return { path, usedAt };
      }),
    );
    files.sort((first, second) => first.usedAt - second.usedAt);
    for (const { path } of files.slice(0, files.length - most)) await rm(path, { force: true });
  }

  return {
    async has(name) {
      const at = new Date(now());
      return utimes(join(folder, name), at, at).then(
        () => true,
        () => false,
      );
    },
    async put(name, bytes) {
      await mkdir(folder, { recursive: true });
      const unfinished = join(folder, `.${randomUUID()}`);
      try {
        await writeFile(unfinished, bytes);
        const at = new Date(now());
        await utimes(unfinished, at, at);
        await rename(unfinished, join(folder, name));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await trim();
    },
  };
}
