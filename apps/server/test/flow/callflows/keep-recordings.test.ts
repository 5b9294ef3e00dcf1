import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecordingKeeper } from '../../../src/flow/callflows/keep-recordings.ts';
import { readFile as readStored } from '../../../src/flow/files/read-file.ts';
import { openTestFiles } from '../../support/files.ts';
import { collect, wav } from '../../support/sample-files.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  disk = await openTestFiles();
  folder = await mkdtemp(join(tmpdir(), 'herald-engine-recordings-'));
});
afterAll(async () => {
  await world.close();
  await disk.drop();
  await rm(folder, { recursive: true, force: true });
});

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

test('4.3.9 a recording becomes a file of its account, sealed, and is gone from where the engine wrote it', async () => {
  const accountId = await world.account({});
  const left = join(folder, 'left-behind.wav');
  await writeFile(left, wav());
  const keeper = await createRecordingKeeper({ ...world, files: disk.files, folder });
  expect(await exists(left), 'what a dead process left is thrown away').toBe(false);

  const file = join(folder, 'call-0.wav');
  const sound = wav(8000);
  await writeFile(file, sound);
  const kept = await keeper.keep(accountId, 'message:m1', [{ node: 'message', file, ms: 1000 }]);
  const fileId = kept.get(file) ?? '';
  expect(await exists(file)).toBe(false);
  const stored = await readStored({ ...world, files: disk.files }, { accountId, fileId });
  expect(stored).toMatchObject({ kind: 'recording', name: 'message.wav', mime: 'audio/wav' });
  expect(await collect(stored.content)).toEqual(sound);
  const other = await world.account({});
  const foreign = readStored({ ...world, files: disk.files }, { accountId: other, fileId });
  await expect(foreign).rejects.toMatchObject({ name: 'FILE_NOT_FOUND' });
  const onDisk = await readFile(join(disk.folder, fileId)).catch(() => undefined);
  if (onDisk) expect(onDisk.includes(sound.subarray(44, 144))).toBe(false);
  const [row] = await world.sql<{ uses: string[] }[]>`SELECT uses FROM files WHERE file_id = ${fileId}`;
  expect(row?.uses).toEqual(['message:m1']);
});

test('4.3.9 what is no recording is not kept, and does not stay', async () => {
  const accountId = await world.account({});
  const keeper = await createRecordingKeeper({ ...world, files: disk.files, folder });
  const file = join(folder, 'broken.wav');
  await writeFile(file, 'no sound');
  const keeping = keeper.keep(accountId, 'message:m2', [{ node: 'message', file, ms: 1 }]);
  const tick = setInterval(() => world.clock.advance(1000), 10);
  expect((await keeping).size).toBe(0);
  clearInterval(tick);
  expect(await exists(file)).toBe(false);
});
