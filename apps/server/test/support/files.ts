import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskStore, type FileStore } from '../../src/platform/file-store.ts';

/** A file store of its own on disk. */
export async function openTestFiles(): Promise<{ files: FileStore; folder: string; drop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-files-'));
  return {
    files: createDiskStore(folder),
    folder,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
