import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFile } from '../../../src/flow/files/read-file.ts';
import { type FileDeps, type NewFile, storeFile } from '../../../src/flow/files/store-file.ts';
import { sweepFiles } from '../../../src/flow/files/sweep-files.ts';
import { type FileKey, releaseFile, useFile } from '../../../src/modules/files/index.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { openAccount, openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { openTestFiles } from '../../support/files.ts';
import { collect, inPieces, jpeg, pdf, png, wav } from '../../support/sample-files.ts';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

let db: TestDatabase;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let deps: FileDeps;
let accountId: string;
let accounts = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  disk = await openTestFiles();
  deps = { ...db, files: disk.files, random: systemRandom };
});
beforeEach(async () => {
  accountId = `files-${accounts++}`;
  await openAccount(db, accountId, {});
});
afterAll(async () => {
  await db.drop();
  await disk.drop();
});

const store = (bytes: Uint8Array, change: Partial<NewFile> = {}) =>
  storeFile(deps, {
    accountId,
    kind: 'material',
    name: '张三 身份证.png',
    content: inPieces(bytes, 1000),
    ...change,
  });

async function kept(): Promise<string[]> {
  const entries = await readdir(disk.folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
const rows = async () => (await db.sql`SELECT 1 FROM files WHERE account_id = ${accountId}`).length;

describe('rules: a file comes in', () => {
  test.each([
    ['png', png(70_000)],
    ['jpeg', jpeg()],
    ['pdf', pdf()],
  ])('rules: a %s is kept and comes back as it was', async (type, bytes) => {
    const stored = await store(bytes);
    expect(stored).toMatchObject({ type, size: bytes.length });
    const read = await readFile(deps, stored);
    expect(read).toMatchObject({ type, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect((await collect(read.content)).equals(bytes)).toBe(true);
  });

  test('rules: the name is cleaned and gets the extension of what the file is', async () => {
    expect((await store(png(), { name: '../执照.exe' })).name).toBe('执照.png');
  });

  test('rules: a wav is audio and no material; a png is no audio', async () => {
    await expect(store(wav())).rejects.toMatchObject({ name: 'FILE_TYPE_REFUSED' });
    expect((await store(wav(), { kind: 'audio' })).type).toBe('wav');
    await expect(store(png(), { kind: 'audio' })).rejects.toMatchObject({ name: 'FILE_TYPE_REFUSED' });
  });

  test('rules: exactly 8 MiB fits, one byte more does not, whether or not its length was told ahead', async () => {
    const largest = png(8 * MIB - png(1).length + 1);
    expect(largest).toHaveLength(8 * MIB);
    expect((await store(largest)).size).toBe(8 * MIB);
    const larger = png(8 * MIB - png(1).length + 2);
    await expect(store(larger)).rejects.toMatchObject({ name: 'FILE_TOO_LARGE', details: { limitMiB: 8 } });
    let asked = false;
    async function* unread() {
      asked = true;
      yield larger;
    }
    await expect(store(larger, { content: unread(), declaredBytes: larger.length })).rejects.toMatchObject({
      name: 'FILE_TOO_LARGE',
    });
    expect(asked).toBe(false);
  });

  test('rules: Sha256 is held against what came', async () => {
    const sha256 = createHash('sha256').update(png()).digest('hex');
    expect((await store(png(), { sha256: sha256.toUpperCase() })).sha256).toBe(sha256);
    await expect(store(pdf(), { sha256 })).rejects.toMatchObject({ name: 'FILE_HASH_WRONG' });
  });

  test('rules: whatever is refused or breaks off leaves neither row nor content', async () => {
    const before = await kept();
    async function* breaksOff() {
      yield png(5000).subarray(0, 3000);
      throw new Error('ECONNRESET');
    }
    await expect(store(png(), { content: breaksOff() })).rejects.toMatchObject({ name: 'FILE_CUT_OFF' });
    await expect(store(png(), { declaredBytes: 5 })).rejects.toMatchObject({ name: 'FILE_CUT_OFF' });
    await expect(store(Buffer.from('text'))).rejects.toMatchObject({ name: 'FILE_TYPE_REFUSED' });
    await expect(store(Buffer.alloc(0))).rejects.toMatchObject({ name: 'FILE_TYPE_REFUSED' });
    expect(await rows()).toBe(0);
    expect(await kept()).toEqual(before);
  });

  test('rules: a store that fails is no fault of the sender’s', async () => {
    const files = { ...disk.files, put: () => Promise.reject(new Error('disk full')) };
    await expect(
      storeFile({ ...deps, files }, { accountId, kind: 'material', name: '', content: inPieces(png(), 9) }),
    ).rejects.toThrow('disk full');
    expect(await rows()).toBe(0);
  });

  test('rules: 200 files that nothing refers to are the most an account may have', async () => {
    await db.sql`
      INSERT INTO files (account_id, file_id, kind, name_sealed, data_key, idle_since, created_at)
      SELECT ${accountId}, gen_random_uuid(), 'material', '', '', ${new Date(db.clock.now())}, ${new Date(db.clock.now())}
      FROM generate_series(1, 199)`;
    await store(png());
    await expect(store(png())).rejects.toMatchObject({ name: 'FILES_TOO_MANY' });
  });
});

describe('4.3.1 a file at rest', () => {
  test('4.3.1 another account reads nothing of it', async () => {
    const stored = await store(png());
    await expect(readFile(deps, { ...stored, accountId: 'files-other' })).rejects.toMatchObject({
      name: 'FILE_NOT_FOUND',
    });
    await expect(readFile(deps, { accountId, fileId: 'no-id' })).rejects.toMatchObject({
      name: 'FILE_NOT_FOUND',
    });
  });

  test('4.3.1 neither the disk nor the database can be read without the master key', async () => {
    const secret = '91310000MA1FL0AB12';
    const stored = await store(
      Buffer.concat([pdf().subarray(0, 9), Buffer.from(`%${secret}\n`), pdf().subarray(9)]),
    );
    const sealed = await collect(await disk.files.get(stored.fileId));
    expect(sealed.includes(secret)).toBe(false);
    const [dump] = await db.sql<{ row: string }[]>`
      SELECT f::text AS row FROM files f WHERE account_id = ${accountId}`;
    expect(Buffer.from(dump?.row ?? '', 'utf8').includes('张三')).toBe(false);
    expect(dump?.row).not.toContain(Buffer.from('张三').toString('hex'));
  });

  test('4.2.9 without its row a copy of a file cannot be opened by anybody', async () => {
    const stored = await store(png());
    const [row] = await db.sql<{ data_key: Buffer }[]>`
      SELECT data_key FROM files WHERE account_id = ${accountId} AND file_id = ${stored.fileId}`;
    const other = await store(png());
    // The key of one file is bound to its row: it does not open as another's.
    await db.sql`
      UPDATE files SET data_key = ${row?.data_key ?? Buffer.alloc(0)}
      WHERE account_id = ${accountId} AND file_id = ${other.fileId}`;
    await expect(readFile(deps, other)).rejects.toThrow();
  });
});

describe('rules: files that nothing needs are swept', () => {
  const use = (file: FileKey) =>
    inTransaction(db.sql, (tx) => useFile(tx, { ...file, kind: 'material', use: 'enterprise' }));
  const release = (file: FileKey) =>
    inTransaction(db.sql, (tx) =>
      releaseFile(tx, { ...file, use: 'enterprise', at: new Date(db.clock.now()) }),
    );

  test('rules: a file lives a day without a user, and as long as it has one', async () => {
    const [idle, used] = [await store(png()), await store(png())];
    expect(await use(used)).toBe(true);
    await db.clock.advance(24 * HOUR_MS - 1000);
    await sweepFiles(deps);
    await readFile(deps, idle);
    await db.clock.advance(2000);
    await sweepFiles(deps);
    await expect(readFile(deps, idle)).rejects.toMatchObject({ name: 'FILE_NOT_FOUND' });
    expect(await kept()).not.toContain(idle.fileId);
    await readFile(deps, used);
    expect(await use(idle), 'what is swept cannot be referred to any more').toBe(false);
  });

  test('rules: a file that was let go of has its day from then on', async () => {
    const file = await store(png());
    await use(file);
    await use(file);
    await db.clock.advance(48 * HOUR_MS);
    await release(file);
    await sweepFiles(deps);
    await readFile(deps, file);
    await db.clock.advance(25 * HOUR_MS);
    await sweepFiles(deps);
    await expect(readFile(deps, file)).rejects.toMatchObject({ name: 'FILE_NOT_FOUND' });
  });

  test('rules: an upload whose process died is never seen, and swept after an hour', async () => {
    // The process is gone between the content and the last statement: both stand, nobody finished.
    const file = await store(png());
    await db.sql`UPDATE files SET state = 'uploading' WHERE file_id = ${file.fileId}`;
    await expect(readFile(deps, file)).rejects.toMatchObject({ name: 'FILE_NOT_FOUND' });
    expect(await use(file)).toBe(false);
    await db.clock.advance(HOUR_MS - 1000);
    await sweepFiles(deps);
    expect(await rows()).toBe(1);
    await db.clock.advance(2000);
    await sweepFiles(deps);
    expect(await rows()).toBe(0);
    expect(await kept()).not.toContain(file.fileId);
  });

  test('rules: a sweep that cannot delete one takes the others, and comes back for it', async () => {
    const [stuck, other] = [await store(png()), await store(png())];
    await db.clock.advance(25 * HOUR_MS);
    const files = {
      ...disk.files,
      delete: (id: string) =>
        id === stuck.fileId ? Promise.reject(new Error('away')) : disk.files.delete(id),
    };
    await expect(sweepFiles({ ...deps, files })).rejects.toThrow('1 files cannot be taken away');
    await expect(readFile(deps, stuck)).rejects.toMatchObject({ name: 'FILE_NOT_FOUND' });
    expect(await kept()).toContain(stuck.fileId);
    expect(await kept()).not.toContain(other.fileId);
    await sweepFiles(deps);
    expect(await rows()).toBe(0);
  });

  test('rules: of a sweep and a user that come at once, one wins and the other is told', async () => {
    const file = await store(png());
    await db.clock.advance(25 * HOUR_MS);
    const [used] = await Promise.all([use(file), sweepFiles(deps)]);
    const there = await readFile(deps, file).then(
      () => true,
      () => false,
    );
    expect(there).toBe(used);
  });
});
