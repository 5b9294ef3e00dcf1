import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Keeps sealed files under their ids. What is in them is none of its business: it never sees anything in plain. */
export interface FileStore {
  /**
   * Keeps a file. When it resolves, the file is durable; until then, and when it rejects, nobody sees any of it.
   * @param id a UUID, never used before
   */
  put(id: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws FileMissing */
  get(id: string): Promise<AsyncIterable<Uint8Array>>;
  /** Also what is left of a `put` that died. Nothing happens where there is none. */
  delete(id: string): Promise<void>;
}

/** There is no file of this id. */
export class FileMissing extends Error {
  constructor(id: string) {
    super(`no file ${id} is kept`);
  }
}

/**
 * Files in a folder of their own. A file is written aside, forced to disk and then given its name, so that a process
 * that dies in the middle leaves a `.part` that nobody reads, which `delete` takes away.
 */
export function createDiskStore(folder: string): FileStore {
  const pathOf = (id: string) => join(folder, shardOf(id), id);
  return {
    async put(id, content) {
      const path = pathOf(id);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeDurably(`${path}.part`, content);
      await rename(`${path}.part`, path);
      await syncFolder(dirname(path));
      await syncFolder(folder);
    },
    async get(id) {
      const path = pathOf(id);
      await access(path).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new FileMissing(id) : error;
      });
      // Opened when it is read: who asks and then does not read leaves nothing open.
      return { [Symbol.asyncIterator]: () => createReadStream(path)[Symbol.asyncIterator]() };
    },
    async delete(id) {
      await rm(pathOf(id), { force: true });
      await rm(`${pathOf(id)}.part`, { force: true });
    },
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The last two digits of the id, which are random: 256 folders, none of them large. */
function shardOf(id: string): string {
  if (!UUID.test(id)) throw new TypeError(`${id} is no id of a file`);
  return id.slice(-2);
}

async function writeDurably(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content) await handle.writeFile(chunk);
    await handle.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Makes a new name in a folder durable. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path);
  await handle.sync().finally(() => handle.close());
}
