import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBlobFolder } from '../../src/platform/blob-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'herald-blobs-'));
});
afterEach(() => rm(root, { recursive: true }));

test('rule: a file is there whole once it is put, and leaves nothing unfinished behind', async () => {
  const folder = join(root, 'made', 'when', 'needed');
  const blobs = createBlobFolder(folder, 10, () => 1_000_000);
  expect(await blobs.has('a')).toBe(false);
  await Promise.all([blobs.put('a', Buffer.from('one')), blobs.put('a', Buffer.from('one'))]);
  expect(await blobs.has('a')).toBe(true);
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('one');
  expect(await readdir(folder)).toEqual(['a']);
});

test('rule: beyond the bound the one that was longest not asked for goes', async () => {
  let now = 1_000_000;
  const blobs = createBlobFolder(root, 2, () => now);
  for (const name of ['a', 'b']) {
    await blobs.put(name, Buffer.from(name));
    now += 1000;
  }
  expect(await blobs.has('a')).toBe(true);
  now += 1000;
  await blobs.put('c', Buffer.from('c'));
  expect((await readdir(root)).toSorted()).toEqual(['a', 'c']);
});
