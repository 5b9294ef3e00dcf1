import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeBills } from '../../../src/flow/money/close-bills.ts';
import { readBills } from '../../../src/flow/money/read-bill.ts';
import { archiveMonths } from '../../../src/flow/records/archive-months.ts';
import { countDays } from '../../../src/flow/records/count-days.ts';
import { readArchive } from '../../../src/flow/records/read-archive.ts';
import { readStatistics } from '../../../src/flow/records/read-statistics.ts';
import { balanceOf, CASH, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { listArchives, partitionedMonths } from '../../../src/modules/records/index.ts';
import { monthOf } from '../../../src/platform/beijing-time.ts';
import { createDiskStore, type FileStore } from '../../../src/platform/file-store.ts';
import { spoken } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;
/** 250 days after the end of March, UTC. */
const DUE = Date.UTC(2026, 3, 1) + 250 * DAY_MS;

let world: World;
let folder: string;
let files: FileStore;
beforeEach(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  files = createDiskStore(folder);
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const archive = (store = files) =>
  archiveMonths({ ...world, files: store }, new Date(world.clock.now() - 250 * 86_400_000));

async function text(source: string): Promise<{ packed: Buffer; lines: string[] }> {
  const { content } = await readArchive({ ...world, files }, { month: '2026_03', source });
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  const packed = Buffer.concat(parts);
  return { packed, lines: gunzipSync(packed).toString().trim().split('\n') };
}

test('product: a month beyond reach is a sealed file without numbers and texts, and its money stays', async () => {
  const accountId = await world.account({ cash: 100_000n });
  const sent = [
    await spoken(world, accountId, CODE_TEMPLATE, 3000),
    await spoken(world, accountId, CODE_TEMPLATE, undefined),
  ];
  world.clock.set(DUE - 1);
  await closeBills(world);
  expect(await archive()).toEqual([]);
  world.clock.set(TEN_IN_BEIJING + DAY_MS);
  await countDays(world);
  world.clock.set(DUE);
  const [one, two] = await Promise.all([archive(), archive()]);
  expect([...one, ...two]).toEqual(['2026_03']);
  expect(await partitionedMonths(world.sql)).not.toContain('2026_03');

  const { packed, lines } = await text('messages');
  expect(lines).toHaveLength(3);
  expect(lines[0]).not.toMatch(/callee_sealed|script_sealed/);
  for (const sessionNo of sent) expect(lines.join('\n')).toContain(sessionNo);
  const kept = (await listArchives(world.sql)).find(({ source }) => source === 'messages');
  expect(kept).toMatchObject({ rows: 2n, bytes: BigInt(packed.length) });
  expect(kept?.sha256).toBe(createHash('sha256').update(packed).digest('hex'));
  expect((await text('receipts')).lines).toHaveLength(3);

  expect(await verifyLedger(world.sql)).toEqual([]);
  expect(await balanceOf(world.sql, accountId, CASH)).toBe(99_000n);
  const month = monthOf(TEN_IN_BEIJING);
  expect(await readBills(world, { accountId, from: month, to: month })).toMatchObject([{ usage: 1000n }]);
  const days = { accountId, by: 'day' as const, first: TEN_IN_BEIJING, last: TEN_IN_BEIJING };
  expect(await readStatistics(world.sql, days)).toMatchObject([{ sent: 2n, answered: 1n }]);
});

test('product: what dies while it archives drops nothing, and the next run begins anew', async () => {
  const accountId = await world.account({ cash: 100_000n });
  await spoken(world, accountId, CODE_TEMPLATE, 3000);
  world.clock.set(DUE);
  let put = 0;
  const dying: FileStore = {
    ...files,
    put: (id, content) =>
      ++put === 2 ? Promise.reject(new Error('the disk is full')) : files.put(id, content),
  };
  await expect(archive(dying)).rejects.toThrow('disk');
  expect(await partitionedMonths(world.sql)).toContain('2026_03');
  expect(await listArchives(world.sql)).toHaveLength(1);
  expect(await archive()).toEqual(['2026_03']);
  expect(await listArchives(world.sql)).toHaveLength(4);
});

test('product: a month with a message that is not over is left alone', async () => {
  const accountId = await world.account({ cash: 100_000n });
  await world.emptyQueue();
  await world.send(accountId);
  world.clock.set(DUE);
  expect(await archive()).toEqual([]);
  expect(await listArchives(world.sql)).toEqual([]);
});

test('product: a partition that changed since it was archived is not dropped', async () => {
  const accountId = await world.account({ cash: 100_000n });
  const sessionNo = await spoken(world, accountId, CODE_TEMPLATE, 3000);
  world.clock.set(DUE);
  const forgetful: FileStore = {
    ...files,
    async put(id, content) {
      await files.put(id, content);
      await world.sql`INSERT INTO receipt_pushes VALUES (${accountId}, ${sessionNo}, ${Date.now() % 1000}, now(), 200, NULL)
        ON CONFLICT DO NOTHING`;
    },
  };
  await expect(archive(forgetful)).rejects.toThrow('has changed');
  expect(await partitionedMonths(world.sql)).toContain('2026_03');
});
