import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDiskStore, FileMissing, type FileStore } from '../../src/platform/file-store.ts';
import { createS3Store } from '../../src/platform/s3-store.ts';
import { S3_KEY, type S3Server, startS3Server } from '../support/s3-server.ts';
import { collect, inPieces } from '../support/sample-files.ts';

let folder: string;
let server: S3Server;
const stores: Record<'disk' | 'S3', FileStore | undefined> = { disk: undefined, S3: undefined };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'herald-files-'));
  server = await startS3Server();
  stores.disk = createDiskStore(join(folder, 'files'));
  stores.S3 = createS3Store({ url: server.url, region: 'us-east-1', ...S3_KEY }, join(folder, 'spool'));
});
afterEach(() => {
  expect(server.refused).toEqual([]);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

let last = 0;
const newId = () => `01938b6e-4f5a-7c3d-9a1b-${(++last).toString(16).padStart(12, '0')}`;

/** Every file under a folder, its name alone. */
async function namesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function* breaksOff(): AsyncGenerator<Uint8Array, void> {
  yield randomBytes(100_000);
  throw new Error('the sender is gone');
}

describe.each(['disk', 'S3'] as const)('rules: files on %s', (kind) => {
  const store = () => stores[kind] as FileStore;

  test('rules: what was put is got, byte by byte, until it is deleted', async () => {
    const id = newId();
    const content = randomBytes(300_000);
    await store().put(id, inPieces(content, 4099));
    expect((await collect(await store().get(id))).equals(content)).toBe(true);
    await store().delete(id);
    await expect(store().get(id)).rejects.toThrow(FileMissing);
  });

  test('rules: a file whose sender breaks off is not there, and leaves nothing behind', async () => {
    const id = newId();
    await expect(store().put(id, breaksOff())).rejects.toThrow('the sender is gone');
    await expect(store().get(id)).rejects.toThrow(FileMissing);
    expect(await namesUnder(folder)).toEqual([]);
    expect(server.objects.size).toBe(0);
  });

  test('rules: to delete what is not there is no error', async () => {
    await store().delete(newId());
  });

  test('rules: an empty file is a file', async () => {
    const id = newId();
    await store().put(id, inPieces(Buffer.alloc(0), 1));
    expect(await collect(await store().get(id))).toHaveLength(0);
    await store().delete(id);
  });
});

describe('rules: files on disk', () => {
  const store = () => stores.disk as FileStore;

  test('rules: until it is whole, a file has another name that nobody reads', async () => {
    const id = newId();
    let seenWhileWriting: string[] = [];
    async function* content() {
      yield randomBytes(10);
      seenWhileWriting = await namesUnder(join(folder, 'files'));
      await expect(store().get(id)).rejects.toThrow(FileMissing);
      yield randomBytes(10);
    }
    await store().put(id, content());
    expect(seenWhileWriting).toEqual([`${id}.part`]);
    expect(await namesUnder(join(folder, 'files'))).toEqual([id]);
    const mode = (await stat(join(folder, 'files', id.slice(-2), id))).mode & 0o777;
    expect(mode.toString(8)).toBe('600');
    await store().delete(id);
  });

  test('rules: what a process left that died while writing goes with the file', async () => {
    const id = newId();
    await store().put(id, inPieces(Buffer.of(1), 1));
    await writeFile(join(folder, 'files', id.slice(-2), `${id}.part`), 'half');
    await store().delete(id);
    expect(await namesUnder(join(folder, 'files'))).toEqual([]);
  });

  test('rules: only an id is a name: no path leads out of the folder', async () => {
    for (const id of ['../../etc/passwd', '', 'x', `${newId()}/..`]) {
      await expect(store().put(id, inPieces(Buffer.of(1), 1))).rejects.toThrow(TypeError);
      await expect(store().delete(id)).rejects.toThrow(TypeError);
    }
  });
});

describe('rules: files on S3', () => {
  const store = () => stores.S3 as FileStore;

  test('rules: an object is signed for with its hash, under the folder of the bucket', async () => {
    const id = newId();
    await store().put(id, inPieces(Buffer.from('sealed'), 3));
    expect([...server.objects.keys()]).toEqual([`/bucket/files/${id}`]);
    expect(await readFile(join(folder, 'spool', `${id}.part`)).catch(() => 'gone')).toBe('gone');
    await store().delete(id);
  });

  test('rules: a storage that is busy for a moment is asked again', async () => {
    const id = newId();
    server.faults.push(503, 500);
    await store().put(id, inPieces(Buffer.from('sealed'), 3));
    expect(server.objects.get(`/bucket/files/${id}`)?.toString()).toBe('sealed');
    await store().delete(id);
  });

  test('rules: a storage that goes on failing fails the put, and nothing is left in the spool', async () => {
    server.faults.push(503, 503, 503);
    await expect(store().put(newId(), inPieces(Buffer.from('sealed'), 3))).rejects.toThrow('HTTP 503');
    expect(await namesUnder(join(folder, 'spool'))).toEqual([]);
  });

  test('rules: a wrong secret is told, not swallowed', async () => {
    const stranger = createS3Store(
      { url: server.url, region: 'us-east-1', ...S3_KEY, secretAccessKey: 'guess' },
      join(folder, 'spool'),
    );
    await expect(stranger.put(newId(), inPieces(Buffer.from('sealed'), 3))).rejects.toThrow('HTTP 403');
    expect(server.refused.splice(0)).toEqual(['the signature is another']);
  });
});
